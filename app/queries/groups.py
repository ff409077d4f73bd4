"""The groups of a course's assignments, for who sets them."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.roles import Right
from app.models import Assignment, GroupedAssignment
from app.queries.course_head import CourseHead, course_head
from app.queries.grade_book import GroupRow, read_groups
from app.queries.membership import find_membership


@dataclass(frozen=True)
class GroupedRow:
    """An assignment, and the group that it is in."""

    id: uuid.UUID
    title: str
    group_id: uuid.UUID | None


@dataclass(frozen=True)
class GroupsPage:
    """The groups of a course and its assignments, each in their order."""

    course: CourseHead
    groups: tuple[GroupRow, ...]
    assignments: tuple[GroupedRow, ...]


def groups_page(session: Session, user_id: uuid.UUID, course_id: uuid.UUID) -> GroupsPage:
    """Return a course's groups, to who may set them.

    Raises:
        NotFound: The user may edit the assignments of no such course.
    """
    own = find_membership(
        session, user_id=user_id, course_id=course_id, right=Right.EDIT_ASSIGNMENTS
    )
    rows = session.execute(
        select(Assignment.id, Assignment.title, GroupedAssignment.group_id)
        .outerjoin(GroupedAssignment, GroupedAssignment.assignment_id == Assignment.id)
        .where(Assignment.course_id == course_id)
        .order_by(Assignment.created_at, Assignment.id)
    ).all()
    return GroupsPage(
        course=course_head(session, own),
        groups=read_groups(session, course_id),
        assignments=tuple(GroupedRow(row.id, row.title, row.group_id) for row in rows),
    )
