"""The metadata block at the head of a problem file: where it is, its TOML, and which place holds what.

The block is a run of comment lines in the style of PEP 723, `# /// gradmark` to `# ///`. Everything
after it is the snippet.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.domain.problems.errors import ProblemError
from app.domain.problems.places import Path, find_places
from app.domain.problems.toml_faults import toml_fault
from app.domain.texts import say

OPENING = "# /// gradmark"
CLOSING = "# ///"

_TOML_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_COMMENT = re.compile("# ?")


@dataclass(frozen=True)
class Block:
    """A file taken apart.

    Attributes:
        metadata: The parsed TOML; floats are Decimal, so that 0.1 is 0.1.
        code: The snippet, without blank lines around it, ending with one newline.
        code_line: The file's line, from 1, on which the snippet begins.
        places: The line and column, from 1, of each field; () is the block's own.
    """

    file: str
    metadata: dict[str, Any]
    code: str
    code_line: int
    places: Mapping[Path, tuple[int, int]]

    def error(self, path: Path, reason: str) -> ProblemError:
        """Make the error for the field at `path`, at its place or that of the nearest table that holds it."""
        known = (path[:end] for end in range(len(path), -1, -1))
        line, column = next(self.places[part] for part in known if part in self.places)
        return ProblemError(
            reason, file=self.file, line=line, column=column, field=_write_path(path)
        )


def split_file(text: str, file: str) -> Block:
    """Separate the metadata block of a problem file from its snippet.

    Raises:
        ProblemError: There is no block at the head, it is not closed, or it is not TOML.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if lines[first].rstrip() != OPENING:
        raise ProblemError(
            say(
                "the metadata is missing: the file must begin with the line `%(line)s`",
                line=OPENING,
            ),
            file=file,
            line=first + 1,
            column=1,
        )
    last = _find_end(lines, first, file)
    comments = lines[first + 1 : last]
    toml = [_COMMENT.sub("", line, count=1) for line in comments]
    metadata = _parse_toml(toml, comments, file, first + 2)
    code_start = next((i for i in range(last + 1, len(lines)) if lines[i].strip()), len(lines))
    return Block(
        file=file,
        metadata=metadata,
        code="\n".join(lines[code_start:]).rstrip() + "\n",
        code_line=code_start + 1,
        places={(): (first + 1, 1), **_find_places(toml, comments, first + 2)},
    )


def _find_end(lines: list[str], first: int, file: str) -> int:
    for number in range(first + 1, len(lines)):
        if lines[number].rstrip() == CLOSING:
            return number
        if not lines[number].startswith("#"):
            raise ProblemError(
                say(
                    "the metadata block must consist of comment lines up to the line `%(line)s`",
                    line=CLOSING,
                ),
                file=file,
                line=number + 1,
                column=1,
            )
    raise ProblemError(
        say("the metadata block is not closed by a line `%(line)s`", line=CLOSING),
        file=file,
        line=first + 1,
        column=1,
    )


def _parse_toml(
    lines: list[str], comments: list[str], file: str, first_line: int
) -> dict[str, Any]:
    try:
        return tomllib.loads("\n".join(lines), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _TOML_PLACE.search(message)
        within, column = len(lines), len(lines[-1]) + 1 if lines else 1
        if place is not None and place["line"]:
            within, column = int(place["line"]), int(place["column"])
        if lines:
            # Counted in the file's line, where the comment sign stands before it.
            column += len(comments[within - 1]) - len(lines[within - 1])
        raise ProblemError(
            say(
                "the metadata is not valid TOML: %(message)s",
                message=toml_fault(_TOML_PLACE.sub("", message)),
            ),
            file=file,
            line=first_line + within - 1,
            column=column,
        ) from None
    except (ValueError, ArithmeticError, RecursionError):
        # A number of thousands of digits, or brackets nested as deep: `tomllib` has no error for it.
        raise ProblemError(
            say("the metadata holds a number too long or lists too deep to read"),
            file=file,
            line=first_line,
            column=1,
        ) from None


def _find_places(
    toml: list[str], comments: list[str], first_line: int
) -> dict[Path, tuple[int, int]]:
    text = "\n".join(toml)
    places = {}
    for path, offset in find_places(text).items():
        within = text.count("\n", 0, offset)
        before = offset - (text.rfind("\n", 0, offset) + 1)
        sign = len(comments[within]) - len(toml[within])
        places[path] = first_line + within, sign + before + 1
    return places


def _write_path(path: Path) -> str:
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)[1:]
