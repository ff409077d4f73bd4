"""Reading a roster: CSV with a heading line, as spreadsheets and registrars' systems write it."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.domain.emails import is_email, normal_email
from app.domain.roles import Role
from app.domain.roster.text import unreadable
from app.domain.texts import say

MOST_LINES: Final = 5_000
"""How many people one roster may list."""

_DELIMITERS = (",", ";", "\t")
_HEADINGS = {
    "email": "email",
    "e mail": "email",
    "email address": "email",
    "e mail address": "email",
    "mail": "email",
    "name": "name",
    "full name": "name",
    "role": "role",
}
_USED = frozenset(_HEADINGS.values())
_LONGEST_NAME = 80
# An export puts an apostrophe before what a spreadsheet would take for a formula; here it comes off again.
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class Refusal(StrEnum):
    """Why a line of a roster changes nothing; the pages say what to do about it."""

    BAD_EMAIL = "bad_email"
    BAD_NAME = "bad_name"
    UNKNOWN_ROLE = "unknown_role"
    WRONG_CELLS = "wrong_cells"
    DUPLICATE = "duplicate"
    NOT_A_MEMBER = "not_a_member"
    """A role other than student for somebody who is not in the course yet."""
    INSTRUCTOR_STAYS = "instructor_stays"
    """Only the members page takes the role of an instructor away."""
    REMOVED = "removed"
    """A teacher removed the person; only the members page brings them back."""


@dataclass(frozen=True)
class Entry:
    """One person of a roster.

    Attributes:
        number: The line of the file where it begins, from 1.
        email: The address in its normal spelling, or what stands in its place.
        name: What the roster calls the person; empty where it says nothing.
        role: The role that the roster wants, None where it says nothing.
        refusal: Why the line cannot be used as it stands.
        repeats: The line with the same address before it, for a duplicate.
    """

    number: int
    email: str
    name: str = ""
    role: Role | None = None
    refusal: Refusal | None = None
    repeats: int | None = None


@dataclass(frozen=True)
class Roster:
    """A roster as it was read; `unused` are the headings of columns that Gradmark has no use for."""

    entries: tuple[Entry, ...]
    unused: tuple[str, ...]


def read_roster(text: str) -> Roster:
    """Read a roster; what is wrong with a single line stands at that line.

    The first line names the columns: `email`, and where wanted `name` and `role`, in any order. Comma, semicolon or
    tab divides them; quotes are as in RFC 4180; blank lines are passed over.

    Raises:
        InvalidInput: The whole of it cannot be read: no heading line, an open quote, or more than 5,000 lines.
    """
    text = text.removeprefix("\ufeff")
    heading = next((line for line in re.split(r"[\r\n]", text) if line.strip()), "")
    records = _records(text, _delimiter(heading))
    headings = next(records)[1]
    columns = [_heading(cell) for cell in headings]
    named = [column for column in columns if column in _USED]
    if len(named) != len(set(named)):
        raise unreadable(
            say("Two columns have the same heading. Leave one email, name and role each.")
        )
    entries: list[Entry] = []
    first: dict[str, int] = {}
    for number, cells in records:
        if len(entries) == MOST_LINES:
            raise unreadable(
                say(
                    "This roster lists more than %(most_lines)s people. Split it and import the parts one by one.",
                    most_lines=f"{MOST_LINES:,}",
                )
            )
        entries.append(_entry(number, cells, columns, first))
    if not entries:
        raise unreadable(
            say("There is nobody in this roster: below the heading line comes one line a person.")
        )
    pairs = zip(headings, columns, strict=True)
    unused = tuple(cell.strip() for cell, column in pairs if cell.strip() and column not in _USED)
    return Roster(tuple(entries), unused)


def _delimiter(heading: str) -> str:
    for delimiter in _DELIMITERS:
        cells = next(csv.reader([heading], delimiter=delimiter), [])
        if "email" in map(_heading, cells):
            return delimiter
    raise unreadable(
        say(
            "The first line must name the columns, one of them “email”: for instance email,name,role."
        )
    )


def _heading(cell: str) -> str:
    words = " ".join(cell.casefold().replace("-", " ").replace("_", " ").split())
    return _HEADINGS.get(words, words)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line where it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise unreadable(
            say(
                "The quotes in line %(begins)s do not match. A quote inside a quoted cell is written twice.",
                begins=begins,
            )
        ) from None


def _entry(
    number: int, cells: Sequence[str], columns: Sequence[str], first: dict[str, int]
) -> Entry:
    by_column = dict(zip(columns, map(_plain, cells), strict=False))
    email = normal_email(by_column.get("email", ""))
    surplus = cells[len(columns) :]
    if len(cells) < len(columns) or any(cell.strip() for cell in surplus):
        return Entry(number, email, refusal=Refusal.WRONG_CELLS)
    if not is_email(email):
        return Entry(number, email, refusal=Refusal.BAD_EMAIL)
    if email in first:
        return Entry(number, email, refusal=Refusal.DUPLICATE, repeats=first[email])
    first[email] = number
    return _person(number, email, by_column)


def _person(number: int, email: str, by_column: Mapping[str, str]) -> Entry:
    name = " ".join(by_column.get("name", "").split())
    if len(name) > _LONGEST_NAME or not name.isprintable():
        return Entry(number, email, refusal=Refusal.BAD_NAME)
    wanted = by_column.get("role", "").strip().casefold()
    if not wanted:
        return Entry(number, email, name)
    if wanted not in set(Role):
        return Entry(number, email, name, refusal=Refusal.UNKNOWN_ROLE)
    return Entry(number, email, name, Role(wanted))


def _plain(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_STARTS_A_FORMULA) else cell
