"""Whether somebody is in a course, and what they may do there: pages and services ask here."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.roles import RIGHTS, Right, Role
from app.errors import NotFound
from app.models import Course, Enrollment


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
    """Return the user's place in a course.

    Raises:
        NotFound: They are not in it, or lack `right` there; which of the two is not said.
    """
    found = session.execute(
        select(Enrollment.role, Course.archived_at)
        .join(Course, Course.id == Enrollment.course_id)
        .where(Enrollment.course_id == course_id, Enrollment.user_id == user_id)
    ).one_or_none()
    if found is None or (right is not None and right not in RIGHTS[found.role]):
        raise NotFound
    return Membership(course_id, found.role, found.archived_at is not None)
