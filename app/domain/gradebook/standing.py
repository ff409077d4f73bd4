"""Where a student stands in an assignment, with what teachers have overridden."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.texts import Message, say

_MOST = 2
"""Nobody is given more than so many times the points there are: more is a slip of the keyboard."""


@dataclass(frozen=True)
class Override:
    """What a teacher has set in place of what was earned: so many points, or None to excuse from it."""

    points: float | None

    @property
    def excuses(self) -> bool:
        """Whether the student is excused: it counts neither for nor against them."""
        return self.points is None


@dataclass(frozen=True)
class ItemPoints:
    """One student's points on one item.

    Attributes:
        possible: What the item is worth.
        earned: What the attempts have earned; None before the first mark.
        override: What was set in its place.
    """

    possible: float
    earned: float | None
    override: Override | None = None

    @property
    def counted(self) -> float | None:
        """The points that count; None where there are none yet, or the student is excused."""
        return self.earned if self.override is None else self.override.points


@dataclass(frozen=True)
class Standing:
    """One student's points on an assignment.

    Attributes:
        earned: The points that count; None before the first.
        possible: The points there are for this student: what they are excused from is left out.
    """

    earned: float | None
    possible: float

    @property
    def is_excused(self) -> bool:
        """Whether nothing of it counts for this student."""
        return self.possible == 0


def stand(items: Iterable[ItemPoints], override: Override | None = None) -> Standing:
    """Return where a student stands, from the items of an assignment and what was set for the whole of it."""
    counting = [one for one in items if one.override is None or not one.override.excuses]
    possible = math.fsum(one.possible for one in counting)
    if override is not None:
        return Standing(None, 0.0) if override.excuses else Standing(override.points, possible)
    counted = [one.counted for one in counting if one.counted is not None]
    return Standing(sum(counted) if counted else None, possible)


def asked_of(points: float, standing: Standing, full: float) -> float:
    """Return how many points are asked of a student where `points` are of everybody.

    Args:
        points: What a prerequisite asks for in an assignment.
        standing: Theirs in it.
        full: The points that there are for who is excused from nothing.
    """
    return points * standing.possible / full if full else points


def check_points(points: float, possible: float) -> Message | None:
    """Return what is wrong with points that a teacher sets and what to do, None where all is well."""
    most = _MOST * possible
    if not math.isfinite(points) or points < 0:
        return say("Points are 0 or more. To leave it out altogether, excuse the student.")
    if points > most:
        return say(
            "That is more than twice the %(possible)s points there are. Give at most %(most)s.",
            possible=f"{possible:g}",
            most=f"{most:g}",
        )
    return None
