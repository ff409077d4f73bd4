"""Copying a course: its assignments and items, not its people and their work."""

import datetime as dt
import uuid
from typing import TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import selectinload

from app.db import Base, Database
from app.domain.roles import Right
from app.models import Assignment, Course
from app.queries.membership import find_membership
from app.services.courses import add_course, clean_title, made_before

# What a copy has of its own: who it is, when it was made, and what it belongs to.
_OWN = {"id", "created_at", "course_id", "assignment_id"}

_Row = TypeVar("_Row", bound=Base)


def copy_course(
    db: Database,
    *,
    user_id: uuid.UUID,
    course_id: uuid.UUID,
    title: str,
    copy_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Make a course with the same assignments and items, whose only member is `user_id`, as its instructor.

    Args:
        db: The store.
        user_id: Who copies.
        course_id: A course that they manage; it is not changed.
        title: What the copy is called.
        copy_id: The id that the form of this click carries: a second click makes no second copy.

    Raises:
        InvalidInput: The title is empty or longer than 120 characters.
        Conflict: `copy_id` is a course that somebody else made.
        NotFound: The user manages no such course.
    """
    title = clean_title(title)
    with db.writing() as session:
        find_membership(session, user_id=user_id, course_id=course_id, right=Right.MANAGE_COURSE)
        known = made_before(session, user_id, copy_id)
        if known is not None:
            return known
        copy = add_course(session, user_id=user_id, title=title, course_id=copy_id)
        originals = session.scalars(
            select(Assignment)
            .where(Assignment.course_id == course_id)
            .order_by(Assignment.created_at, Assignment.id)
            .options(selectinload(Assignment.items))
        )
        now = db.now(session)
        for place, original in enumerate(originals):
            # Apart by a microsecond each: the order of a course's assignments is that of their making.
            made_at = now + dt.timedelta(microseconds=place)
            session.add(_copied_assignment(original, copy, made_at))
        return copy.id


def _copied_assignment(original: Assignment, course: Course, made_at: dt.datetime) -> Assignment:
    copy = _copied(original)
    copy.id, copy.course_id, copy.created_at = uuid.uuid4(), course.id, made_at
    copy.items = [_copied(item) for item in original.items]
    for item in copy.items:
        item.id = uuid.uuid4()
    return copy


def _copied(row: _Row) -> _Row:
    """Return a row with the same columns, whichever there are, but for what a copy has of its own."""
    columns = inspect(type(row)).column_attrs.keys()
    return type(row)(**{key: getattr(row, key) for key in columns if key not in _OWN})
