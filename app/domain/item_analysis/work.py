"""One student's work on one item, and how long work takes."""

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from app.domain.item_analysis.describing import is_full

LONGEST_PAUSE = dt.timedelta(hours=1)
"""A longer time without a sign of life is a pause, which is no working time."""


@dataclass(frozen=True)
class Attempt:
    """One marked submission: when it arrived, and its score in [0, 1]."""

    at: dt.datetime
    score: float


@dataclass(frozen=True)
class Work:
    """What one student did on one item.

    Attributes:
        opened_at: When the item was dealt.
        attempts: The marked submissions in the order in which they arrived.
    """

    opened_at: dt.datetime
    attempts: tuple[Attempt, ...]

    @cached_property
    def best(self) -> float | None:
        """The highest score, None before the first mark."""
        return max((attempt.score for attempt in self.attempts), default=None)

    @cached_property
    def mean(self) -> float | None:
        """The mean score of all attempts, None before the first mark."""
        if not self.attempts:
            return None
        return math.fsum(attempt.score for attempt in self.attempts) / len(self.attempts)

    @cached_property
    def attempts_to_right(self) -> int | None:
        """The number of the first attempt with full marks, from 1; None while there is none."""
        return next(
            (
                number
                for number, attempt in enumerate(self.attempts, start=1)
                if is_full(attempt.score)
            ),
            None,
        )

    @property
    def time_to_right(self) -> dt.timedelta | None:
        """From opening the item to the first attempt with full marks; None while there is none.

        Pauses are part of it: a student who sleeps over an item takes a night.
        """
        number = self.attempts_to_right
        return None if number is None else self.attempts[number - 1].at - self.opened_at


def working_time(moments: Iterable[dt.datetime]) -> dt.timedelta:
    """Add up the time between a student's signs of life that no pause lies between.

    Args:
        moments: When items were opened and answers sent in, in any order.
    """
    ordered = sorted(moments)
    gaps = (later - earlier for earlier, later in pairwise(ordered))
    return sum((gap for gap in gaps if gap <= LONGEST_PAUSE), dt.timedelta())
