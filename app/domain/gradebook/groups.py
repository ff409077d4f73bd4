"""Groups of assignments, and what may be wrong with those that a teacher sets."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.domain.texts import Message, say

K = TypeVar("K", bound=Hashable)
MOST_GROUPS = 20
_LONGEST_TITLE = 60
_MOST_WEIGHT = 1000
_MOST_DROPPED = 50


@dataclass(frozen=True)
class Group(Generic[K]):
    """Assignments that count together.

    Attributes:
        key: Which.
        weight: How much it counts, next to the other groups' weights.
        drop_lowest: How many of its assignments are left out for each student.
    """

    key: K
    weight: float
    drop_lowest: int


@dataclass(frozen=True)
class GroupFields:
    """A group as a teacher set it; a number is None where what was typed is none."""

    title: str
    weight: float | None
    drop_lowest: int | None


def check_groups(groups: Sequence[GroupFields]) -> dict[str, Message]:
    """Return what is wrong with a course's groups, by field: `title.0`, `weight.0`, `drop.0`, … or `groups`."""
    errors: dict[str, Message] = {}
    if len(groups) > MOST_GROUPS:
        errors["groups"] = say("A course has at most %(most)s groups.", most=MOST_GROUPS)
    seen: set[str] = set()
    for number, group in enumerate(groups):
        if not 0 < len(group.title) <= _LONGEST_TITLE:
            errors[f"title.{number}"] = say(
                "Type a name of 1 to %(most)s characters.", most=_LONGEST_TITLE
            )
        elif group.title.casefold() in seen:
            errors[f"title.{number}"] = say("Another group has this name. Choose a different one.")
        seen.add(group.title.casefold())
        weight, dropped = group.weight, group.drop_lowest
        if weight is None or not math.isfinite(weight) or not 0 < weight <= _MOST_WEIGHT:
            errors[f"weight.{number}"] = say(
                "A weight is a number above 0 and up to %(most)s.", most=_MOST_WEIGHT
            )
        if dropped is None or not 0 <= dropped <= _MOST_DROPPED:
            errors[f"drop.{number}"] = say(
                "Type a whole number from 0 to %(most)s.", most=_MOST_DROPPED
            )
    return errors
