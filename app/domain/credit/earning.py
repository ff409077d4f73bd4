"""What a student has earned on an item, from the scores of the attempts and what each was worth."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Try:
    """One attempt.

    Attributes:
        score: Its score in [0, 1]; None while it is not marked.
        worth: What a right answer was worth then, as a share of the item's points.
    """

    score: float | None
    worth: float


def earned_share(tries: Iterable[Try]) -> float:
    """Return the share of an item's points that a student's attempts, in their order, have earned.

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
