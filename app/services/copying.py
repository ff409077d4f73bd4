"""Copying a course: its assignments, items and own problems, not its people and their work."""

import dataclasses
import datetime as dt
import uuid
from typing import TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, selectinload

from app.db import Base, Database
from app.domain.credit import Prerequisite
from app.domain.roles import Right
from app.domain.texts import say
from app.errors import InvalidInput
from app.models import Assignment, Course
from app.queries.membership import find_membership
from app.services.copying_problems import copy_problems
from app.services.courses import add_course, clean_title, make_once
from app.services.grouping import copy_groups

# What a copy has of its own: who it is, when it was made, what it belongs to, and how its people come in.
_OWN = {
    "id",
    "created_at",
    "course_id",
    "assignment_id",
    "join_code",
    "joining_open",
    "archived_at",
}

_MOST_DAYS = 3660

_Row = TypeVar("_Row", bound=Base)


def copy_course(
    db: Database,
    *,
    user_id: uuid.UUID,
    course_id: uuid.UUID,
    title: str,
    copy_id: uuid.UUID | None = None,
    days: int = 0,
) -> uuid.UUID:
    """Make a course with the same assignments, items and own problems, whose only member is `user_id`, its instructor.

    Args:
        db: The store.
        user_id: Who copies.
        course_id: A course that they manage; it is not changed.
        title: What the copy is called.
        copy_id: The id that the form of this click carries: a second click makes no second copy.
        days: By how many days the times of the copied assignments are later, negative for earlier. The time of day
            stays as the clocks of the course's time zone show it.

    Raises:
        InvalidInput: The title is empty or longer than 120 characters, or the days are more than ten years.
        Conflict: `copy_id` is a course that somebody else made.
        NotFound: The user manages no such course.
    """
    title, made_id = clean_title(title), copy_id or uuid.uuid4()
    if abs(days) > _MOST_DAYS:
        message = say("Move the times by at most ten years.")
        raise InvalidInput(message, {"later": message})

    def make(session: Session) -> Course:
        find_membership(session, user_id=user_id, course_id=course_id, right=Right.MANAGE_COURSE)
        copy = add_course(session, user_id=user_id, title=title, course_id=made_id)
        original = session.get_one(Course, course_id)
        for column in _columns(Course) - _OWN - {"title"}:
            setattr(copy, column, getattr(original, column))
        slugs = copy_problems(session, course_id, made_id, user_id)
        for one in _copy_assignments(db.now(session), session, original, copy, days):
            for item in one.items:
                item.problem = slugs.get(item.problem, item.problem)
        return copy

    return make_once(db, user_id, made_id, make)


def _copy_assignments(
    now: dt.datetime, session: Session, original: Course, copy: Course, days: int
) -> list[Assignment]:
    assignments = session.scalars(
        select(Assignment)
        .where(Assignment.course_id == original.id)
        .order_by(Assignment.created_at, Assignment.id)
        .options(selectinload(Assignment.items))
    )
    copies: dict[uuid.UUID, Assignment] = {}
    for place, one in enumerate(assignments):
        # Apart by a microsecond each: the order of a course's assignments is that of their making.
        made_at = now + dt.timedelta(microseconds=place)
        copies[one.id] = _copied_assignment(one, copy, made_at)
        rules = one.rules
        moved = rules.times.moved(days, original.time_zone)
        copies[one.id].rules = dataclasses.replace(rules, times=moved)
    for one in copies.values():
        # What waits for another assignment waits for that one's copy.
        if one.prerequisite is not None:
            other = copies[one.prerequisite.assignment_id]
            one.prerequisite = Prerequisite(other.id, one.prerequisite.points)
    session.add_all(copies.values())
    session.flush()
    copied = {original_id: one.id for original_id, one in copies.items()}
    copy_groups(session, original.id, copy.id, copied)
    return list(copies.values())


def _copied_assignment(original: Assignment, course: Course, made_at: dt.datetime) -> Assignment:
    copy = _copied(original)
    copy.id, copy.course_id, copy.created_at = uuid.uuid4(), course.id, made_at
    copy.items = [_copied(item) for item in original.items]
    for item in copy.items:
        item.id = uuid.uuid4()
    return copy


def _copied(row: _Row) -> _Row:
    kind = type(row)
    return kind(**{column: getattr(row, column) for column in _columns(kind) - _OWN})


def _columns(kind: type[Base]) -> set[str]:
    # Whichever there are: a column that is added to a table comes along without a word here.
    return set(inspect(kind).column_attrs.keys())
