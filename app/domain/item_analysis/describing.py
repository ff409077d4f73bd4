"""What a set of scores looks like: mean, median, spread, shares and a histogram.

Sums are exact until the last rounding (`math.fsum`), so that no figure depends on the order of
students. The standard deviation is the *sample's* (divided by n - 1): a class is seen as a sample of
those who take the course.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.domain.item_analysis.figure import Figure, Missing

ROUNDING: Final = 1e-9
"""Scores nearer to each other than this, or to a bound, are taken as equal: they are sums of fractions."""


@dataclass(frozen=True)
class Summary:
    """A set of scores in figures.

    Attributes:
        n: How many scores there are.
        mean: Their arithmetic mean.
        median: The middle one, or the mean of the two in the middle.
        low: The smallest.
        high: The greatest.
        sd: The sample's standard deviation; not defined for fewer than two.
        zero: The share of scores at 0.
        some: The share of scores above 0 and below 1.
        full: The share of scores at 1.
    """

    n: int
    mean: Figure
    median: Figure
    low: Figure
    high: Figure
    sd: Figure
    zero: Figure
    some: Figure
    full: Figure


def summarise(scores: Iterable[float]) -> Summary:
    """Describe scores between 0 and 1."""
    known = sorted(scores)
    return Summary(
        n=len(known),
        mean=mean(known),
        median=median(known),
        low=_of_some(known, min),
        high=_of_some(known, max),
        sd=sample_sd(known),
        zero=share(known, is_zero),
        some=share(known, lambda score: not is_zero(score) and not is_full(score)),
        full=share(known, is_full),
    )


def is_zero(score: float) -> bool:
    """Tell whether a score in [0, 1] is none at all."""
    return score <= ROUNDING


def is_full(score: float) -> bool:
    """Tell whether a score in [0, 1] is the whole."""
    return score >= 1 - ROUNDING


def mean(values: Sequence[float]) -> Figure:
    """Give the arithmetic mean."""
    return _of_some(values, lambda some: math.fsum(some) / len(some))


def median(values: Sequence[float]) -> Figure:
    """Give the middle value, of an even number the mean of the two in the middle."""
    return _of_some(values, _middle)


def share(values: Sequence[float], counts: Callable[[float], bool]) -> Figure:
    """Give the share, 0 to 1, of the values that count."""
    return _of_some(values, lambda some: sum(map(counts, some)) / len(some))


def sample_sd(values: Sequence[float]) -> Figure:
    """Give the sample's standard deviation: sqrt(sum((x - mean)^2) / (n - 1)).

    It is exactly 0 where no two values differ by more than rounding.
    """
    if not values:
        return Figure.without(Missing.NOBODY)
    if len(values) < 2:
        return Figure.without(Missing.TOO_FEW)
    return Figure(math.sqrt(sample_variance(values)))


def sample_variance(values: Sequence[float]) -> float:
    """Give the sample's variance of at least two values; exactly 0 where they differ by rounding only."""
    if is_constant(values):
        return 0.0
    middle = math.fsum(values) / len(values)
    return math.fsum((value - middle) ** 2 for value in values) / (len(values) - 1)


def is_constant(values: Sequence[float]) -> bool:
    """Tell whether values are all the same, but for the rounding of their last digits."""
    least, most = min(values), max(values)
    return most - least <= ROUNDING * max(abs(least), abs(most))


def histogram(scores: Iterable[float], bins: int = 10) -> tuple[int, ...]:
    """Count scores in [0, 1] by equal bins; each holds its lower bound, the last one both.

    A score that misses a bound by rounding only counts as on it: 0.7 of a point lies in the bin
    that begins at 70 %, also where it was added up from tenths.
    """
    counts = [0] * bins
    for score in scores:
        counts[min(bins - 1, int(score * bins + ROUNDING))] += 1
    return tuple(counts)


def _of_some(values: Sequence[float], calculate: Callable[[Sequence[float]], float]) -> Figure:
    return Figure(calculate(values)) if values else Figure.without(Missing.NOBODY)


def _middle(values: Sequence[float]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
