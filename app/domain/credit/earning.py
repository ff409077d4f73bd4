"""What a student has earned on an item, from the scores of the attempts and what each was worth.

Best and streak follow PrairieLearn's exam and homework assessments (docs/assessment/configuration.md, "Question scoring
details"), whose published examples the tests reproduce.
"""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Less than this is left over from rounding.
NOTHING = 1e-9


@dataclass(frozen=True)
class Try:
    """One attempt.

    Attributes:
        score: Its score in [0, 1]; None while it is not marked.
        worth: What a right answer was worth then, as a share of the item's points.
    """

    score: float | None
    worth: float


def best_share(tries: Iterable[Try]) -> float:
    """Return the share of an item's points that attempts, in their order, have earned where the best counts.

    Only an improvement earns: the gain over the best score before, times what the attempt was worth. So the best of
    several attempts of equal worth counts, and nobody loses by trying again.
    """
    earned = best = worth = 0.0
    for one in tries:
        if one.score is not None and one.score > best:
            # The sum of the gains, in an order in which equal worths give exactly best * worth.
            earned += best * (worth - one.worth)
            best, worth = one.score, one.worth
    return earned + best * worth


def last_share(tries: Iterable[Try]) -> float:
    """Return the share of an item's points that attempts have earned where the last marked one counts."""
    return next(reversed(_marked(tries)), 0.0)


def average_share(tries: Iterable[Try]) -> float:
    """Return the share of an item's points that attempts have earned where the mean of the marked ones counts."""
    marked = _marked(tries)
    return statistics.fmean(marked) if marked else 0.0


def streak_share(tries: Iterable[Try], first: float) -> float:
    """Return the share of an item's points that attempts have earned where right answers in a row do.

    Args:
        tries: The attempts in their order; `worth` is their credit over time.
        first: What a right answer without another one before it is worth, as a share of the points; each that follows
            at once is worth as much more.
    """
    return _streak(tries, first)[1]


def streak_left(tries: Iterable[Try], first: float) -> float:
    """Return the share of an item's points that right answers in a row may still add, whatever the time takes off."""
    return 1.0 - _streak(tries, first)[0]


def _streak(tries: Iterable[Try], first: float) -> tuple[float, float]:
    """Return what the attempts have used up of the item's points, and what that has earned."""
    used = earned = best = 0.0
    value = first
    for one in tries:
        if one.score is None:
            continue
        # Half right twice is no more than half right: within a streak only what improves on the best since the last
        # right answer counts.
        gain = min(max(0.0, one.score - best) * value, 1.0 - used)
        used, earned = used + gain, earned + gain * one.worth
        if one.score == 1:
            best, value = 0.0, value + first
        else:
            best, value = max(best, one.score), first
    return used, earned


def _marked(tries: Iterable[Try]) -> Sequence[float]:
    return [one.score * one.worth for one in tries if one.score is not None]
