"""A row as one line of JSON, and back from a line that somebody else has written."""

import json
import math
import re
from typing import Any, NoReturn

from app.domain.course_files.bounds import MOST_DEPTH

# JSON can name what no database stores as text: the character NUL, and halves of a pair.
_NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")


def write_row(row: dict[str, Any]) -> str:
    """Write a row as one line, with its newline."""
    return json.dumps(row, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def read_row(line: str) -> dict[str, Any]:
    """Read a row.

    Raises:
        ValueError: It is no JSON object, lies too deep, or holds what no database stores; the message says which.
    """
    try:
        row = json.loads(line, parse_constant=_refuse_number, parse_float=_finite)
    except RecursionError:
        raise ValueError("lists and objects lie too deep in one another") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"this is no JSON ({error.msg}, column {error.colno})") from None
    if not isinstance(row, dict):
        raise ValueError("this is no JSON object")  # noqa: TRY004 - it is the line that is wrong
    _require_storable(row, MOST_DEPTH)
    return row


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refuse_number(text)


def _refuse_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _require_storable(value: Any, depth: int) -> None:
    if isinstance(value, str):
        if _NO_TEXT.search(value):
            raise ValueError("a text holds a character that cannot be stored")
    elif isinstance(value, dict | list):
        if depth == 0:
            raise ValueError("lists and objects lie too deep in one another")
        for one in value:
            _require_storable(one, depth - 1)
        for one in value.values() if isinstance(value, dict) else ():
            _require_storable(one, depth - 1)
