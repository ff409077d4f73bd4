"""The items of an assignment: adding, changing, ordering and removing them."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.changes import Action
from app.domain.credit import Counting, Rules
from app.domain.texts import say, say_many
from app.errors import InvalidInput, NotFound
from app.models import Assignment, Item
from app.queries.begun import begun_by
from app.queries.problems import item_titles
from app.services.changes import record_change

_MAX_ITEMS = 50


@dataclass(frozen=True)
class NewItem:
    """An item to be made.

    Attributes:
        problem: The slug of its problem.
        points: What it is worth.
        max_attempts: How many attempts a student has.
        item_id: The id that the form of this click carries: a second click makes no second item.
    """

    problem: str
    points: float
    max_attempts: int
    item_id: uuid.UUID | None = None


@dataclass(frozen=True)
class ItemChange:
    """Other points and attempts for an item."""

    item_id: uuid.UUID
    points: float
    max_attempts: int


def require_usable(items: Sequence[NewItem | ItemChange], rules: Rules) -> None:
    """Let items have only points and attempts within their bounds, and attempts enough for all points.

    Raises:
        InvalidInput: One has not; told at the field `items`.
    """
    for item in items:
        if not 0 < item.points <= 1000:
            _refuse(say("Points lie above 0 and up to 1000."))
        if not 0 < item.max_attempts <= 100:
            _refuse(say("Give 1 to 100 attempts."))
    _require_enough_attempts([item.max_attempts for item in items], rules)


def make_items(session: Session, assignment: Assignment, items: Sequence[NewItem]) -> None:
    """Give an assignment that is being made its items, in their order.

    Raises:
        InvalidInput: There are none or too many, or one of an unknown problem.
    """
    _require_number(len(items))
    titles = _titles(session, assignment.course_id, items)
    assignment.items = [
        _made(assignment, item, titles[item.problem], position)
        for position, item in enumerate(items, start=1)
    ]


def arrange_items(
    session: Session,
    assignment: Assignment,
    *,
    by_id: uuid.UUID,
    items: Sequence[NewItem | ItemChange],
    removed: Collection[uuid.UUID],
) -> None:
    """Change, add and remove items of a locked assignment, and put them in the order in which they are given.

    Items that are not named, for instance since a colleague added them meanwhile, stay as they are, behind the others;
    what is to be removed and is not there any more is passed over.

    Raises:
        InvalidInput: Somebody has begun what is to be removed, none or too many would be left, a problem is unknown, or
            the attempts are too few for all points.
        NotFound: An item to be changed is not of the assignment.
    """
    # Locked: nobody is dealt what is removed at this moment.
    held = session.scalars(
        select(Item)
        .where(Item.assignment_id == assignment.id)
        .order_by(Item.position)
        .with_for_update()
    ).all()
    by_item = {item.id: item for item in held}
    trail = _Trail(session, assignment, by_id)
    _remove(session, trail, [by_item.pop(item_id) for item_id in removed if item_id in by_item])
    new = [one for one in items if isinstance(one, NewItem) and one.item_id not in by_item]
    titles = _titles(session, assignment.course_id, new)
    arranged: list[Item] = []
    for one in items:
        if one.item_id in {item.id for item in arranged}:
            # A second click names what the first has made.
            continue
        item = None if one.item_id is None else by_item.pop(one.item_id, None)
        if item is not None:
            trail.changed(item, one)
        elif isinstance(one, ItemChange):
            raise NotFound
        else:
            item = _made(assignment, one, titles[one.problem], position=0)
            trail.added(item)
        arranged.append(item)
    arranged += by_item.values()
    _require_number(len(arranged))
    _require_enough_attempts([item.max_attempts for item in arranged], assignment.rules)
    # New items have no place yet.
    places = [item.position for item in arranged if item.position]
    if places != sorted(places):
        trail.moved(arranged)
    _place(session, arranged)


class _Trail:
    """What is written down of the changes to an assignment's items."""

    def __init__(self, session: Session, assignment: Assignment, by_id: uuid.UUID) -> None:
        self._session, self._assignment, self._by_id = session, assignment, by_id

    def added(self, item: Item) -> None:
        self._record(Action.ITEM_ADDED, item, after=_state(item))

    def removed(self, item: Item) -> None:
        self._record(Action.ITEM_REMOVED, item, before=_state(item))

    def changed(self, item: Item, change: NewItem | ItemChange) -> None:
        before = _state(item)
        item.points, item.max_attempts = change.points, change.max_attempts
        self._record(Action.ITEM, item, before=before, after=_state(item))

    def moved(self, arranged: Sequence[Item]) -> None:
        record_change(
            self._session,
            Action.ITEMS_MOVED,
            course_id=self._assignment.course_id,
            by_id=self._by_id,
            about=self._assignment.title,
            after={"items": [item.title for item in arranged]},
        )

    def _record(self, action: Action, item: Item, **states: dict[str, object]) -> None:
        record_change(
            self._session,
            action,
            course_id=self._assignment.course_id,
            by_id=self._by_id,
            about=f"{self._assignment.title} · {item.title}",
            before=states.get("before"),
            after=states.get("after"),
        )


def _state(item: Item) -> dict[str, object]:
    return {"problem": item.problem, "points": item.points, "attempts": item.max_attempts}


def _made(assignment: Assignment, item: NewItem, title: str, position: int) -> Item:
    return Item(
        id=item.item_id or uuid.uuid4(),
        assignment_id=assignment.id,
        position=position,
        problem=item.problem,
        title=title,
        points=item.points,
        max_attempts=item.max_attempts,
    )


def _remove(session: Session, trail: _Trail, items: Sequence[Item]) -> None:
    if not items:
        return
    course_id = session.get_one(Assignment, items[0].assignment_id).course_id
    begun = begun_by(session, course_id, [item.id for item in items])
    for item in items:
        if item.id in begun:
            _refuse(
                say_many(
                    "“%(title)s” stays: %(num)s student has begun it or has points on it.",
                    "“%(title)s” stays: %(num)s students have begun it or have points on it.",
                    num=begun[item.id],
                    title=item.title,
                )
            )
        trail.removed(item)
        session.delete(item)
    session.flush()


def _place(session: Session, arranged: Sequence[Item]) -> None:
    if [item.position for item in arranged] == list(range(1, len(arranged) + 1)):
        return
    session.add_all(arranged)
    # Each place belongs to one item at every moment, so all leave theirs before they take another.
    for sign in (-1, 1):
        for place, item in enumerate(arranged, start=1):
            item.position = sign * place
        session.flush()


def _titles(session: Session, course_id: uuid.UUID, new: Sequence[NewItem]) -> dict[str, str]:
    """Return the titles of the items' problems by slug, each of the library or the course's own."""
    titles = item_titles(session, course_id, {item.problem for item in new})
    for item in new:
        if item.problem not in titles:
            _refuse(
                say(
                    "There is no problem “%(name)s” to choose. It may be archived by now: look through the list again.",
                    name=item.problem[:100],
                )
            )
    return titles


def _require_number(items: int) -> None:
    if not 0 < items <= _MAX_ITEMS:
        _refuse(say("Choose 1 to %(most)s problems.", most=_MAX_ITEMS))


def _require_enough_attempts(attempts: Sequence[int], rules: Rules) -> None:
    needed = rules.answers_in_a_row if rules.counting is Counting.STREAK else 1
    if min(attempts, default=needed) < needed:
        _refuse(
            say_many(
                "All points take %(num)s right answer: give each problem as many attempts.",
                "All points take %(num)s right answers in a row: give each problem at least as many attempts.",
                num=needed,
            )
        )


def _refuse(message: str) -> None:
    raise InvalidInput(say("The items need another look."), {"items": message})
