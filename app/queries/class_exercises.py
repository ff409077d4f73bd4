"""Every exercise of an assignment with what was sent to it: read whole once, and then where something moved."""

import datetime as dt
import functools
import json
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, Row, Select, func, or_, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import Label
from sqlalchemy.types import UserDefinedType

from app.domain.item_analysis import NOT_DIAGNOSED, UNRECOGNISED, Attempt, Work, is_full
from app.domain.submissions import SubmissionState
from app.models import Item, Result, Submission, Variant

Key: TypeAlias = str | uuid.UUID
"""An id as the database's driver gives it. Thousands of ids are read to be compared; few are shown."""

Totals: TypeAlias = Mapping[SubmissionState | None, tuple[int, int]]
"""By state, how many submissions there are and the sum of their epochs; by None, exercises without one."""

# What began before others and is committed after them bears an earlier time than they do.
_OVERLAP: Final = dt.timedelta(minutes=10)
# So many that wait for a mark are looked at one by one; beyond it, reading everything is as fast.
_MOST_ON_THEIR_WAY: Final = 1000


class _AsStored(UserDefinedType[Key]):
    """Whatever the driver gives."""

    cache_ok = True


@dataclass(frozen=True, eq=False)
class Student:
    """Somebody who was dealt something. There is one object for each: figures are gathered by it, not by long ids."""

    user_id: uuid.UUID


@dataclass(frozen=True, eq=False)
class Seat:
    """A student at an item. There is one object for each."""

    student: Student
    item_id: uuid.UUID


class Opened(NamedTuple):
    """An exercise that a student was dealt.

    Attributes:
        key: The variant.
        seat: Who was dealt it, of which item.
        at: When.
    """

    key: Key
    seat: Seat
    at: dt.datetime


class Sent(NamedTuple):
    """A submission to an item of the assignment.

    Attributes:
        key: The submission.
        variant: The variant that it answers.
        seat: Who sent it, to which item.
        at: When it arrived.
        attempt: Its number among the student's at the item.
        state: Where it stands.
        epoch: How often it was claimed.
        score: Its score in [0, 1], None until it is marked.
        codes: The misconceptions of the best finding about it, or what stands in their place; empty
            for a submission that is wholly right or not marked.
    """

    key: Key
    variant: Key
    seat: Seat
    at: dt.datetime
    attempt: int
    state: SubmissionState
    epoch: int
    score: float | None
    codes: tuple[str, ...]

    @property
    def marked(self) -> tuple[float, tuple[str, ...]] | None:
        """What its mark says of it, None until there is one."""
        return None if self.score is None else (self.score, self.codes)

    @property
    def submission_id(self) -> uuid.UUID:
        """The submission's id."""
        return as_id(self.key)

    @property
    def user_id(self) -> uuid.UUID:
        """Who sent it."""
        return self.seat.student.user_id

    @property
    def item_id(self) -> uuid.UUID:
        """To which item."""
        return self.seat.item_id


@dataclass(frozen=True, eq=False)
class Exercises:
    """All that was dealt and sent on an assignment, whoever it was dealt to.

    Attributes:
        students: Each student, by id.
        seats: Each seat, by the ids of its student and its item.
        opened: What was dealt.
        sent: What was sent.
        works: What figures are made of: the work at each seat. The very same one as in an earlier reading, and so
            the work of each seat, where no mark and no exercise has come, gone or changed since.
    """

    students: Mapping[Key, Student]
    seats: Mapping[tuple[Key, Key], Seat]
    opened: Mapping[Key, Opened]
    sent: Mapping[Key, Sent]
    works: Mapping[Seat, Work]

    @cached_property
    def totals(self) -> Totals:
        """What the database must count too, if nothing is missing here."""
        counts = Counter(one.state for one in self.sent.values())
        epochs: Counter[SubmissionState] = Counter()
        for one in self.sent.values():
            epochs[one.state] += one.epoch
        answered = {one.variant for one in self.sent.values()}
        left = len(self.opened) - len(answered)
        without: dict[SubmissionState | None, tuple[int, int]] = {None: (left, 0)} if left else {}
        return without | {state: (counts[state], epochs[state]) for state in counts}

    def in_order(self) -> list[Sent]:
        """Return what was sent in the order in which it arrived."""
        return sorted(self.sent.values(), key=lambda one: (one.at, one.attempt, one.key))


class Beat(NamedTuple):
    """What is another once anything is dealt, sent, claimed, marked or queued again in an assignment."""

    rows: tuple[tuple[Any, ...], ...]

    @property
    def totals(self) -> Totals:
        """How much there is, by state."""
        return {state: (count, int(epochs or 0)) for state, count, epochs, *_ in self.rows}


def work_beat(session: Session, assignment_id: uuid.UUID) -> Beat:
    """Return an assignment's beat, which is cheap to ask for.

    A result is written only by who has claimed its submission, and a claim raises the epoch: so no result is read.
    """
    rows = session.execute(
        select(
            Submission.state,
            func.count(Variant.id),
            func.sum(Submission.epoch),
            func.max(Variant.created_at),
            func.max(Submission.created_at),
        )
        .select_from(Variant)
        .join(Item, Item.id == Variant.item_id)
        .outerjoin(Submission, Submission.variant_id == Variant.id)
        .where(Item.assignment_id == assignment_id)
        .group_by(Submission.state)
        .order_by(Submission.state)
    )
    return Beat(tuple(map(tuple, rows)))


def read_exercises(
    session: Session, assignment_id: uuid.UUID, beat: Beat, before: Exercises | None = None
) -> Exercises:
    """Return every exercise with its submissions, in one statement.

    Args:
        session: Reads.
        assignment_id: The assignment.
        beat: Its beat, asked for just before.
        before: An earlier reading. Then only what is new since, and what was on its way to a mark, is read; should the
            database count anything else than what is known then, everything is.
    """
    if before is not None and before.opened:
        on_their_way = [one.submission_id for one in before.sent.values() if not one.state.is_final]
        if len(on_their_way) <= _MOST_ON_THEIR_WAY:
            moved = _statement(assignment_id, _may_have_moved(before, on_their_way))
            after = _put_together(session.execute(moved).all(), before)
            if after.totals == beat.totals:
                return after
    everything = session.execute(_statement(assignment_id)).all()
    return _put_together(everything, Exercises({}, {}, {}, {}, {}))


def stored_key(column: InstrumentedAttribute[uuid.UUID]) -> Label[Key]:
    """Select an id as it is stored."""
    return type_coerce(column, _AsStored()).label(f"{column.class_.__tablename__}_{column.key}")


def as_id(key: Key) -> uuid.UUID:
    """Return the id that a key stands for."""
    return key if isinstance(key, uuid.UUID) else uuid.UUID(key)


def _statement(assignment_id: uuid.UUID, *only: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    sent = (
        select(
            stored_key(Variant.id),
            stored_key(Variant.user_id),
            stored_key(Item.id),
            Variant.created_at.label("dealt_at"),
            stored_key(Submission.id),
            Submission.created_at,
            Submission.attempt,
            Submission.state,
            Submission.epoch,
        )
        .join(Item, Item.id == Variant.item_id)
        .outerjoin(Submission, Submission.variant_id == Variant.id)
        .where(Item.assignment_id == assignment_id, *only)
        .cte("sent")
        # Else PostgreSQL looks for the result of each before it leaves out what has not moved.
        .prefix_with("MATERIALIZED")
    )
    return select(
        *sent.columns,
        Result.score,
        Result.diagnosis.is_not(None),
        # Of a diagnosis, only the best finding: it is most of what is read here.
        Result.diagnosis[("findings", 0, "codes")].as_string(),
    ).outerjoin_from(sent, Result, Result.submission_id == sent.columns.submissions_id)


def _may_have_moved(before: Exercises, on_their_way: Sequence[uuid.UUID]) -> ColumnElement[bool]:
    dealt = max(one.at for one in before.opened.values())
    since = max((one.at for one in before.sent.values()), default=dealt)
    since = max(dealt, since) - _OVERLAP
    return or_(
        Variant.created_at >= since,
        Submission.created_at >= since,
        Submission.id.in_(on_their_way),
    )


def _put_together(rows: Sequence[Row[*tuple[Any, ...]]], before: Exercises) -> Exercises:
    students, seats = dict(before.students), dict(before.seats)
    opened, sent = dict(before.opened), dict(before.sent)
    moved: set[Seat] = set()
    for row in rows:
        variant, user, item, dealt_at, key, at, attempt, state, epoch, *result = row
        seat = seats.get((user, item))
        if seat is None:
            student = students.get(user) or students.setdefault(user, Student(as_id(user)))
            seat = seats[user, item] = Seat(student, as_id(item))
        if variant not in opened:
            opened[variant] = Opened(variant, seat, dealt_at)
            moved.add(seat)
        if key is not None:
            one = Sent(key, variant, seat, at, attempt, state, epoch, result[0], _codes(*result))
            earlier = sent.get(key)
            if (earlier and earlier.marked) != one.marked:
                moved.add(seat)
            sent[key] = one
    works = _works(opened, sent, moved, before.works) if moved else before.works
    return Exercises(students, seats, opened, sent, works)


def _works(
    opened: Mapping[Key, Opened],
    sent: Mapping[Key, Sent],
    moved: AbstractSet[Seat],
    before: Mapping[Seat, Work],
) -> Mapping[Seat, Work]:
    """Return the work at each seat: what is known of it, and put together anew where something moved."""
    began: dict[Seat, dt.datetime] = {}
    for exercise in opened.values():
        if exercise.seat in moved:
            began[exercise.seat] = min(exercise.at, began.get(exercise.seat, exercise.at))
    attempts: dict[Seat, list[tuple[dt.datetime, int, float]]] = {seat: [] for seat in began}
    for one in sent.values():
        if one.score is not None and one.seat in moved:
            attempts[one.seat].append((one.at, one.attempt, one.score))
    anew = {
        seat: Work(
            at, tuple(Attempt(sent_at, score) for sent_at, _, score in sorted(attempts[seat]))
        )
        for seat, at in began.items()
    }
    return {**before, **anew}


def _codes(score: float | None, is_diagnosed: bool, codes: str | None) -> tuple[str, ...]:
    if score is None or is_full(score):
        return ()
    known = _listed(codes) if codes else ()
    if known:
        return known
    return (UNRECOGNISED,) if is_diagnosed else (NOT_DIAGNOSED,)


@functools.lru_cache(maxsize=1024)
def _listed(codes: str) -> tuple[str, ...]:
    """Read a list as it is stored; a class shows the same few misconceptions again and again."""
    return tuple(json.loads(codes) or ())
