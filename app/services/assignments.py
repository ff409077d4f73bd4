"""Making assignments and changing their rules."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.credit import ALWAYS_OPEN, Times, check_times
from app.domain.problems import UnknownProblem, find_problem
from app.domain.roles import Right
from app.errors import InvalidInput, NotFound
from app.models import Assignment, Item
from app.queries.membership import find_membership
from app.services.courses import clean_title

_MAX_ITEMS = 50


@dataclass(frozen=True)
class NewItem:
    """An item to be made: the problem's slug, its points, and how many attempts a student has."""

    problem: str
    points: float
    max_attempts: int


def create_assignment(
    db: Database,
    *,
    user_id: uuid.UUID,
    course_id: uuid.UUID,
    title: str,
    items: Sequence[NewItem],
    times: Times = ALWAYS_OPEN,
) -> uuid.UUID:
    """Make an assignment of `items`, in their order, in a course whose assignments `user_id` may edit.

    Raises:
        InvalidInput: No title, no item, an unknown problem, points or attempts out of range, or times that do not fit.
        NotFound: The user may edit the assignments of no such course.
    """
    title = clean_title(title)
    _require_fitting(times)
    if not 0 < len(items) <= _MAX_ITEMS:
        raise InvalidInput(
            "An assignment needs items.", {"items": f"Choose 1 to {_MAX_ITEMS} problems."}
        )
    titles = [_title_of(item) for item in items]
    with db.writing() as session:
        find_membership(session, user_id=user_id, course_id=course_id, right=Right.EDIT_ASSIGNMENTS)
        assignment = Assignment(id=uuid.uuid4(), course_id=course_id, title=title, times=times)
        assignment.items = [
            Item(
                position=position,
                problem=item.problem,
                title=item_title,
                points=item.points,
                max_attempts=item.max_attempts,
            )
            for position, (item, item_title) in enumerate(zip(items, titles, strict=True), start=1)
        ]
        session.add(assignment)
        return assignment.id


def change_assignment(
    db: Database, *, user_id: uuid.UUID, assignment_id: uuid.UUID, title: str, times: Times
) -> None:
    """Give an assignment another title and other times; they hold for what was submitted already as well.

    Raises:
        InvalidInput: No title, or times that do not fit together.
        NotFound: The user may edit no such assignment.
    """
    title = clean_title(title)
    _require_fitting(times)
    with db.writing() as session:
        assignment = edited_assignment(session, user_id, assignment_id)
        assignment.title, assignment.times = title, times


def edited_assignment(session: Session, user_id: uuid.UUID, assignment_id: uuid.UUID) -> Assignment:
    """Return an assignment that the user may edit, locked.

    Raises:
        NotFound: There is no such assignment.
    """
    assignment = session.scalars(
        select(Assignment).where(Assignment.id == assignment_id).with_for_update()
    ).one_or_none()
    if assignment is None:
        raise NotFound
    find_membership(
        session, user_id=user_id, course_id=assignment.course_id, right=Right.EDIT_ASSIGNMENTS
    )
    return assignment


def _require_fitting(times: Times) -> None:
    errors = check_times(times)
    if errors:
        raise InvalidInput("The times need another look.", errors)


def _title_of(item: NewItem) -> str:
    if not 0 < item.points <= 1000:
        raise InvalidInput(
            "The points need another look.", {"items": "Points lie above 0 and up to 1000."}
        )
    if not 0 < item.max_attempts <= 100:
        raise InvalidInput("The attempts need another look.", {"items": "Give 1 to 100 attempts."})
    try:
        return find_problem(item.problem).title
    except UnknownProblem as error:
        raise InvalidInput(str(error), {"items": str(error)}) from None
