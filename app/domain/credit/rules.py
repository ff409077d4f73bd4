"""The rules by which an assignment gives credit, over time and over attempts."""

import dataclasses
import datetime as dt
import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.credit.counting import COUNTING_TOLD, Counting
from app.domain.credit.earning import (
    NOTHING,
    Try,
    average_share,
    best_share,
    last_share,
    streak_left,
    streak_share,
)
from app.domain.credit.times import ALWAYS_OPEN, Times

DEFAULT_STREAK_PERCENT = 25.0


@dataclass(frozen=True)
class Rules:
    """How an assignment gives credit.

    Attributes:
        times: What a submission is worth when.
        percents: Where the best attempt counts: what the first, second, … attempt at an item is worth, in percent of
            its points; the last one holds for all that follow. Empty: every attempt is worth all of them.
        carries_slips: Whether a slip in one backward call that is consistently carried on loses marks only once.
        counting: Which attempts count.
        streak_percent: Where a streak counts: what its first right answer is worth, in percent of the item's points.
            The second in a row is worth twice as much, the third three times, until all points are earned.
        new_exercises: Whether each attempt at an item is made at an exercise of its own; else all are made at one.
    """

    times: Times = ALWAYS_OPEN
    percents: tuple[float, ...] = ()
    carries_slips: bool = False
    counting: Counting = Counting.BEST
    streak_percent: float = DEFAULT_STREAK_PERCENT
    new_exercises: bool = False

    @property
    def told(self) -> str:
        """What students are told of which attempts count."""
        return COUNTING_TOLD[self.counting]

    @property
    def answers_in_a_row(self) -> int:
        """How many right answers in a row earn all points, where a streak counts."""
        # The first n are worth n (n + 1) / 2 times the first one.
        needed = 2 * 100 / self.streak_percent
        return math.ceil((math.sqrt(1 + 4 * needed) - 1) / 2 - NOTHING)

    def extended(self, until: dt.datetime | None) -> "Rules":
        """Return the rules for somebody who was given time until then."""
        return dataclasses.replace(self, times=self.times.extended(until))

    def worth(self, used: int, at: dt.datetime) -> float:
        """Return the share of an item's points by which an attempt's score is multiplied.

        Where a streak counts, what the streak is worth comes on top of it.

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

    def earned(self, tries: Sequence[Try]) -> float:
        """Return the share of an item's points that a student's attempts, in their order, have earned."""
        match self.counting:
            case Counting.BEST:
                return best_share(tries)
            case Counting.LAST:
                return last_share(tries)
            case Counting.AVERAGE:
                return average_share(tries)
            case Counting.STREAK:
                return streak_share(tries, self.streak_percent / 100)

    def shares(self, tries: Sequence[Try]) -> tuple[float | None, ...]:
        """Return what each attempt came to on its own, as a share of an item's points; None where it is not marked.

        Where a streak counts, this is what the attempt has added.
        """
        if self.counting is not Counting.STREAK:
            return tuple(None if one.score is None else one.score * one.worth for one in tries)
        earned = [self.earned(tries[:number]) for number in range(len(tries) + 1)]
        return tuple(
            None if one.score is None else after - before
            for one, (before, after) in zip(tries, itertools.pairwise(earned), strict=True)
        )

    def still_to_earn(self, tries: Sequence[Try], at: dt.datetime) -> float:
        """Return the share of an item's points that one more attempt would add if it were all right."""
        right = Try(1.0, self.worth(len(tries), at))
        gain = self.earned((*tries, right)) - self.earned(tries)
        return gain if gain > NOTHING else 0.0

    def is_complete(self, tries: Sequence[Try]) -> bool:
        """Tell whether no further attempt can earn more, whatever the time takes off."""
        scores = [one.score for one in tries]
        if not self.new_exercises or self.counting is Counting.BEST:
            # The same exercise is solved once: a right answer to it is no new attempt.
            return 1 in scores
        match self.counting:
            case Counting.LAST:
                return scores[-1:] == [1]
            case Counting.AVERAGE:
                return bool(scores) and all(score == 1 for score in scores)
            case Counting.STREAK:
                return streak_left(tries, self.streak_percent / 100) <= NOTHING

    def takes_attempt(self, *, used_here: bool, is_newest: bool) -> bool:
        """Tell whether one of a student's exercises of an item takes an attempt, as long as any is left.

        Args:
            used_here: Whether an attempt was made at it already.
            is_newest: Whether it is the one that was dealt last.
        """
        return not used_here if self.new_exercises else is_newest


DEFAULT_RULES = Rules()
"""No times, one exercise for all attempts, and each worth all points: the best one counts."""
