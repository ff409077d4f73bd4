"""Courses, as their members see them."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.db import database_now
from app.domain.credit import Phase, Times
from app.domain.roles import RIGHTS, Right, Role
from app.models import Assignment, Course, Enrollment, Item
from app.queries.extensions import untils
from app.queries.membership import find_membership
from app.queries.scores import own_scores
from app.queries.standings import own_standings


@dataclass(frozen=True)
class CourseCard:
    """A course in its member's list, with what they have earned in it."""

    id: uuid.UUID
    title: str
    role: Role
    is_archived: bool
    assignments: int
    students: int
    earned: float
    possible: float
    created_at: dt.datetime

    @property
    def rights(self) -> frozenset[Right]:
        """What the reader may do in it beside what every member may."""
        return RIGHTS[self.role]


@dataclass(frozen=True)
class AssignmentCard:
    """An assignment on its course's page, with what the reader has earned of it; `minutes` is its time limit."""

    id: uuid.UUID
    title: str
    items: int
    earned: float
    possible: float
    times: Times
    minutes: int | None
    phase: Phase


@dataclass(frozen=True)
class CoursePage:
    """A course's page; only who may change the join code is told it. An administrator need not be a member."""

    id: uuid.UUID
    title: str
    role: Role
    is_archived: bool
    time_zone: str
    join_code: str | None
    joining_open: bool
    students: int
    is_member: bool
    is_last_instructor: bool
    assignments: tuple[AssignmentCard, ...]

    @property
    def rights(self) -> frozenset[Right]:
        """What the reader may do in it beside what every member may."""
        return RIGHTS[self.role]


def courses_of(session: Session, user_id: uuid.UUID) -> tuple[CourseCard, ...]:
    """Return the user's courses, newest first, archived ones included."""
    fellow = aliased(Enrollment)
    assignments_in = select(func.count()).where(Assignment.course_id == Course.id)
    students_in = select(func.count()).where(
        fellow.course_id == Course.id, fellow.role == Role.STUDENT
    )
    rows = session.execute(
        select(
            Course.id,
            Course.title,
            Course.archived_at,
            Enrollment.role,
            Course.created_at,
            assignments_in.scalar_subquery(),
            students_in.scalar_subquery(),
        )
        .join(Enrollment, Enrollment.course_id == Course.id)
        .where(Enrollment.user_id == user_id)
        .order_by(Course.created_at.desc(), Course.id)
    ).all()
    items: dict[uuid.UUID, list[Item]] = {row.id: [] for row in rows}
    for course_id, item in session.execute(
        select(Assignment.course_id, Item)
        .join(Item, Item.assignment_id == Assignment.id)
        .where(Assignment.course_id.in_(items))
    ):
        items[course_id].append(item)
    everything = [one for own in items.values() for one in own]
    scores = own_scores(session, [one.id for one in everything], user_id)
    stands = own_standings(session, everything, scores, user_id)
    return tuple(
        CourseCard(
            id=course_id,
            title=title,
            role=role,
            is_archived=archived_at is not None,
            assignments=assignments,
            students=students,
            earned=sum(stands[one].earned or 0.0 for one in _assignments_of(items[course_id])),
            possible=sum(stands[one].possible for one in _assignments_of(items[course_id])),
            created_at=created_at,
        )
        for course_id, title, archived_at, role, created_at, assignments, students in rows
    )


def course_page(session: Session, user_id: uuid.UUID, course_id: uuid.UUID) -> CoursePage:
    """Return a course's page for one of its members.

    Raises:
        NotFound: The user is not in such a course.
    """
    own = find_membership(session, user_id=user_id, course_id=course_id)
    course, role = session.get_one(Course, course_id), own.role
    place = session.get(Enrollment, (course_id, user_id))
    is_instructor = place is not None and place.role is Role.INSTRUCTOR
    counted = dict(
        session.execute(
            select(Enrollment.role, func.count())
            .where(Enrollment.course_id == course_id)
            .group_by(Enrollment.role)
        ).all()
    )
    return CoursePage(
        id=course.id,
        title=course.title,
        role=role,
        is_archived=course.archived_at is not None,
        time_zone=course.time_zone,
        join_code=course.join_code if Right.MANAGE_COURSE in RIGHTS[role] else None,
        joining_open=course.joining_open,
        students=counted.get(Role.STUDENT, 0),
        is_member=place is not None,
        is_last_instructor=is_instructor and counted[Role.INSTRUCTOR] == 1,
        assignments=_cards(session, user_id, course_id),
    )


def _cards(
    session: Session, user_id: uuid.UUID, course_id: uuid.UUID
) -> tuple[AssignmentCard, ...]:
    assignments = session.scalars(
        select(Assignment)
        .where(Assignment.course_id == course_id)
        .order_by(Assignment.created_at, Assignment.id)
    ).all()
    items = session.scalars(
        select(Item).where(Item.assignment_id.in_([one.id for one in assignments]))
    ).all()
    scores = own_scores(session, [item.id for item in items], user_id)
    stands = own_standings(session, items, scores, user_id)
    now = session.scalars(select(database_now())).one()
    given = untils(session, [one.id for one in assignments], user_id)
    times = {one.id: one.times.extended(given.get((one.id, user_id))) for one in assignments}
    by_assignment: dict[uuid.UUID, list[Item]] = {one.id: [] for one in assignments}
    for item in items:
        by_assignment[item.assignment_id].append(item)
    return tuple(
        AssignmentCard(
            id=one.id,
            title=one.title,
            items=len(by_assignment[one.id]),
            earned=(stands[one.id].earned or 0.0) if one.id in stands else 0.0,
            possible=stands[one.id].possible if one.id in stands else 0.0,
            times=times[one.id],
            minutes=one.minutes,
            phase=times[one.id].phase(now),
        )
        for one in assignments
    )


def _assignments_of(items: Iterable[Item]) -> set[uuid.UUID]:
    return {item.assignment_id for item in items}
