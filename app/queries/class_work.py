"""Everything that the students of a course did on an assignment, read at once for the dashboards."""

import datetime as dt
import functools
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeAlias

from sqlalchemy import Row, Select, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import Label
from sqlalchemy.types import UserDefinedType

from app.domain.item_analysis import (
    NOT_DIAGNOSED,
    UNRECOGNISED,
    Activity,
    Analysis,
    Attempt,
    ItemWork,
    Work,
    activity,
    analyse,
    is_full,
)
from app.domain.roles import RIGHTS, Right, Role
from app.domain.submissions import SubmissionState
from app.errors import NotFound
from app.models import Assignment, Course, Enrollment, Item, Result, Submission, User, Variant
from app.queries.assignments import find_assignment
from app.queries.remembered import Remembered

UserId = uuid.UUID
ItemId = uuid.UUID
Key: TypeAlias = str | uuid.UUID
"""An id as the database's driver gives it. Thousands of ids are read to be compared; few are shown."""


class _AsStored(UserDefinedType[Key]):
    """Whatever the driver gives."""

    cache_ok = True


@dataclass(frozen=True)
class TaughtAssignment:
    """An assignment, its course, and what the reader may do there."""

    assignment: Assignment
    course: Course
    rights: frozenset[Right]


class Opened(NamedTuple):
    """A variant that a student was dealt."""

    variant: Key
    user_id: UserId
    item_id: ItemId
    at: dt.datetime


class Sent(NamedTuple):
    """A submission to an item of the assignment.

    Attributes:
        key: The submission.
        variant: The variant that it answers.
        user_id: Who sent it.
        item_id: To which item.
        at: When it arrived.
        state: Where it stands.
        score: Its score in [0, 1], None until it is marked.
        codes: The misconceptions of the best finding about it, or what stands in their place; empty
            for a submission that is wholly right or not marked.
    """

    key: Key
    variant: Key
    user_id: UserId
    item_id: ItemId
    at: dt.datetime
    state: SubmissionState
    score: float | None
    codes: tuple[str, ...]

    @property
    def submission_id(self) -> uuid.UUID:
        """The submission's id."""
        return as_id(self.key)


@dataclass(frozen=True, eq=False)
class ClassWork:
    """What a class did; the same one is handed out until something changes.

    Attributes:
        items: The assignment's items in their order.
        students: The name of each student who is in the course now, in the order of names.
        opened: What they were dealt.
        sent: What they sent in, in the order in which it arrived.
    """

    items: tuple[Item, ...]
    students: Mapping[UserId, str]
    opened: tuple[Opened, ...]
    sent: tuple[Sent, ...]

    @cached_property
    def work(self) -> tuple[ItemWork[UserId], ...]:
        """The work on each item, as the domain analyses it."""
        opened: dict[tuple[ItemId, UserId], dt.datetime] = {}
        for one in self.opened:
            key = one.item_id, one.user_id
            opened[key] = min(one.at, opened.get(key, one.at))
        attempts: dict[tuple[ItemId, UserId], list[Attempt]] = {}
        for sent in self.sent:
            if sent.score is not None:
                attempts.setdefault((sent.item_id, sent.user_id), []).append(
                    Attempt(sent.at, sent.score)
                )
        works: dict[ItemId, dict[UserId, Work]] = {item.id: {} for item in self.items}
        for (item_id, user_id), at in opened.items():
            works[item_id][user_id] = Work(at, tuple(attempts.get((item_id, user_id), ())))
        return tuple(ItemWork(item.points, works[item.id]) for item in self.items)

    @cached_property
    def figures(self) -> Analysis[UserId]:
        """Every figure of the assignment."""
        return analyse(self.work)

    @cached_property
    def activity(self) -> Activity:
        """When submissions arrived."""
        return activity(one.at for one in self.sent)


# A lecture has few assignments open at once. The largest term measured needs some megabytes for each.
_WORKS: Final = Remembered[ClassWork](most=6)


def taught_assignment(
    session: Session, user_id: uuid.UUID, assignment_id: uuid.UUID
) -> TaughtAssignment:
    """Return an assignment for somebody who may see its students' work.

    Raises:
        NotFound: The user may see the work of no course with such an assignment.
    """
    assignment, course, role = find_assignment(session, user_id, assignment_id)
    if Right.SEE_WORK not in RIGHTS[role]:
        raise NotFound
    return TaughtAssignment(assignment, course, RIGHTS[role])


def class_work(session: Session, assignment: Assignment) -> ClassWork:
    """Return what the students of an assignment's course did on it.

    Who is in the class and what the items are is read anew; thousands of submissions only once something changed.
    """
    items = session.scalars(
        select(Item).where(Item.assignment_id == assignment.id).order_by(Item.position)
    ).all()
    students = session.execute(
        select(stored_key(User.id), User.id, User.display_name)
        .join(Enrollment, Enrollment.user_id == User.id)
        .where(Enrollment.course_id == assignment.course_id, Enrollment.role == Role.STUDENT)
        .order_by(func.lower(User.display_name), User.id)
    ).all()
    known = tuple((one.id, one.position, one.title, one.points, one.max_attempts) for one in items)
    stamp = (work_beat(session, assignment), known, tuple(map(tuple, students)))
    return _WORKS.get(
        session, assignment.id, stamp, lambda: _read(session, assignment, items, students)
    )


def work_beat(session: Session, assignment: Assignment) -> tuple[tuple[object, ...], ...]:
    """Return what is another once anything is dealt, sent, claimed, marked or queued again in an assignment.

    A result is written only by who has claimed its submission, and a claim raises the epoch: so no result is read.
    """
    rows = session.execute(
        select(
            Submission.state,
            func.count(Variant.id),
            func.max(Variant.created_at),
            func.max(Submission.created_at),
            func.sum(Submission.epoch),
        )
        .select_from(Variant)
        .join(Item, Item.id == Variant.item_id)
        .outerjoin(Submission, Submission.variant_id == Variant.id)
        .where(Item.assignment_id == assignment.id)
        .group_by(Submission.state)
        .order_by(Submission.state)
    )
    return tuple(map(tuple, rows))


def _read(
    session: Session,
    assignment: Assignment,
    items: Sequence[Item],
    students: Sequence[Row[Key, UserId, str]],
) -> ClassWork:
    """Read every exercise with its submissions, in the order in which these arrived, in one statement."""
    users: dict[Key, UserId] = {key: user_id for key, user_id, _name in students}
    item_ids: dict[Key, ItemId] = {}
    opened: dict[Key, Opened] = {}
    sent: list[Sent] = []
    for row in session.execute(_exercises(assignment)):
        variant, user, item, dealt_at, key, at, state, score, is_diagnosed, codes = row
        if user not in users:
            # Somebody who left the course, or teaches it, is not part of the class.
            continue
        one = opened.get(variant)
        if one is None:
            item_id = item_ids.get(item) or item_ids.setdefault(item, as_id(item))
            one = opened[variant] = Opened(variant, users[user], item_id, dealt_at)
        if key is not None:
            found = _codes(score, is_diagnosed, codes)
            sent.append(Sent(key, variant, one.user_id, one.item_id, at, state, score, found))
    return ClassWork(
        items=tuple(items),
        students={user_id: name for _key, user_id, name in students},
        opened=tuple(opened.values()),
        sent=tuple(sent),
    )


def _exercises(assignment: Assignment) -> Select[Any]:
    return (
        select(
            stored_key(Variant.id),
            stored_key(Variant.user_id),
            stored_key(Item.id),
            Variant.created_at,
            stored_key(Submission.id),
            Submission.created_at,
            Submission.state,
            Result.score,
            Result.diagnosis.is_not(None),
            # Of a diagnosis, only the best finding: it is most of what is read here.
            Result.diagnosis[("findings", 0, "codes")].as_string(),
        )
        .join(Item, Item.id == Variant.item_id)
        .outerjoin(Submission, Submission.variant_id == Variant.id)
        .outerjoin(Result, Result.submission_id == Submission.id)
        .where(Item.assignment_id == assignment.id)
        .order_by(Submission.created_at, Submission.attempt, Submission.id)
    )


def stored_key(column: InstrumentedAttribute[uuid.UUID]) -> Label[Key]:
    """Select an id as it is stored."""
    return type_coerce(column, _AsStored()).label(f"{column.class_.__tablename__}_{column.key}")


def as_id(key: Key) -> uuid.UUID:
    """Return the id that a key stands for."""
    return key if isinstance(key, uuid.UUID) else uuid.UUID(key)


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
