"""When work arrives, and what is said of the times it took."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass


def arrivals(rate: float, seconds: float, seed: int) -> list[float]:
    """Return when students come, in seconds from the beginning: independently of each other, and of any answer.

    Args:
        rate: How many come in a second, in the mean.
        seconds: For how long.
        seed: The same seed makes the same plan.
    """
    chance = random.Random(seed)
    planned: list[float] = []
    at = chance.expovariate(rate)
    while at < seconds:
        planned.append(at)
        at += chance.expovariate(rate)
    return planned


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value that so many percent of the values do not exceed: the nearest rank; NaN of none."""
    if not values:
        return math.nan
    return sorted(values)[max(1, math.ceil(percent * len(values) / 100)) - 1]


@dataclass(frozen=True)
class Waits:
    """How long people waited, each from the moment at which they meant to begin.

    Attributes:
        seconds: Each one's time.
    """

    seconds: tuple[float, ...]

    @property
    def p50(self) -> float:
        return percentile(self.seconds, 50)

    @property
    def p95(self) -> float:
        return percentile(self.seconds, 95)

    @property
    def p99(self) -> float:
        return percentile(self.seconds, 99)

    def __str__(self) -> str:
        return f"{spell(self.p50)} / {spell(self.p95)} / {spell(self.p99)}"


def spell(seconds: float) -> str:
    """Return a time for people: in milliseconds below ten seconds."""
    if math.isnan(seconds):
        return "no figure"
    return f"{1000 * seconds:,.0f} ms" if seconds < 10 else f"{seconds:,.1f} s"


def rate_in_the_middle(times: Sequence[float], first: float = 0.1, last: float = 0.95) -> float:
    """Return how many ended in a second while all were at work: from the first tenth to the last twentieth.

    Args:
        times: When each of them ended, in seconds of any clock.
        first: The share that is left out at the beginning.
        last: The share at which counting ends.
    """
    ended = sorted(times)
    begin, end = int(first * len(ended)), int(last * len(ended)) - 1
    if end <= begin or ended[end] <= ended[begin]:
        return math.nan
    return (end - begin) / (ended[end] - ended[begin])
