"""The items of an assignment in its form, which arranges them: nothing is stored before the whole form is saved."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.texts import say
from app.errors import InvalidInput
from app.queries.assignments import ItemRow
from app.queries.problems import ProblemFacts, library_picks
from app.services.items import ItemChange, NewItem
from app.web.picker import chosen_picks

ARRANGE = "arrange"
"""The buttons that only show the form again, with the items arranged as they say."""
_NEW = "new."


@dataclass(frozen=True)
class Line:
    """An item in the form.

    Attributes:
        key: The item's id; of one that is to be made, `new.` and its problem's slug.
        title: Its problem's.
        points: As typed.
        attempts: As typed.
        begun: How many people have begun it or have points on it, so that it must stay.
    """

    key: str
    title: str
    points: str
    attempts: str
    begun: int


def item_fields(items: Iterable[ItemRow]) -> dict[str, str]:
    """Return the form's fields as an assignment's items stand."""
    fields = {"order": " ".join(str(item.id) for item in items), "made_id": str(uuid.uuid4())}
    for item in items:
        fields[f"points.{item.id}"] = f"{item.points:g}"
        fields[f"attempts.{item.id}"] = str(item.max_attempts)
    return fields


def item_lines(
    fields: Mapping[str, str],
    items: Sequence[ItemRow],
    begun: Mapping[uuid.UUID, int],
    own: Sequence[ProblemFacts],
) -> tuple[Line, ...]:
    """Return what a form shows of the items, in the order in which they were arranged."""
    held = {str(item.id): item for item in items}
    titles = {f"{_NEW}{pick.slug}": pick.title for pick in (*library_picks(), *own)}
    return tuple(
        Line(
            key=key,
            title=held[key].title if key in held else titles.get(key, key.removeprefix(_NEW)),
            points=fields.get(f"points.{key}", f"{held[key].points:g}" if key in held else ""),
            attempts=fields.get(
                f"attempts.{key}", str(held[key].max_attempts) if key in held else ""
            ),
            begun=begun.get(held[key].id, 0) if key in held else 0,
        )
        for key in _order(fields, items)
    )


def arranged(
    fields: Mapping[str, str], items: Sequence[ItemRow], own: Sequence[ProblemFacts]
) -> dict[str, str]:
    """Return a form's fields after one of the buttons that arrange: up, down, remove and add."""
    action, _, key = fields.get(ARRANGE, "").partition(" ")
    fields = with_chosen(fields, items, own) if action == "add" else dict(fields)
    order = _order(fields, items)
    if key in order:
        place = order.index(key)
        order.remove(key)
        if action == "remove":
            fields["removed"] = f"{fields.get('removed', '')} {key}".strip()
        else:
            order.insert(max(0, place - 1) if action == "up" else place + 1, key)
    return {**fields, "order": " ".join(order)}


def with_chosen(
    fields: Mapping[str, str], items: Sequence[ItemRow], own: Sequence[ProblemFacts]
) -> dict[str, str]:
    """Return a form's fields with the problems that are ticked among its items, behind the others."""
    order, changed = _order(fields, items), dict(fields)
    for problem in chosen_picks(fields, own):
        key = f"{_NEW}{problem.slug}"
        del changed[f"pick.{problem.slug}"]
        if key not in order:
            order.append(key)
            for name in ("points", "attempts"):
                changed[f"{name}.{key}"] = fields.get(f"{name}.{problem.slug}", "")
    return {**changed, "order": " ".join(order)}


def read_items(
    assignment_id: uuid.UUID,
    fields: Mapping[str, str],
    items: Sequence[ItemRow],
    own: Sequence[ProblemFacts],
) -> list[ItemChange | NewItem]:
    """Read an assignment's items from its form, in their order and with what is ticked.

    Raises:
        InvalidInput: Points or attempts are no number.
    """
    fields = with_chosen(fields, items, own)
    return [
        NewItem(
            key.removeprefix(_NEW),
            read_points(line.points),
            read_attempts(line.attempts),
            _made_id(assignment_id, fields, key),
        )
        if (key := line.key).startswith(_NEW)
        else ItemChange(uuid.UUID(key), read_points(line.points), read_attempts(line.attempts))
        for line in item_lines(fields, items, {}, own)
    ]


def read_removed(fields: Mapping[str, str], items: Iterable[ItemRow]) -> list[uuid.UUID]:
    """Read from an assignment's form which of its items are to be taken out."""
    removed = fields.get("removed", "").split()
    return [item.id for item in items if str(item.id) in removed]


def read_made_id(fields: Mapping[str, str]) -> uuid.UUID | None:
    """Read the id that a form carries for what it makes, None where it carries none."""
    try:
        return uuid.UUID(fields.get("made_id", ""))
    except ValueError:
        return None


def read_points(text: str) -> float:
    """Read an item's points.

    Raises:
        InvalidInput: It is no number.
    """
    try:
        return float(text)
    except ValueError:
        message = say("Type a number for the points of each problem.")
        raise InvalidInput(message, {"items": message}) from None


def read_attempts(text: str) -> int:
    """Read how many attempts an item has.

    Raises:
        InvalidInput: It is no whole number.
    """
    try:
        return int(text)
    except ValueError:
        message = say("Type a number for the attempts of each problem.")
        raise InvalidInput(message, {"items": message}) from None


def _order(fields: Mapping[str, str], items: Iterable[ItemRow]) -> list[str]:
    """Return the keys of the items in the order of the form; one that a colleague added meanwhile stands at the end."""
    held, removed = [str(item.id) for item in items], fields.get("removed", "").split()
    named = dict.fromkeys(fields.get("order", "").split())
    order = [key for key in named if (key in held or key.startswith(_NEW)) and key not in removed]
    return [*order, *(key for key in held if key not in named and key not in removed)]


def _made_id(assignment_id: uuid.UUID, fields: Mapping[str, str], key: str) -> uuid.UUID:
    # The same for every click on the same form, and of no other assignment.
    return uuid.uuid5(assignment_id, f"{fields.get('made_id', '')} {key}")
