"""The rows about what becomes of a `.grad`, and of a leaf's value."""

import math
from dataclasses import replace
from typing import Final

from app.domain.explanation.figures import figure
from app.domain.explanation.labels import Labels
from app.domain.explanation.rows import Row, RowKind
from app.domain.texts import say
from engine.snippet.recording.events import Change, Filled, GradChanged, Numbers, ValueChanged

_TOLERANCE: Final = 1e-5
"""Relative; two float32 numbers that differ less are shown by the same digits."""


_UNRECORDED: Final = say("The change itself is not recorded in the graph.")


def filled_row(event: Filled, labels: Labels, statement: str) -> Row:
    """The row of a gradient that arrives: accumulation is seen in it."""
    name = f"{labels.of_tensor(event.tensor)}.grad"
    before, arriving, after = map(figure, (event.before, event.arriving, event.after))
    if event.before is None:
        value, told = f"None → {after}", f"was None and becomes {after}"
    elif added(event.after, [event.before, event.arriving]):
        value = f"{before} + {arriving} → {after}"
        told = f"was {before}, and with {arriving} added it becomes {after}"
    elif alike(event.after, event.arriving):
        value = say("%(before)s, overwritten → %(after)s", before=before, after=after)
        told = f"was {before} and is overwritten with {after}"
    else:
        value = f"{before} → {after}"
        told = f"was {before}, {arriving} arrives, and it becomes {after}"
    return Row(
        RowKind.FILLED,
        event.line,
        statement,
        f"{name} {told}.",
        name,
        value=value,
        numbers=(event.before, event.arriving, event.after),
    )


def grad_row(event: GradChanged, labels: Labels, statement: str) -> Row:
    """The row of a statement that changes a `.grad`."""
    name = f"{labels.of_tensor(event.tensor)}.grad"
    before, after = figure(event.before), figure(event.after)
    told = {
        Change.ZEROED: f"was {before} and holds zeros now: {after}",
        Change.NONE: f"was {before} and is None now",
        Change.ASSIGNED: f"was {before} and is another tensor now: {after}",
        Change.WRITTEN: f"was {before} and holds {after} now",
    }[event.how]
    value = f"{before} → {after}"
    if event.how is Change.WRITTEN and alike(event.before, event.after):
        told, value = f"stays {before}", say("stays %(before)s", before=before)
    return Row(
        RowKind(event.how.value),
        event.line,
        statement,
        f"{name} {told}.",
        name,
        value=value,
        numbers=(event.before, event.after),
    )


def update_row(event: ValueChanged, labels: Labels, statement: str) -> Row:
    """The row of a statement that changes a value without recording it."""
    name = labels.of_tensor(event.tensor)
    before, after = figure(event.before), figure(event.after)
    return Row(
        RowKind.UPDATE,
        event.line,
        statement,
        f"{name} was {before} and is {after} now. {_UNRECORDED}",
        name,
        value=f"{before} → {after}",
        note=_UNRECORDED,
        numbers=(event.before, event.after),
    )


def added(result: Numbers | None, parts: list[Numbers]) -> bool:
    """Whether a value is known to be the sum of others of its shape."""
    if result is None or any(part.flat is None or part.shape != result.shape for part in parts):
        return False
    columns = zip(*(part.flat or () for part in parts), strict=True)
    return alike(result, replace(result, flat=tuple(map(sum, columns))))


def alike(one: Numbers | None, other: Numbers | None) -> bool:
    """Whether two values are known to have one shape, and numbers that a table writes the same."""
    if one is None or other is None:
        return one is other
    if one.shape != other.shape or one.flat is None or other.flat is None:
        return False
    return all(map(_near, one.flat, other.flat))


def _near(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE**2) or (
        math.isnan(one) and math.isnan(other)
    )
