"""The trail in words: what each field was and what it is."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext

from app.domain.changes import FIELDS, INSTANTS
from app.domain.credit import COUNTING_NAMES
from app.domain.feedback import Shown
from app.domain.regrading import Mode, RegradeKind
from app.domain.roles import Joined, Role
from app.domain.sittings import HandIn
from app.domain.texts import Message, say
from app.queries.changes import ChangeRow
from app.web.formats import local, number
from app.web.languages import said

_NOTHING: Final = "\u2013"
_WORDS: Final[Mapping[str, Message]] = {
    Role.STUDENT: say("Student"),
    Role.GRADER: say("Grader"),
    Role.INSTRUCTOR: say("Instructor"),
    Joined.CREATOR: say("made the course"),
    Joined.CODE: say("joined with the code"),
    Joined.ROSTER: say("joined by roster"),
    Shown.AT_ONCE: say("as soon as it is marked"),
    Shown.SOLVED: say("after solving the item"),
    Shown.DUE: say("after the due time"),
    Shown.CLOSED: say("after the assignment has closed"),
    Shown.NEVER: say("never"),
    HandIn.LIMITED: say("where the time is limited"),
    HandIn.ALWAYS: say("always"),
}
_WORDS_OF: Final[Mapping[str, Mapping[str, str]]] = {
    "role": _WORDS,
    "by": _WORDS,
    "verdict": _WORDS,
    "truth": _WORDS,
    "explanation": _WORDS,
    "hands_in_drafts": _WORDS,
    "mode": {mode.value: mode.word for mode in Mode},
    "regrade": {kind.value: kind.word for kind in RegradeKind},
    "counting": {counting.value: text for counting, text in COUNTING_NAMES.items()},
}


@dataclass(frozen=True)
class ToldField:
    """A field that changed: what it is called, what it was and what it is."""

    name: str
    before: str
    after: str


def told_about(row: ChangeRow) -> str:
    """Tell what a change is about: of an item, after its assignment's title, the title of its problem."""
    assignment, dot, problem = row.about.rpartition(" \u00b7 ")
    return f"{assignment}{dot}{said(problem)}" if dot else row.about


def told_fields(row: ChangeRow, zone: str) -> list[ToldField]:
    """Tell a change field by field, times as the clocks of a zone show them."""
    return list(_tell(row, zone))


def _tell(row: ChangeRow, zone: str) -> Iterator[ToldField]:
    for name in {**row.before, **row.after}:
        before, after = (
            _written(name, state[name], zone) if name in state else ""
            for state in (row.before, row.after)
        )
        yield ToldField(_label(name), before, after)


def _written(name: str, value: Any, zone: str) -> str:
    match value:
        case None | "" | []:
            text = _NOTHING
        case bool():
            text = gettext("yes") if value else gettext("no")
        case int() | float():
            text = number(value)
        case list():
            text = "; ".join(_written(name, one, zone) for one in value)
        case dict():
            text = ", ".join(
                f"{_label(key)}: {_written(key, one, zone)}" for key, one in value.items()
            )
        case _:
            text = _written_text(name, str(value), zone)
    return text


def _written_text(name: str, value: str, zone: str) -> str:
    if name in INSTANTS:
        return local(dt.datetime.fromisoformat(value), zone)
    if name == "items":
        return said(value)  # the title of a problem
    word = _WORDS_OF.get(name, {}).get(value)
    return said(word) if word is not None else value


def _label(name: str) -> str:
    return said(FIELDS[name]) if name in FIELDS else name
