"""Whether somebody is in a course, and what they may do there: pages and services ask here."""

import uuid
from dataclasses import dataclass

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    SQLColumnExpression,
    case,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from app.domain.roles import RIGHTS, Right, Role
from app.errors import NotFound
from app.models import Course, Enrollment, User


@dataclass(frozen=True)
class Membership:
    """A user's place in a course."""

    course_id: uuid.UUID
    role: Role
    is_archived: bool

    @property
    def rights(self) -> frozenset[Right]:
        """What the member may do beside what every member may."""
        return RIGHTS[self.role]


def find_membership(
    session: Session, *, user_id: uuid.UUID, course_id: uuid.UUID, right: Right | None = None
) -> Membership:
    """Return the user's place in a course; an administrator acts as an instructor of every one.

    Raises:
        NotFound: They are not in it, or lack `right` there; which of the two is not said.
    """
    found = session.execute(
        select(role_in(user_id, Course.id), Course.archived_at).where(Course.id == course_id)
    ).one_or_none()
    role, archived_at = (None, None) if found is None else found
    if role is None or (right is not None and right not in RIGHTS[role]):
        raise NotFound
    return Membership(course_id, role, archived_at is not None)


def role_in(
    user_id: uuid.UUID | BindParameter[uuid.UUID], course_id: SQLColumnExpression[uuid.UUID]
) -> ColumnElement[Role | None]:
    """Ask in a statement which role somebody acts in: an administrator's is instructor, a stranger's NULL.

    Args:
        user_id: Who asks.
        course_id: The column of the statement that names the course.
    """
    # Of the tables, not the mappings: a statement that reads columns alone stays without the mapper's part in it.
    users, enrollments = User.__table__, Enrollment.__table__
    administrates = (
        select(users.c.is_administrator)
        .where(users.c.id == user_id)
        .correlate_except(users)
        .scalar_subquery()
    )
    own = (
        select(enrollments.c.role)
        .where(enrollments.c.course_id == course_id, enrollments.c.user_id == user_id)
        .correlate_except(enrollments)
        .scalar_subquery()
    )
    return type_coerce(
        case((administrates, literal(Role.INSTRUCTOR.value)), else_=own), Enrollment.role.type
    )


def is_administrator(session: Session, user_id: uuid.UUID) -> bool:
    """Return whether somebody looks after the whole service."""
    return bool(
        session.scalars(select(User.is_administrator).where(User.id == user_id)).one_or_none()
    )


def require_administrator(session: Session, user_id: uuid.UUID) -> None:
    """Let only administrators go on.

    Raises:
        NotFound: The user is none: what administrators see is nothing to anybody else.
    """
    if not is_administrator(session, user_id):
        raise NotFound
