"""What stands above every page of a course."""

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.domain.roles import Right
from app.models import Course
from app.queries.membership import Membership


@dataclass(frozen=True)
class CourseHead:
    """The course of a page, and what its reader may do there."""

    id: uuid.UUID
    title: str
    time_zone: str
    is_archived: bool
    rights: frozenset[Right]


def course_head(session: Session, own: Membership) -> CourseHead:
    """Return the head of a course, for one of its members."""
    course = session.get_one(Course, own.course_id)
    return CourseHead(course.id, course.title, course.time_zone, own.is_archived, own.rights)
