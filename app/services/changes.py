"""Keeping the trail: every service that changes what students get records it here, in its own transaction."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.domain.changes import Action, differing
from app.models import Change

_LONGEST = 254


def record_change(
    session: Session,
    action: Action,
    *,
    course_id: uuid.UUID,
    by_id: uuid.UUID,
    student_id: uuid.UUID | None = None,
    about: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write down that something was changed, together with the change itself; where nothing differs, nothing.

    Args:
        session: The transaction of the change.
        action: What was done.
        course_id: In which course.
        by_id: Who did it.
        student_id: Whom it concerns, where it concerns one.
        about: What the assignment or item is called.
        before: The fields as they were, by the names in `app.domain.changes.FIELDS`; instants, numbers, texts, flags,
            lists of these, or None. Only those that differ are kept.
        after: The fields as they are now.
    """
    old, new = differing(_plain(before or {}), _plain(after or {}))
    if not old and not new and (before or after):
        return
    session.add(
        Change(
            course_id=course_id,
            by_id=by_id,
            student_id=student_id,
            action=action,
            about=about[:_LONGEST],
            before=old,
            after=new,
        )
    )


def record_many(
    session: Session,
    action: Action,
    *,
    course_id: uuid.UUID,
    by_id: uuid.UUID,
    student_ids: Collection[uuid.UUID],
    after: Mapping[str, Any],
) -> None:
    """Write down in one statement that the same was done for many people."""
    if student_ids:
        new = _plain(after)
        session.execute(
            insert(Change),
            [
                {
                    "course_id": course_id,
                    "by_id": by_id,
                    "student_id": student_id,
                    "action": action,
                    "about": "",
                    "before": {},
                    "after": new,
                }
                for student_id in student_ids
            ],
        )


def _plain(state: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in state.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
