"""Making assignments and changing their rules."""

import uuid
from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.changes import Action
from app.domain.credit import (
    DEFAULT_RULES,
    Counting,
    Prerequisite,
    Rules,
    check_credit,
    check_times,
)
from app.domain.feedback import DEFAULT_FEEDBACK, Feedback, check_feedback
from app.domain.roles import Right
from app.domain.sittings import DEFAULT_CONDUCT, Conduct, check_conduct
from app.domain.texts import say
from app.errors import Conflict, InvalidInput, NotFound
from app.models import Assignment
from app.queries.membership import find_membership
from app.services.changes import record_change
from app.services.courses import clean_title, locked_course
from app.services.drafts import look_again
from app.services.items import ItemChange, NewItem, arrange_items, make_items, require_usable
from app.services.prerequisites import require_possible, require_still_enough


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
    assignment_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Make an assignment of `items`, in their order, in a course whose assignments `user_id` may edit.

    `assignment_id` is the id that the form of this click carries: a second click makes no second assignment.

    Raises:
        InvalidInput: No title, no item, an unknown problem, points or attempts out of range, or rules that do not fit.
        Conflict: `assignment_id` is one of another course.
        NotFound: The user may edit the assignments of no such course.
    """
    title = clean_title(title)
    _require_fitting(rules, feedback, conduct)
    require_usable(items, rules)
    made_id = assignment_id or uuid.uuid4()
    with db.writing() as session:
        find_membership(session, user_id=user_id, course_id=course_id, right=Right.EDIT_ASSIGNMENTS)
        # One click after the other: the second finds what the first has made.
        locked_course(session, course_id)
        made = session.get(Assignment, made_id)
        if made is not None:
            if made.course_id != course_id:
                raise Conflict(
                    say("This page was used elsewhere already. Reload it and try again.")
                )
            return made.id
        if prerequisite is not None:
            require_possible(session, course_id, None, prerequisite)
        assignment = Assignment(
            id=made_id,
            course_id=course_id,
            title=title,
            rules=rules,
            feedback=feedback,
            prerequisite=prerequisite,
            conduct=conduct,
        )
        make_items(session, assignment, items)
        session.add(assignment)
        record_change(
            session,
            Action.ASSIGNMENT_MADE,
            course_id=course_id,
            by_id=user_id,
            about=title,
            after=_state(session, assignment) | {"items": [one.title for one in assignment.items]},
        )
    return made_id


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
    items: Sequence[NewItem | ItemChange] = (),
    removed: Collection[uuid.UUID] = (),
    unchanged: Callable[[], None] = lambda: None,
) -> None:
    """Give an assignment another title, other rules and other items.

    Rules hold for what was submitted already as well: what everybody has earned follows from them as they stand. Fewer
    attempts take no submission away, not even from who used more.

    Args:
        db: The store.
        user_id: Who changes it.
        assignment_id: The assignment.
        title: What it is called.
        rules: How it gives credit.
        feedback: When students are shown what.
        prerequisite: What must be earned elsewhere before it opens.
        conduct: How it is sat.
        items: Its items in their order; one that is not named stays as it is, behind these.
        removed: Items to be taken out; nobody may have begun them.
        unchanged: Called once nobody else can change the assignment; what it raises stops this change.

    Raises:
        InvalidInput: No title, rules or items that do not fit together, points or attempts out of range, or an item to
            be taken out that somebody has begun.
        NotFound: The user may edit no such assignment, or an item to be changed is not of it.
    """
    title = clean_title(title)
    _require_fitting(rules, feedback, conduct)
    require_usable(items, rules)
    with db.writing() as session:
        assignment = edited_assignment(session, user_id, assignment_id)
        unchanged()
        if prerequisite is not None:
            require_possible(session, assignment.course_id, assignment_id, prerequisite)
        before = _state(session, assignment)
        assignment.title, assignment.rules, assignment.feedback = title, rules, feedback
        assignment.prerequisite, assignment.conduct = prerequisite, conduct
        look_again(session, assignment_id)
        record_change(
            session,
            Action.ASSIGNMENT,
            course_id=assignment.course_id,
            by_id=user_id,
            about=title,
            before=before,
            after=_state(session, assignment),
        )
        arrange_items(session, assignment, by_id=user_id, items=items, removed=removed)
        require_still_enough(session, assignment)


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
        raise InvalidInput(say("The rules need another look."), errors)


def _state(session: Session, assignment: Assignment) -> dict[str, Any]:
    """Return what the trail tells of an assignment's rules."""
    rules, feedback, conduct = assignment.rules, assignment.feedback, assignment.conduct
    needed = assignment.prerequisite
    other = session.get(Assignment, needed.assignment_id) if needed else None
    return {
        "title": assignment.title,
        "opens_at": rules.times.opens_at,
        "due_at": rules.times.due_at,
        "closes_at": rules.times.closes_at,
        "timeline": rules.times.steps_to_json() or [],
        "percents": rules.percents,
        "counting": rules.counting.value,
        "streak_percent": rules.streak_percent if rules.counting is Counting.STREAK else None,
        "each_anew": rules.new_exercises,
        "carries_slips": rules.carries_slips,
        "verdict": feedback.verdict.value,
        "truth": feedback.truth.value,
        "explanation": feedback.explanation.value,
        "prerequisite": f"{other.title}: {needed.points:g}" if needed and other else None,
        "minutes": conduct.minutes,
        "hands_in_drafts": conduct.hand_in,
    }
