"""Which assignment may wait for which."""

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.credit import Prerequisite, leads_back
from app.domain.texts import say
from app.errors import InvalidInput
from app.models import Assignment, Item
from app.services.courses import locked_course


def require_possible(
    session: Session, course_id: uuid.UUID, assignment_id: uuid.UUID | None, needed: Prerequisite
) -> None:
    """Let an assignment wait only for what can be earned in its course. Locks the course: no circle is closed by two.

    Args:
        session: Writes.
        course_id: The course of both.
        assignment_id: What is to wait, None for one that is being made.
        needed: What it is to wait for.

    Raises:
        InvalidInput: There is no such assignment, it cannot give so many points, or each would wait for the other.
    """
    locked_course(session, course_id)
    others = session.scalars(select(Assignment).where(Assignment.course_id == course_id)).all()
    if needed.assignment_id not in {other.id for other in others}:
        _refuse("after", say("Choose an assignment of this course."))
    possible = session.scalars(
        select(func.sum(Item.points)).where(Item.assignment_id == needed.assignment_id)
    ).one()
    if not 0 < needed.points <= possible:
        _refuse(
            "after_points",
            say(
                "Ask for more than 0 and at most %(possible)s points: it has no more.",
                possible=f"{possible:g}",
            ),
        )
    waiting = {other.id: other.prerequisite.assignment_id for other in others if other.prerequisite}
    if assignment_id is not None and leads_back(assignment_id, needed.assignment_id, waiting):
        _refuse(
            "after",
            say("That one waits for this one already, so neither would open. Choose another."),
        )


def require_still_enough(session: Session, assignment: Assignment) -> None:
    """Keep an assignment's points as many as others of its course wait for.

    Raises:
        InvalidInput: Another one would never open.
    """
    session.flush()
    waiting = session.scalars(
        select(Assignment).where(
            Assignment.course_id == assignment.course_id, Assignment.waits_for.is_not(None)
        )
    ).all()
    possible = session.scalars(
        select(func.sum(Item.points)).where(Item.assignment_id == assignment.id)
    ).one()
    for other in waiting:
        needed = other.prerequisite
        if needed and needed.assignment_id == assignment.id and not needed.is_met(possible):
            message = say(
                "“%(title)s” opens at %(needed)s points here, and these items give only %(possible)s. "
                "Give more points, or ask for fewer there first.",
                title=other.title,
                needed=f"{needed.points:g}",
                possible=f"{possible:g}",
            )
            raise InvalidInput(message, {"items": message})


def _refuse(field: str, message: str) -> None:
    raise InvalidInput(say("The prerequisite needs another look."), {field: message})
