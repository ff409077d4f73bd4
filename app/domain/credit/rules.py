"""The rules by which an assignment gives credit, over time and over attempts."""

import datetime as dt
import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.credit.earning import Try, earned_share
from app.domain.credit.times import ALWAYS_OPEN, Times

MOST_PERCENTS = 20
# Less than this is left over from rounding.
_NOTHING = 1e-9


@dataclass(frozen=True)
class Rules:
    """How an assignment gives credit.

    Attributes:
        times: What a submission is worth when.
        percents: What the first, second, … attempt at an item is worth, in percent of its points; the last one holds
            for all that follow. Empty: every attempt is worth all of them.
    """

    times: Times = ALWAYS_OPEN
    percents: tuple[float, ...] = ()

    def extended(self, until: dt.datetime | None) -> "Rules":
        """Return the rules for somebody who was given time until then."""
        return Rules(self.times.extended(until), self.percents)

    def worth(self, used: int, at: dt.datetime) -> float:
        """Return the share of an item's points that a right answer is worth.

        Args:
            used: How many attempts were used before it.
            at: When it is received.
        """
        percent = self.percents[min(used, len(self.percents) - 1)] if self.percents else 100.0
        return (percent / 100) * (self.times.percent(at) / 100)

    def tries(self, attempts: Iterable[tuple[dt.datetime, float | None]]) -> tuple[Try, ...]:
        """Return what each attempt was worth, from when it was received and its score, in their order."""
        return tuple(
            Try(score, self.worth(used, received))
            for used, (received, score) in enumerate(attempts)
        )

    def still_to_earn(self, tries: tuple[Try, ...], at: dt.datetime) -> float:
        """Return the share of an item's points that one more attempt would add if it were all right."""
        right = Try(1.0, self.worth(len(tries), at))
        gain = earned_share((*tries, right)) - earned_share(tries)
        return gain if gain > _NOTHING else 0.0


DEFAULT_RULES = Rules()
"""No times, and every attempt worth all points: the best one counts."""


def check_percents(percents: tuple[float, ...]) -> str | None:
    """Return what is wrong with the credit over attempts and what to do, None where all is well."""
    if len(percents) > MOST_PERCENTS:
        return f"There are more than {MOST_PERCENTS} numbers. Leave some out: the last one holds for all that follow."
    if not all(math.isfinite(percent) and 0 <= percent <= 100 for percent in percents):
        return "Each number lies between 0 and 100: the credit of an attempt in percent."
    if any(later > earlier for earlier, later in itertools.pairwise(percents)):
        return "A later attempt cannot be worth more than an earlier one. Begin with the highest number."
    return None
