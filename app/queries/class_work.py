"""Everything that the students of a course did on an assignment, read at once for the dashboards."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVarTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.domain.item_analysis import Attempt, ItemWork, Work
from app.domain.roles import RIGHTS, Right, Role
from app.domain.submissions import SubmissionState
from app.errors import NotFound
from app.models import Assignment, Course, Enrollment, Item, Result, Submission, User, Variant
from app.queries.assignments import find_assignment

UserId = uuid.UUID
ItemId = uuid.UUID
Row = TypeVarTuple("Row")


@dataclass(frozen=True)
class TaughtAssignment:
    """An assignment, its course, and what the reader may do there."""

    assignment: Assignment
    course: Course
    rights: frozenset[Right]


@dataclass(frozen=True)
class Opened:
    """A variant that a student was dealt."""

    variant_id: uuid.UUID
    user_id: UserId
    item_id: ItemId
    at: dt.datetime


@dataclass(frozen=True)
class Sent:
    """A submission to an item of the assignment; `score` is None until it is marked."""

    submission_id: uuid.UUID
    variant_id: uuid.UUID
    user_id: UserId
    item_id: ItemId
    at: dt.datetime
    state: SubmissionState
    score: float | None


@dataclass(frozen=True)
class ClassWork:
    """What a class did.

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
    """Read what the students of an assignment's course did on it, in four statements."""
    items = session.scalars(
        select(Item).where(Item.assignment_id == assignment.id).order_by(Item.position)
    ).all()
    students = session.execute(
        select(User.id, User.display_name)
        .join(Enrollment, Enrollment.user_id == User.id)
        .where(Enrollment.course_id == assignment.course_id, Enrollment.role == Role.STUDENT)
        .order_by(func.lower(User.display_name), User.id)
    )
    opened = session.execute(
        _of_students(select(Variant.id, Variant.user_id, Item.id, Variant.created_at), assignment)
    )
    sent = session.execute(
        _of_students(
            select(
                Submission.id,
                Variant.id,
                Variant.user_id,
                Item.id,
                Submission.created_at,
                Submission.state,
                Result.score,
            )
            .join(Submission, Submission.variant_id == Variant.id)
            .outerjoin(Result, Result.submission_id == Submission.id),
            assignment,
        ).order_by(Submission.created_at, Submission.attempt, Submission.id)
    )
    return ClassWork(
        items=tuple(items),
        students={student.id: student.display_name for student in students},
        opened=tuple(Opened(*row) for row in opened),
        sent=tuple(Sent(*row) for row in sent),
    )


def _of_students(statement: Select[*Row], assignment: Assignment) -> Select[*Row]:
    """Keep the variants of an assignment that belong to who is a student of its course now."""
    return (
        statement.join(Item, Item.id == Variant.item_id)
        .join(
            Enrollment,
            (Enrollment.user_id == Variant.user_id)
            & (Enrollment.course_id == assignment.course_id)
            & (Enrollment.role == Role.STUDENT),
        )
        .where(Item.assignment_id == assignment.id)
    )
