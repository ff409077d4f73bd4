"""Changing one thing about an assignment's items: adding one, other points, another order, taking one out."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.errors import NotFound
from app.models import Assignment, Item
from app.services.assignments import edited_assignment
from app.services.items import ItemChange, NewItem, arrange_items, require_usable
from app.services.prerequisites import require_still_enough


@dataclass(frozen=True)
class _Held:
    """A locked assignment's items, in their order, for who changes them."""

    session: Session
    assignment: Assignment
    user_id: uuid.UUID
    items: tuple[ItemChange, ...]

    def arrange(
        self, items: Sequence[NewItem | ItemChange], removed: Collection[uuid.UUID] = ()
    ) -> None:
        require_usable(items, self.assignment.rules)
        arrange_items(
            self.session, self.assignment, by_id=self.user_id, items=items, removed=removed
        )
        require_still_enough(self.session, self.assignment)


@contextmanager
def _held(db: Database, user_id: uuid.UUID, assignment_id: uuid.UUID) -> Iterator[_Held]:
    with db.writing() as session:
        assignment = edited_assignment(session, user_id, assignment_id)
        rows = session.scalars(
            select(Item).where(Item.assignment_id == assignment_id).order_by(Item.position)
        )
        items = tuple(ItemChange(one.id, one.points, one.max_attempts) for one in rows)
        yield _Held(session, assignment, user_id, items)


def add_item(db: Database, *, user_id: uuid.UUID, assignment_id: uuid.UUID, item: NewItem) -> None:
    """Put a new item at the end of an assignment; one whose id is there already is not made twice.

    Raises:
        InvalidInput: An unknown problem, points or attempts out of range, or too many items.
        NotFound: The user may edit no such assignment.
    """
    with _held(db, user_id, assignment_id) as held:
        if item.item_id not in {one.item_id for one in held.items}:
            held.arrange([*held.items, item])


def change_item(
    db: Database,
    *,
    user_id: uuid.UUID,
    assignment_id: uuid.UUID,
    item_id: uuid.UUID,
    points: float | None = None,
    max_attempts: int | None = None,
) -> None:
    """Give an item other points or attempts; what is None stays.

    Raises:
        InvalidInput: Points or attempts out of range, or too few for another assignment that waits for them.
        NotFound: The user may edit no such assignment, or it has no such item.
    """
    with _held(db, user_id, assignment_id) as held:
        if item_id not in {one.item_id for one in held.items}:
            raise NotFound
        held.arrange(
            [
                ItemChange(item_id, points or one.points, max_attempts or one.max_attempts)
                if one.item_id == item_id
                else one
                for one in held.items
            ]
        )


def order_items(
    db: Database, *, user_id: uuid.UUID, assignment_id: uuid.UUID, item_ids: Sequence[uuid.UUID]
) -> None:
    """Put items into another order; those that are not named stay behind them.

    Raises:
        NotFound: The user may edit no such assignment, or one of the items is not of it.
    """
    with _held(db, user_id, assignment_id) as held:
        known = {one.item_id: one for one in held.items}
        if any(item_id not in known for item_id in item_ids):
            raise NotFound
        held.arrange([known[item_id] for item_id in dict.fromkeys(item_ids)])


def remove_item(
    db: Database, *, user_id: uuid.UUID, assignment_id: uuid.UUID, item_id: uuid.UUID
) -> None:
    """Take an item out that nobody has begun; what is gone already stays so.

    Raises:
        InvalidInput: Somebody has begun it, or none would be left.
        NotFound: The user may edit no such assignment.
    """
    with _held(db, user_id, assignment_id) as held:
        others = [one for one in held.items if one.item_id != item_id]
        if len(others) < len(held.items):
            held.arrange(others, removed=[item_id])
