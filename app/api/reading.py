"""Reading what a request says, strictly: what is unclear is refused, never guessed."""

import json
import math
import re
from typing import Any, Final, NoReturn, TypeVar

from flask import request
from pydantic import BaseModel, ConfigDict, ValidationError

from app.api.problems import NOT_JSON, UNREADABLE, WRONG_SHAPE, Fault, Refusal

_DEEPEST: Final = 16
# Whoever means a number means no longer one; Python takes long over thousands of digits.
_MOST_DIGITS: Final = 30
_WHOLE: Final = 2**53
_STRINGS: Final = re.compile(rb'"(?:[^"\\]|\\.)*"')
_NOT_STORED: Final = re.compile("[\x00\ud800-\udfff]")

Model = TypeVar("Model", bound=BaseModel)


class Input(BaseModel):
    """Base of what a request may hold: names that are not known are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def read_body(model: type[Model]) -> Model:
    """Read the body of this request.

    Raises:
        Refusal: It is no JSON, unclear JSON, or not of the documented shape.
        RequestEntityTooLarge: It is too long.
    """
    if request.mimetype != "application/json":
        raise Refusal(NOT_JSON, "Send the body as JSON, with Content-Type: application/json.")
    try:
        return model.model_validate_json(_clear_json(request.get_data()), strict=True)
    except ValidationError as error:
        raise _wrong_shape(error) from None


def read_query(model: type[Model]) -> Model:
    """Read the parameters in this request's address.

    Raises:
        Refusal: One is not known, stands there twice, or is not of the documented shape.
    """
    for name, values in request.args.lists():
        if len(values) > 1:
            raise Refusal(WRONG_SHAPE, "Each parameter stands once.", [_once(name)])
        if _NOT_STORED.search(values[0]):
            raise Refusal(WRONG_SHAPE, "A parameter holds a character that no text has.")
    try:
        return model.model_validate_strings(request.args.to_dict())
    except ValidationError as error:
        raise _wrong_shape(error) from None


def _once(name: str) -> Fault:
    return Fault(field=name, detail="Give this parameter once.")


def _wrong_shape(error: ValidationError) -> Refusal:
    faults = [
        Fault(field=".".join(map(str, one["loc"])), detail=one["msg"])
        for one in error.errors(include_input=False, include_url=False, include_context=False)
    ]
    return Refusal(WRONG_SHAPE, "Look at errors: each names its place.", faults)


def _clear_json(data: bytes) -> str:
    """Write JSON anew in the one way it can be read; refuse what two readers could read as two things.

    Raises:
        Refusal: It is no JSON, unclear, or made to exhaust a reader.
    """
    depth = deepest = 0
    for byte in _STRINGS.sub(b"", data):
        depth += (byte in b"[{") - (byte in b"]}")
        deepest = max(deepest, depth)
    if deepest > _DEEPEST:
        _refuse(f"It is nested deeper than {_DEEPEST} levels.")
    try:
        read = json.loads(
            data.decode(),
            object_pairs_hook=_unique,
            parse_constant=lambda name: _refuse(f"{name} is no JSON number."),
            parse_float=_finite,
            parse_int=_short,
        )
    except ValueError as error:
        _refuse(f"It is no JSON: {error}.")
    except RecursionError:
        _refuse("It is nested too deeply.")
    return json.dumps(read)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    for name, value in pairs:
        for text in (name, value):
            _check_text(text)
    found = dict(pairs)
    if len(found) < len(pairs):
        _refuse("An object holds the same name twice.")
    return found


def _check_text(value: Any) -> None:
    if isinstance(value, list):
        for one in value:
            _check_text(one)
    elif isinstance(value, str) and _NOT_STORED.search(value):
        _refuse("A text holds a character that no text has: U+0000 or half of a surrogate pair.")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        _refuse(f"{text[:20]} is too large a number.")
    # JSON knows one kind of number: 2.0 is as whole as 2.
    return int(number) if number.is_integer() and abs(number) < _WHOLE else number


def _short(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        _refuse(f"A number has more than {_MOST_DIGITS} digits.")
    return int(text)


def _refuse(why: str) -> NoReturn:
    raise Refusal(UNREADABLE, f"The body cannot be read. {why}")
