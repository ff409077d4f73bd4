"""Setting points in place of what was earned, excusing, and withdrawing either; every step is kept in the trail."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.changes import Action
from app.domain.gradebook import check_points
from app.domain.roles import Right, Role
from app.domain.texts import Message, say
from app.errors import InvalidInput, NotFound
from app.models import (
    Assignment,
    AssignmentOverride,
    Enrollment,
    GivenPoints,
    Item,
    ItemOverride,
)
from app.queries.membership import find_membership
from app.services.changes import record_change

_LONGEST_REASON = 300


@dataclass(frozen=True)
class _Place:
    """Where an override is or will be: its kind and key, the course, what it is about, and the points there are."""

    kind: type[GivenPoints]
    key: dict[str, uuid.UUID]
    course_id: uuid.UUID
    about: str
    possible: float


def override_item(
    db: Database,
    *,
    user_id: uuid.UUID,
    item_id: uuid.UUID,
    student_id: uuid.UUID,
    points: float | None,
    reason: str,
    unchanged: Callable[[], None] = lambda: None,
) -> None:
    """Set a student's points on an item, in place of what they have earned and of what was set before.

    Args:
        db: The store.
        user_id: Who sets them.
        item_id: The item.
        student_id: Whose points they are.
        points: The points; None to excuse the student from the item.
        reason: Why; the student reads it too.
        unchanged: Called once nobody else can grade this student; what it raises stops this.

    Raises:
        InvalidInput: No reason, or points that there cannot be.
        NotFound: The user may grade in no course with such an item, or it has no such student.
    """
    with db.writing() as session:
        place = _item_place(session, user_id, item_id, student_id)
        unchanged()
        _set(db, session, place, user_id, points, reason)


def override_assignment(
    db: Database,
    *,
    user_id: uuid.UUID,
    assignment_id: uuid.UUID,
    student_id: uuid.UUID,
    points: float | None,
    reason: str,
    unchanged: Callable[[], None] = lambda: None,
) -> None:
    """Set a student's points on a whole assignment, or excuse them from it; otherwise as `override_item`."""
    with db.writing() as session:
        place = _assignment_place(session, user_id, assignment_id, student_id)
        unchanged()
        _set(db, session, place, user_id, points, reason)


def withdraw_item_override(
    db: Database, *, user_id: uuid.UUID, item_id: uuid.UUID, student_id: uuid.UUID
) -> None:
    """Let what a student has earned on an item count again; without an override, nothing changes.

    Raises:
        NotFound: The user may grade in no course with such an item, or it has no such student.
    """
    with db.writing() as session:
        _withdraw(session, _item_place(session, user_id, item_id, student_id), user_id)


def withdraw_assignment_override(
    db: Database, *, user_id: uuid.UUID, assignment_id: uuid.UUID, student_id: uuid.UUID
) -> None:
    """Let a student's items count again for an assignment; otherwise as `withdraw_item_override`."""
    with db.writing() as session:
        _withdraw(session, _assignment_place(session, user_id, assignment_id, student_id), user_id)


def lock_student(
    session: Session, user_id: uuid.UUID, course_id: uuid.UUID, student_id: uuid.UUID
) -> None:
    """Let a teacher grade a student of a course; nobody else grades the same student until the transaction ends.

    Raises:
        NotFound: The user may grade in no such course, or it has no such student.
    """
    find_membership(session, user_id=user_id, course_id=course_id, right=Right.GRADE)
    role = session.scalars(
        select(Enrollment.role)
        .where(Enrollment.course_id == course_id, Enrollment.user_id == student_id)
        .with_for_update()
    ).one_or_none()
    if role is not Role.STUDENT:
        raise NotFound


def _item_place(
    session: Session, user_id: uuid.UUID, item_id: uuid.UUID, student_id: uuid.UUID
) -> _Place:
    item = session.get(Item, item_id)
    if item is None:
        raise NotFound
    assignment = session.get_one(Assignment, item.assignment_id)
    lock_student(session, user_id, assignment.course_id, student_id)
    key = {"item_id": item_id, "user_id": student_id}
    about = f"{assignment.title} · {item.title}"
    return _Place(ItemOverride, key, assignment.course_id, about, item.points)


def _assignment_place(
    session: Session, user_id: uuid.UUID, assignment_id: uuid.UUID, student_id: uuid.UUID
) -> _Place:
    assignment = session.get(Assignment, assignment_id)
    if assignment is None:
        raise NotFound
    lock_student(session, user_id, assignment.course_id, student_id)
    possible = session.scalars(
        select(func.sum(Item.points)).where(Item.assignment_id == assignment_id)
    ).one()
    key = {"assignment_id": assignment_id, "user_id": student_id}
    return _Place(AssignmentOverride, key, assignment.course_id, assignment.title, possible or 0.0)


def _set(
    db: Database,
    session: Session,
    place: _Place,
    user_id: uuid.UUID,
    points: float | None,
    reason: str,
) -> None:
    reason = " ".join(reason.split())
    _require_fitting(points, reason, place.possible)
    row = session.get(place.kind, place.key)
    before = _state(row)
    if row is None:
        row = place.kind(**place.key)
        session.add(row)
    row.points, row.reason, row.by_id = points, reason, user_id
    row.created_at = db.now(session)
    record_change(
        session,
        Action.OVERRIDE,
        course_id=place.course_id,
        by_id=user_id,
        student_id=place.key["user_id"],
        about=place.about,
        before=before,
        after=_state(row),
    )


def _withdraw(session: Session, place: _Place, user_id: uuid.UUID) -> None:
    row = session.get(place.kind, place.key)
    if row is None:
        return
    record_change(
        session,
        Action.OVERRIDE_UNDONE,
        course_id=place.course_id,
        by_id=user_id,
        student_id=place.key["user_id"],
        about=place.about,
        before=_state(row),
    )
    session.delete(row)


def _state(row: GivenPoints | None) -> dict[str, Any]:
    if row is None:
        return {}
    points = {"excused": True} if row.points is None else {"points": row.points}
    return {**points, "reason": row.reason}


def _require_fitting(points: float | None, reason: str, possible: float) -> None:
    errors: dict[str, Message] = {}
    wrong = None if points is None else check_points(points, possible)
    if wrong is not None:
        errors["points"] = wrong
    if not reason:
        errors["reason"] = say("Say why in a few words. The student reads it, too.")
    elif len(reason) > _LONGEST_REASON:
        errors["reason"] = say("Shorten the reason to %(most)s characters.", most=_LONGEST_REASON)
    if errors:
        raise InvalidInput(say("The override needs another look."), errors)
