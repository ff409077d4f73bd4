"""Making assignments and changing their rules."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.credit import DEFAULT_RULES, Prerequisite, Rules, check_credit, check_times
from app.domain.feedback import DEFAULT_FEEDBACK, Feedback, check_feedback
from app.domain.roles import Right
from app.domain.sittings import DEFAULT_CONDUCT, Conduct, check_conduct
from app.domain.texts import say
from app.errors import InvalidInput, NotFound
from app.models import Assignment, Item
from app.queries.membership import find_membership
from app.queries.problems import item_titles
from app.services.courses import clean_title
from app.services.drafts import look_again
from app.services.prerequisites import require_possible

_MAX_ITEMS = 50


@dataclass(frozen=True)
class NewItem:
    """An item to be made: the problem's slug, its points, and how many attempts a student has."""

    problem: str
    points: float
    max_attempts: int


def create_assignment(  # noqa: PLR0913 - each part of an assignment's rules has a meaning of its own
    db: Database,
    *,
    user_id: uuid.UUID,
    course_id: uuid.UUID,
    title: str,
    items: Sequence[NewItem],
    rules: Rules = DEFAULT_RULES,
    feedback: Feedback = DEFAULT_FEEDBACK,
    prerequisite: Prerequisite | None = None,
    conduct: Conduct = DEFAULT_CONDUCT,
) -> uuid.UUID:
    """Make an assignment of `items`, in their order, in a course whose assignments `user_id` may edit.

    Raises:
        InvalidInput: No title, no item, an unknown problem, points or attempts out of range, or rules that do not fit.
        NotFound: The user may edit the assignments of no such course.
    """
    title = clean_title(title)
    _require_fitting(rules, feedback, conduct)
    if not 0 < len(items) <= _MAX_ITEMS:
        raise InvalidInput(
            "An assignment needs items.", {"items": f"Choose 1 to {_MAX_ITEMS} problems."}
        )
    for item in items:
        _require_usable(item)
    with db.writing() as session:
        find_membership(session, user_id=user_id, course_id=course_id, right=Right.EDIT_ASSIGNMENTS)
        titles = titles_of(session, course_id, items)
        if prerequisite is not None:
            require_possible(session, course_id, None, prerequisite)
        assignment = Assignment(
            id=uuid.uuid4(),
            course_id=course_id,
            title=title,
            rules=rules,
            feedback=feedback,
            prerequisite=prerequisite,
            conduct=conduct,
        )
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


@dataclass(frozen=True)
class ItemChange:
    """Other points and attempts for an item."""

    item_id: uuid.UUID
    points: float
    max_attempts: int


def change_assignment(  # noqa: PLR0913 - each part of an assignment's rules has a meaning of its own
    db: Database,
    *,
    user_id: uuid.UUID,
    assignment_id: uuid.UUID,
    title: str,
    rules: Rules,
    feedback: Feedback = DEFAULT_FEEDBACK,
    prerequisite: Prerequisite | None = None,
    conduct: Conduct = DEFAULT_CONDUCT,
    items: Sequence[ItemChange] = (),
) -> None:
    """Give an assignment another title and other rules, and items other points and attempts.

    They hold for what was submitted already as well: what everybody has earned follows from the rules as they stand.
    Fewer attempts take no submission away, not even from who used more.

    Raises:
        InvalidInput: No title, rules that do not fit together, or points or attempts out of range.
        NotFound: The user may edit no such assignment, or an item is not of it.
    """
    title = clean_title(title)
    _require_fitting(rules, feedback, conduct)
    for change in items:
        _require_usable(change)
    with db.writing() as session:
        assignment = edited_assignment(session, user_id, assignment_id)
        if prerequisite is not None:
            require_possible(session, assignment.course_id, assignment_id, prerequisite)
        assignment.title, assignment.rules, assignment.feedback = title, rules, feedback
        assignment.prerequisite, assignment.conduct = prerequisite, conduct
        look_again(session, assignment_id)
        by_id = {item.id: item for item in assignment.items}
        for change in items:
            if change.item_id not in by_id:
                raise NotFound
            item = by_id[change.item_id]
            item.points, item.max_attempts = change.points, change.max_attempts


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


def _require_fitting(rules: Rules, feedback: Feedback, conduct: Conduct) -> None:
    errors = check_times(rules.times) | check_credit(rules) | check_feedback(feedback, rules.times)
    errors |= check_conduct(conduct)
    if errors:
        raise InvalidInput("The rules need another look.", errors)


def _require_usable(item: NewItem | ItemChange) -> None:
    if not 0 < item.points <= 1000:
        raise InvalidInput(
            "The points need another look.", {"items": "Points lie above 0 and up to 1000."}
        )
    if not 0 < item.max_attempts <= 100:
        raise InvalidInput("The attempts need another look.", {"items": "Give 1 to 100 attempts."})


def titles_of(session: Session, course_id: uuid.UUID, items: Sequence[NewItem]) -> list[str]:
    """Return the titles of the items' problems, each of the library or the course's own.

    Raises:
        InvalidInput: A problem is neither, or not to be used in a new item.
    """
    titles = item_titles(session, course_id, {item.problem for item in items})
    lost = [item.problem for item in items if item.problem not in titles]
    if lost:
        error = say(
            "There is no problem “%(name)s” to choose. It may be archived by now: look through the list again.",
            name=lost[0][:100],
        )
        raise InvalidInput(error, {"items": error})
    return [titles[item.problem] for item in items]
