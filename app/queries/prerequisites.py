"""What a student must still earn before an assignment opens for them."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Assignment, Item
from app.queries.scores import earned, own_scores


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
    points = sum(earned(scores.get((user_id, item.id)), item) or 0.0 for item in items)
    return None if needed.is_met(points) else Missing(other.id, other.title, needed.points, points)
