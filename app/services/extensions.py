"""Giving single students more time, and taking it back."""

import datetime as dt
import uuid

from app.db import Database
from app.domain.roles import Role
from app.errors import InvalidInput, NotFound
from app.models import Enrollment, Extension
from app.services.assignments import edited_assignment

_MAX_REASON = 200


def extend(
    db: Database,
    *,
    user_id: uuid.UUID,
    assignment_id: uuid.UUID,
    student_id: uuid.UUID,
    until: dt.datetime | None,
    reason: str = "",
) -> None:
    """Give a student of the course more time in an assignment, in place of what they were given before.

    Args:
        db: The store.
        user_id: Who gives it.
        assignment_id: The assignment.
        student_id: Who gets it.
        until: Their due time, or their closing time where the assignment is never due; aware.
        reason: For the teaching team only.

    Raises:
        InvalidInput: The assignment has no time to extend, or `until` is not later than it.
        NotFound: The user may edit no such assignment, or its course has no such student.
    """
    reason = " ".join(reason.split())
    if len(reason) > _MAX_REASON:
        message = f"Shorten the reason to {_MAX_REASON} characters."
        raise InvalidInput(message, {"reason": message})
    with db.writing() as session:
        assignment = edited_assignment(session, user_id, assignment_id)
        enrollment = session.get(Enrollment, (assignment.course_id, student_id))
        if enrollment is None or enrollment.role is not Role.STUDENT:
            raise NotFound
        usual = assignment.times.due_at or assignment.times.closes_at
        if usual is None:
            message = "This assignment is never due and never closes, so nobody needs more time."
            raise InvalidInput(message, {"until": message})
        if until is None or until <= usual:
            message = "Choose a time after the one that holds for everybody."
            raise InvalidInput(message, {"until": message})
        extension = session.get(Extension, (assignment_id, student_id))
        if extension is None:
            extension = Extension(assignment_id=assignment_id, user_id=student_id)
            session.add(extension)
        extension.until, extension.reason = until, reason


def withdraw_extension(
    db: Database, *, user_id: uuid.UUID, assignment_id: uuid.UUID, student_id: uuid.UUID
) -> None:
    """Take a student's extension back; without one, nothing changes.

    Raises:
        NotFound: The user may edit no such assignment, or its course has no such member.
    """
    with db.writing() as session:
        assignment = edited_assignment(session, user_id, assignment_id)
        if session.get(Enrollment, (assignment.course_id, student_id)) is None:
            raise NotFound
        extension = session.get(Extension, (assignment_id, student_id))
        if extension is not None:
            session.delete(extension)
