"""Putting a course's assignments into groups."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.changes import Action
from app.domain.gradebook import GroupFields, check_groups
from app.domain.roles import Right
from app.domain.texts import say
from app.errors import InvalidInput, NotFound
from app.models import Assignment, AssignmentGroup, GroupedAssignment
from app.queries.membership import find_membership
from app.services.changes import record_change
from app.services.courses import locked_course


@dataclass(frozen=True)
class GroupChange:
    """A group as it is to be; its id is the form's where the group is new."""

    group_id: uuid.UUID
    fields: GroupFields


def set_groups(
    db: Database,
    *,
    user_id: uuid.UUID,
    course_id: uuid.UUID,
    groups: Sequence[GroupChange],
    places: Mapping[uuid.UUID, uuid.UUID],
    unchanged: Callable[[], None] = lambda: None,
) -> None:
    """Give a course these groups, in this order, and no others; to set the same once more changes nothing.

    Args:
        db: The store.
        user_id: Who sets them.
        course_id: The course.
        groups: Its groups.
        places: The group of each assignment that is in one, by their ids.
        unchanged: Called once nobody else can change the groups; what it raises stops this change.

    Raises:
        InvalidInput: A group has no name, or a number that cannot be used, or an assignment's group is none of them.
        NotFound: The user may edit the assignments of no such course, or an assignment is not of it.
    """
    errors = check_groups([group.fields for group in groups])
    if errors:
        raise InvalidInput(say("The groups need another look."), errors)
    if not set(places.values()) <= {group.group_id for group in groups}:
        message = say("Choose one of the groups of this course.")
        raise InvalidInput(message, {"groups": message})
    with db.writing() as session:
        locked_course(session, course_id)
        find_membership(session, user_id=user_id, course_id=course_id, right=Right.EDIT_ASSIGNMENTS)
        unchanged()
        titles = dict(
            session.execute(
                select(Assignment.id, Assignment.title).where(Assignment.course_id == course_id)
            ).all()
        )
        if not set(places) <= set(titles):
            raise NotFound
        before = _state(session, course_id, titles)
        _replace(session, course_id, groups, places)
        session.flush()
        record_change(
            session,
            Action.GROUPS,
            course_id=course_id,
            by_id=user_id,
            before=before,
            after=_state(session, course_id, titles),
        )


def copy_groups(
    session: Session,
    original_id: uuid.UUID,
    copy_id: uuid.UUID,
    assignments: Mapping[uuid.UUID, uuid.UUID],
) -> None:
    """Give a copied course the groups of the original.

    Args:
        session: Writes.
        original_id: The course that is copied.
        copy_id: Its copy, which has its assignments already.
        assignments: The copy of each assignment.
    """
    copies: dict[uuid.UUID, uuid.UUID] = {}
    for group in _groups(session, original_id):
        copies[group.id] = uuid.uuid4()
        session.add(
            AssignmentGroup(
                id=copies[group.id],
                course_id=copy_id,
                position=group.position,
                title=group.title,
                weight=group.weight,
                drop_lowest=group.drop_lowest,
            )
        )
    session.flush()
    places = session.scalars(
        select(GroupedAssignment).where(GroupedAssignment.group_id.in_(copies))
    ).all()
    session.add_all(
        GroupedAssignment(
            assignment_id=assignments[one.assignment_id], group_id=copies[one.group_id]
        )
        for one in places
    )


def _replace(
    session: Session,
    course_id: uuid.UUID,
    groups: Sequence[GroupChange],
    places: Mapping[uuid.UUID, uuid.UUID],
) -> None:
    known = {group.id: group for group in _groups(session, course_id)}
    session.execute(delete(GroupedAssignment).where(GroupedAssignment.group_id.in_(known)))
    for position, change in enumerate(groups, start=1):
        group = known.pop(change.group_id, None)
        if group is None:
            group = AssignmentGroup(id=change.group_id, course_id=course_id)
            session.add(group)
        group.position, group.title = position, change.fields.title
        # Checked: neither is None.
        group.weight = float(change.fields.weight or 0)
        group.drop_lowest = int(change.fields.drop_lowest or 0)
    for gone in known.values():
        session.delete(gone)
    session.flush()
    session.add_all(
        GroupedAssignment(assignment_id=assignment, group_id=group)
        for assignment, group in places.items()
    )


def _groups(session: Session, course_id: uuid.UUID) -> Sequence[AssignmentGroup]:
    return session.scalars(
        select(AssignmentGroup)
        .where(AssignmentGroup.course_id == course_id)
        .order_by(AssignmentGroup.position)
    ).all()


def _state(
    session: Session, course_id: uuid.UUID, titles: Mapping[uuid.UUID, str]
) -> dict[str, Any]:
    """Return the groups as the trail tells them: a line for each, and which assignments are in it."""
    groups = _groups(session, course_id)
    rows = session.execute(
        select(GroupedAssignment.group_id, GroupedAssignment.assignment_id)
        .join(AssignmentGroup, AssignmentGroup.id == GroupedAssignment.group_id)
        .where(AssignmentGroup.course_id == course_id)
    ).all()
    members: dict[uuid.UUID, list[str]] = {group.id: [] for group in groups}
    for group_id, assignment_id in rows:
        members[group_id].append(titles[assignment_id])
    return {
        "groups": [
            {
                "title": group.title,
                "weight": group.weight,
                "drop_lowest": group.drop_lowest,
                "assignments": sorted(members[group.id]),
            }
            for group in groups
        ]
    }
