"""What taking over a roster would change, line by line: a pure function of the roster and of who is known."""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.roles import Role
from app.domain.roster.reading import Entry, Refusal


class Place(StrEnum):
    """Where somebody stands whom the store knows."""

    MEMBER = "member"
    LEFT = "left"
    REMOVED = "removed"
    EXPECTED = "expected"
    """On an earlier roster, without an account so far."""
    ELSEWHERE = "elsewhere"
    """With an account, and never in this course."""


@dataclass(frozen=True)
class Standing:
    """What the store knows of an address; `name` is what a member calls themselves, empty for everybody else."""

    place: Place
    role: Role | None = None
    role_set_by_hand: bool = False
    name: str = ""


class Outcome(StrEnum):
    """What a line would do."""

    ADDED = "added"
    NEW = "new"
    """Added or invited: which of the two is not told before it is done, as it tells who has an account."""
    RETURNED = "returned"
    INVITED = "invited"
    ROLE_CHANGED = "role_changed"
    UNCHANGED = "unchanged"
    ROLE_KEPT = "role_kept"
    """A teacher chose another role by hand; that stands."""
    STILL_EXPECTED = "still_expected"
    REFUSED = "refused"

    @property
    def changes(self) -> bool:
        """Whether the line changes anything."""
        return self in (
            Outcome.ADDED,
            Outcome.NEW,
            Outcome.RETURNED,
            Outcome.INVITED,
            Outcome.ROLE_CHANGED,
        )


@dataclass(frozen=True)
class PlannedLine:
    """One line with what it would do; `role` is the person's afterwards, `before` what a member has now."""

    entry: Entry
    outcome: Outcome
    role: Role | None = None
    before: Role | None = None
    refusal: Refusal | None = None
    name: str = ""


def plan(entries: Iterable[Entry], known: Mapping[str, Standing]) -> tuple[PlannedLine, ...]:
    """Say for each line what it would do.

    A roster makes students. It gives other roles only to people who are in the course, because an address on a list
    proves nothing about who signed up with it; and what a teacher set by hand stands above every roster.

    Args:
        entries: The roster's lines.
        known: Who is known, by address.
    """
    return tuple(_planned(entry, known.get(entry.email)) for entry in entries)


def as_told(lines: Iterable[PlannedLine]) -> tuple[PlannedLine, ...]:
    """Return what a dry run may say: of newcomers not which of them have an account.

    Whoever makes a course may ask about any address; that it is somebody's account is theirs to tell.
    """
    return tuple(
        dataclasses.replace(line, outcome=Outcome.NEW)
        if line.outcome in (Outcome.ADDED, Outcome.INVITED)
        else line
        for line in lines
    )


def digest(lines: Iterable[PlannedLine]) -> str:
    """Name what a plan would do: the same name means the same effect on everybody in it, as it is told."""
    content = [
        (
            line.entry.email,
            line.entry.name,
            line.outcome.value,
            line.role and line.role.value,
            line.before and line.before.value,
        )
        for line in as_told(lines)
        if line.outcome is not Outcome.REFUSED
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _planned(entry: Entry, standing: Standing | None) -> PlannedLine:
    if entry.refusal is not None:
        return _refused(entry, entry.refusal)
    if standing is not None and standing.place is Place.MEMBER:
        return _of_member(entry, standing)
    if standing is not None and standing.place is Place.REMOVED:
        return _refused(entry, Refusal.REMOVED)
    if entry.role not in (None, Role.STUDENT):
        return _refused(entry, Refusal.NOT_A_MEMBER)
    outcome = {
        None: Outcome.INVITED,
        Place.EXPECTED: Outcome.STILL_EXPECTED,
        Place.ELSEWHERE: Outcome.ADDED,
        Place.LEFT: Outcome.RETURNED,
    }[None if standing is None else standing.place]
    return PlannedLine(entry, outcome, role=Role.STUDENT, name=entry.name)


def _of_member(entry: Entry, standing: Standing) -> PlannedLine:
    if entry.role in (None, standing.role):
        outcome, role = Outcome.UNCHANGED, standing.role
    elif standing.role is Role.INSTRUCTOR:
        return _refused(entry, Refusal.INSTRUCTOR_STAYS, standing)
    elif standing.role_set_by_hand:
        outcome, role = Outcome.ROLE_KEPT, standing.role
    else:
        outcome, role = Outcome.ROLE_CHANGED, entry.role
    return PlannedLine(entry, outcome, role=role, before=standing.role, name=standing.name)


def _refused(entry: Entry, refusal: Refusal, standing: Standing | None = None) -> PlannedLine:
    known = standing or Standing(Place.MEMBER)
    return PlannedLine(
        entry,
        Outcome.REFUSED,
        role=known.role,
        before=known.role,
        refusal=refusal,
        name=known.name or entry.name,
    )
