"""Giving single students more time, and taking it back."""

import datetime as dt
import uuid
from typing import Any

from app.db import Database
from app.domain.changes import Action
from app.domain.roles import Role
from app.domain.sittings import MOST_MINUTES
from app.domain.texts import Message, say
from app.errors import InvalidInput, NotFound
from app.models import Assignment, Enrollment, Extension
from app.services.assignments import edited_assignment
from app.services.changes import record_change
from app.services.drafts import look_again

_MAX_REASON = 200


def extend(
    db: Database,
    *,
    user_id: uuid.UUID,
    assignment_id: uuid.UUID,
    student_id: uuid.UUID,
    until: dt.datetime | None,
    minutes: int = 0,
    reason: str = "",
) -> None:
    """Give a student of the course more time in an assignment, in place of what they were given before.

    Args:
        db: The store.
        user_id: Who gives it.
        assignment_id: The assignment.
        student_id: Who gets it.
        until: Their due time, or their closing time where the assignment is never due; aware. None: as everybody.
        minutes: What they have beyond its time limit, also while they are sitting.
        reason: For the teaching team only.

    Raises:
        InvalidInput: The assignment has no such time to extend, `until` is not later than it, or neither is given.
        NotFound: The user may edit no such assignment, or its course has no such student.
    """
    reason = " ".join(reason.split())
    if len(reason) > _MAX_REASON:
        raise _refused(
            "reason", say("Shorten the reason to %(most)s characters.", most=_MAX_REASON)
        )
    with db.writing() as session:
        assignment = edited_assignment(session, user_id, assignment_id)
        enrollment = session.get(Enrollment, (assignment.course_id, student_id))
        if enrollment is None or enrollment.role is not Role.STUDENT:
            raise NotFound
        _require_more(assignment, until, minutes)
        extension = session.get(Extension, (assignment_id, student_id))
        before = _state(extension)
        if extension is None:
            extension = Extension(assignment_id=assignment_id, user_id=student_id)
            session.add(extension)
        extension.until, extension.minutes, extension.reason = until, minutes, reason
        look_again(session, assignment_id, student_id)
        record_change(
            session,
            Action.EXTENSION,
            course_id=assignment.course_id,
            by_id=user_id,
            student_id=student_id,
            about=assignment.title,
            before=before,
            after=_state(extension),
        )


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
        if extension is None:
            return
        session.delete(extension)
        look_again(session, assignment_id, student_id)
        record_change(
            session,
            Action.EXTENSION_UNDONE,
            course_id=assignment.course_id,
            by_id=user_id,
            student_id=student_id,
            about=assignment.title,
            before=_state(extension),
        )


def _require_more(assignment: Assignment, until: dt.datetime | None, minutes: int) -> None:
    usual = assignment.times.due_at or assignment.times.closes_at
    if minutes and assignment.minutes is None:
        raise _refused(
            "minutes", say("This assignment has no time limit. Leave the minutes empty.")
        )
    if not 0 <= minutes <= MOST_MINUTES:
        raise _refused("minutes", say("Give 1 to %(most)s minutes.", most=MOST_MINUTES))
    if until is None and minutes:
        return
    if usual is None:
        never = say("This assignment is never due and never closes, so nobody needs a later time.")
        raise _refused("until", never)
    if until is None or until <= usual:
        raise _refused("until", say("Choose a time after the one that holds for everybody."))


def _state(extension: Extension | None) -> dict[str, Any]:
    if extension is None:
        return {}
    return {
        "until": extension.until,
        "minutes": extension.minutes or None,
        "reason": extension.reason,
    }


def _refused(field: str, message: Message) -> InvalidInput:
    return InvalidInput(message, {field: message})
