"""Courses, as their members see them."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.roles import Role
from app.errors import NotFound
from app.models import Assignment, Course, Enrollment, Item
from app.queries.scores import earned, item_scores


@dataclass(frozen=True)
class CourseRow:
    """A course in its member's list."""

    id: uuid.UUID
    title: str
    role: Role
    assignments: int


@dataclass(frozen=True)
class AssignmentCard:
    """An assignment on its course's page, with what the reader has earned of it."""

    id: uuid.UUID
    title: str
    items: int
    earned: float
    possible: float


@dataclass(frozen=True)
class CoursePage:
    """A course's page; only its instructors are told the join code."""

    id: uuid.UUID
    title: str
    role: Role
    join_code: str | None
    students: int
    assignments: tuple[AssignmentCard, ...]


def courses_of(session: Session, user_id: uuid.UUID) -> tuple[CourseRow, ...]:
    """Return the user's courses, newest first."""
    rows = session.execute(
        select(Course.id, Course.title, Enrollment.role, func.count(Assignment.id))
        .join(Enrollment, Enrollment.course_id == Course.id)
        .outerjoin(Assignment, Assignment.course_id == Course.id)
        .where(Enrollment.user_id == user_id)
        .group_by(Course.id, Course.title, Course.created_at, Enrollment.role)
        .order_by(Course.created_at.desc(), Course.id)
    )
    return tuple(CourseRow(*row) for row in rows)


def course_page(session: Session, user_id: uuid.UUID, course_id: uuid.UUID) -> CoursePage:
    """Return a course's page for one of its members.

    Raises:
        NotFound: The user is not in such a course.
    """
    enrollment = session.get(Enrollment, (course_id, user_id))
    if enrollment is None:
        raise NotFound
    course = session.scalars(select(Course).where(Course.id == course_id)).one()
    students = session.scalars(
        select(func.count()).where(
            Enrollment.course_id == course_id, Enrollment.role == Role.STUDENT
        )
    ).one()
    return CoursePage(
        id=course.id,
        title=course.title,
        role=enrollment.role,
        join_code=course.join_code if enrollment.role is Role.INSTRUCTOR else None,
        students=students,
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
    scores = item_scores(session, [item.id for item in items], user_id)
    by_assignment: dict[uuid.UUID, list[Item]] = {one.id: [] for one in assignments}
    for item in items:
        by_assignment[item.assignment_id].append(item)
    return tuple(
        AssignmentCard(
            id=one.id,
            title=one.title,
            items=len(by_assignment[one.id]),
            earned=sum(
                earned(scores.get((user_id, item.id)), item) or 0.0
                for item in by_assignment[one.id]
            ),
            possible=sum(item.points for item in by_assignment[one.id]),
        )
        for one in assignments
    )
