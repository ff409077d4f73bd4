"""Where students stand in whole assignments: their items' points, and what teachers have set for the whole."""

import uuid
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy.orm import Session

from app.domain.gradebook import Standing, stand
from app.models import Item
from app.queries.feedback import hidden_items
from app.queries.overrides import Key, OverrideRow, assignment_overrides
from app.queries.scores import ItemScore, points_on

Scores = Mapping[Key, ItemScore]


def standing(
    items: Iterable[Item], scores: Scores, user_id: uuid.UUID, override: OverrideRow | None
) -> Standing:
    """Return where a student stands in the assignment of these items."""
    return stand((points_on(scores.get((user_id, item.id)), item) for item in items), override)


def own_standings(
    session: Session, items: Iterable[Item], scores: Scores, user_id: uuid.UUID
) -> Mapping[uuid.UUID, Standing]:
    """Return where a student stands in each assignment of `items`, as they may see it.

    Args:
        session: Reads.
        items: All items of one or more assignments.
        scores: Theirs on these, as they may see them.
        user_id: The student.
    """
    by_assignment: dict[uuid.UUID, list[Item]] = {}
    for item in items:
        by_assignment.setdefault(item.assignment_id, []).append(item)
    given = own_assignment_overrides(session, by_assignment, user_id)
    return {
        assignment: standing(own, scores, user_id, given.get(assignment))
        for assignment, own in by_assignment.items()
    }


def own_assignment_overrides(
    session: Session, items: Mapping[uuid.UUID, Collection[Item]], user_id: uuid.UUID
) -> Mapping[uuid.UUID, OverrideRow]:
    """Return what teachers have set for whole assignments, as far as the student may see it, by assignment.

    Args:
        session: Reads.
        items: The items of each assignment.
        user_id: The student.
    """
    given = assignment_overrides(session, items, user_id)
    hidden = hidden_items(session, user_id) if given else frozenset()
    return {
        assignment: override
        for (_user, assignment), override in given.items()
        if override.excuses or not any(item.id in hidden for item in items[assignment])
    }
