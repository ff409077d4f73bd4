"""More time that single students were given."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.credit import Times
from app.domain.roles import RIGHTS, Right, Role
from app.errors import NotFound
from app.models import Assignment, Course, Enrollment, Extension, User
from app.queries.membership import role_in


@dataclass(frozen=True)
class StudentWithTime:
    """A student of the course, until when they were given more time, and how many minutes beyond the time limit.

    `until` is None and `minutes` 0 where they were not.
    """

    user_id: uuid.UUID
    display_name: str
    until: dt.datetime | None
    minutes: int
    reason: str

    @property
    def has_more(self) -> bool:
        """Whether they were given any."""
        return self.until is not None or self.minutes > 0


@dataclass(frozen=True)
class ExtensionsPage:
    """Who has more time in an assignment; `minutes` is its time limit."""

    id: uuid.UUID
    title: str
    course_id: uuid.UUID
    course_title: str
    time_zone: str
    times: Times
    minutes: int | None
    students: tuple[StudentWithTime, ...]


def untils(
    session: Session, assignment_ids: Collection[uuid.UUID], user_id: uuid.UUID | None = None
) -> Mapping[tuple[uuid.UUID, uuid.UUID], dt.datetime]:
    """Return until when students were given time, by (assignment, user), for one user or for all."""
    statement = select(Extension.assignment_id, Extension.user_id, Extension.until).where(
        Extension.assignment_id.in_(assignment_ids)
    )
    if user_id is not None:
        statement = statement.where(Extension.user_id == user_id)
    return {
        (assignment, user): until
        for assignment, user, until in session.execute(statement)
        if until is not None
    }


def extensions_page(
    session: Session, user_id: uuid.UUID, assignment_id: uuid.UUID
) -> ExtensionsPage:
    """Return who has more time, to who may edit the assignment.

    Raises:
        NotFound: The user may edit no such assignment.
    """
    found = session.execute(
        select(Assignment, Course, role_in(user_id, Course.id))
        .join(Course, Course.id == Assignment.course_id)
        .where(Assignment.id == assignment_id)
    ).one_or_none()
    if found is None or found[2] is None or Right.EDIT_ASSIGNMENTS not in RIGHTS[found[2]]:
        raise NotFound
    assignment, course, _role = found
    rows = session.execute(
        select(User.id, User.display_name, Extension.until, Extension.minutes, Extension.reason)
        .join(Enrollment, Enrollment.user_id == User.id)
        .outerjoin(
            Extension,
            (Extension.user_id == User.id) & (Extension.assignment_id == assignment_id),
        )
        .where(Enrollment.course_id == course.id, Enrollment.role == Role.STUDENT)
        .order_by(User.display_name, User.id)
    ).all()
    return ExtensionsPage(
        id=assignment.id,
        title=assignment.title,
        course_id=course.id,
        course_title=course.title,
        time_zone=course.time_zone,
        times=assignment.times,
        minutes=assignment.minutes,
        students=tuple(
            StudentWithTime(student, name, until, minutes or 0, reason or "")
            for student, name, until, minutes, reason in rows
        ),
    )
