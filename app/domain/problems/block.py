"""The metadata block at the head of a problem file: where it is, its TOML, and which line holds what.

The block is a run of comment lines in the style of PEP 723, `# /// gradmark` to `# ///`. Everything
after it is the snippet.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.domain.problems.errors import ProblemError

OPENING = "# /// gradmark"
CLOSING = "# ///"

Path = tuple[str | int, ...]

_TOML_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_COMMENT = re.compile("# ?")
_HEADER = re.compile(r"\s*(?P<brackets>\[\[?)\s*(?P<name>[A-Za-z0-9_.-]+)\s*\]")
_KEY = re.compile(r"\s*(?P<name>[A-Za-z0-9_-]+)\s*=")


@dataclass(frozen=True)
class Block:
    """A file taken apart.

    Attributes:
        metadata: The parsed TOML; floats are Decimal, so that 0.1 is 0.1.
        code: The snippet, without blank lines around it, ending with one newline.
        code_line: The file's line, from 1, on which the snippet begins.
    """

    file: str
    metadata: dict[str, Any]
    code: str
    code_line: int
    lines: dict[Path, int]

    def error(self, path: Path, reason: str) -> ProblemError:
        """Make the error for the field at `path`, with the nearest line that is known for it."""
        known = (path[:end] for end in range(len(path), 0, -1))
        line = next((self.lines[part] for part in known if part in self.lines), None)
        return ProblemError(reason, file=self.file, line=line, field=_write_path(path))


def split_file(text: str, file: str) -> Block:
    """Separate the metadata block of a problem file from its snippet.

    Raises:
        ProblemError: There is no block at the head, it is not closed, or it is not TOML.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if lines[first].rstrip() != OPENING:
        raise ProblemError(
            f"the metadata is missing: the file must begin with the line `{OPENING}`",
            file=file,
            line=first + 1,
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
        lines=dict(_find_lines(toml, first + 2)),
    )


def _find_end(lines: list[str], first: int, file: str) -> int:
    for number in range(first + 1, len(lines)):
        if lines[number].rstrip() == CLOSING:
            return number
        if not lines[number].startswith("#"):
            raise ProblemError(
                f"the metadata block must consist of comment lines up to the line `{CLOSING}`",
                file=file,
                line=number + 1,
            )
    raise ProblemError(
        f"the metadata block is not closed by a line `{CLOSING}`", file=file, line=first + 1
    )


def _parse_toml(
    lines: list[str], comments: list[str], file: str, first_line: int
) -> dict[str, Any]:
    try:
        return tomllib.loads("\n".join(lines), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _TOML_PLACE.search(message)
        within, column = len(lines), None
        if place is not None and place["line"]:
            within = int(place["line"])
            # Counted in the file's line, where the comment sign stands before it.
            column = int(place["column"]) + len(comments[within - 1]) - len(lines[within - 1])
        raise ProblemError(
            f"the metadata is not valid TOML: {_TOML_PLACE.sub('', message)}",
            file=file,
            line=first_line + within - 1,
            column=column,
        ) from None
    except (ValueError, ArithmeticError, RecursionError):
        # A number of thousands of digits, or brackets nested as deep: `tomllib` has no error for it.
        raise ProblemError(
            "the metadata holds a number too long or lists too deep to read",
            file=file,
            line=first_line,
        ) from None


def _find_lines(toml: list[str], first_line: int) -> Iterator[tuple[Path, int]]:
    """Yield the path of each field with its line, as far as one line at a time can tell."""
    prefix: Path = ()
    entries: dict[str, int] = {}
    for number, line in enumerate(toml, start=first_line):
        if header := _HEADER.match(line):
            name = header["name"]
            prefix = tuple(name.split("."))
            if header["brackets"] == "[[":
                prefix = (name, entries.get(name, 0))
                entries[name] = entries.get(name, 0) + 1
            yield prefix, number
        elif key := _KEY.match(line):
            yield (*prefix, key["name"]), number


def _write_path(path: Path) -> str:
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)[1:]
