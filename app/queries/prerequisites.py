"""What a student must still earn before an assignment opens for them."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.credit import Prerequisite
from app.domain.gradebook import Standing, asked_of
from app.models import Assignment, Item
from app.queries.scores import own_scores
from app.queries.standings import own_standings


@dataclass(frozen=True)
class Missing:
    """Points that are still missing in another assignment; results that are not shown yet do not count."""

    assignment_id: uuid.UUID
    title: str
    points: float
    earned: float


def find_missing(session: Session, assignment: Assignment, user_id: uuid.UUID) -> Missing | None:
    """Return what a student still misses to begin an assignment, None when nothing."""
    needed = assignment.prerequisite
    other = session.get(Assignment, needed.assignment_id) if needed else None
    if needed is None or other is None:
        return None
    items = session.scalars(select(Item).where(Item.assignment_id == other.id)).all()
    scores = own_scores(session, [item.id for item in items], user_id)
    stands = own_standings(session, items, scores, user_id).get(other.id, Standing(None, 0.0))
    return missing_in(other, needed, stands, sum(item.points for item in items))


def missing_in(
    other: Assignment, needed: Prerequisite, stands: Standing, full: float
) -> Missing | None:
    """Return what is still missing in the assignment that another one waits for, None when nothing.

    Args:
        other: The assignment in which it must be earned.
        needed: How much.
        stands: Where the student stands there, as they may see it.
        full: The points there are for who is excused from nothing.
    """
    asked = Prerequisite(needed.assignment_id, asked_of(needed.points, stands, full))
    points = stands.earned or 0.0
    return None if asked.is_met(points) else Missing(other.id, other.title, asked.points, points)
