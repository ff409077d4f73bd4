"""How scores go together: correlation, discrimination, reliability, and scores by quintile."""

import math
from collections.abc import Sequence

from app.domain.item_analysis.describing import is_constant, mean, sample_variance
from app.domain.item_analysis.figure import Figure, Missing

QUINTILES = 5
_LEAST_PAIRS = 3
"""Through two points there is always a line: a correlation of two says nothing."""


def correlation(one: Sequence[float], other: Sequence[float]) -> Figure:
    """Give Pearson's product-moment correlation of two equally long lists, -1 to 1.

    r = sum((x - mx)(y - my)) / sqrt(sum((x - mx)^2) sum((y - my)^2)). Not defined for fewer than three
    pairs, nor where one of the lists has no variance.
    """
    if not one:
        return Figure.without(Missing.NOBODY)
    if len(one) < _LEAST_PAIRS:
        return Figure.without(Missing.TOO_FEW)
    if is_constant(one) or is_constant(other):
        return Figure.without(Missing.NO_VARIANCE)
    away, off = _deviations(one), _deviations(other)
    together = math.fsum(x * y for x, y in zip(away, off, strict=True))
    spread = math.sqrt(math.fsum(x * x for x in away)) * math.sqrt(math.fsum(y * y for y in off))
    return Figure(max(-1.0, min(1.0, together / spread)))


def item_total(item: Sequence[float], totals: Sequence[float]) -> Figure:
    """Give the item-total correlation, the discrimination that PrairieLearn shows.

    An item is part of its own total, so that this is above zero also for an item that has nothing to
    do with the others (Crocker and Algina, *Introduction to Classical and Modern Test Theory*,
    1986, section 14.3); `item_rest` is not.

    Args:
        item: Each student's points on the item.
        totals: Each student's points on all items, the same students in the same order.
    """
    return correlation(item, totals)


def item_rest(item: Sequence[float], rests: Sequence[float]) -> Figure:
    """Give the corrected item-total correlation: of an item with all the *other* items.

    Args:
        item: Each student's points on the item.
        rests: Each student's points on all other items, the same students in the same order.
    """
    return correlation(item, rests)


def cronbach_alpha(items: Sequence[Sequence[float]]) -> Figure:
    """Give Cronbach's alpha, the internal consistency of a set of items; at most 1, may be negative.

    alpha = k / (k - 1) * (1 - sum(var(item)) / var(total)), by L. J. Cronbach, "Coefficient alpha and
    the internal structure of tests", *Psychometrika* 16 (1951) 297-334. Sample or population
    variances give the same. Not defined for one item, for fewer than two students, nor where
    all totals are equal.

    Args:
        items: For each item the points of each student, the same students in the same order.
    """
    if not items or not items[0]:
        return Figure.without(Missing.NOBODY)
    if len(items) < 2:
        return Figure.without(Missing.ONE_ITEM)
    if len(items[0]) < 2:
        return Figure.without(Missing.TOO_FEW)
    totals = [math.fsum(points) for points in zip(*items, strict=True)]
    whole = sample_variance(totals)
    if whole == 0:
        return Figure.without(Missing.NO_VARIANCE)
    parts = math.fsum(sample_variance(points) for points in items)
    return Figure(len(items) / (len(items) - 1) * (1 - parts / whole))


def quintile_scores(item: Sequence[float], totals: Sequence[float]) -> tuple[Figure, ...]:
    """Give the mean item score of each fifth of the students by total, the lowest fifth first.

    Students with equal totals belong to the same fifth, the one in which the middle of their ranks
    lies; PrairieLearn's `ntile(5)` parts them by chance. A fifth can therefore be empty. Fewer than
    five students make no fifths.

    Args:
        item: Each student's score on the item.
        totals: Each student's total, the same students in the same order.
    """
    n = len(totals)
    if n < QUINTILES:
        reason = Missing.TOO_FEW if n else Missing.NOBODY
        return (Figure.without(reason),) * QUINTILES
    fifths: list[list[float]] = [[] for _ in range(QUINTILES)]
    for score, fifth in zip(item, _fifths(totals), strict=True):
        fifths[fifth].append(score)
    return tuple(mean(scores) for scores in fifths)


def _fifths(totals: Sequence[float]) -> list[int]:
    """Give each student's fifth, 0 to 4, from twice the middle rank of all with the same total."""
    n = len(totals)
    order = sorted(range(n), key=totals.__getitem__)
    fifths = [0] * n
    first = 0
    while first < n:
        last = first
        while last + 1 < n and is_constant((totals[order[first]], totals[order[last + 1]])):
            last += 1
        # Ranks from 0: the middle of first..last, plus a half, lies strictly between 0 and n.
        fifth = QUINTILES * (first + last + 1) // (2 * n)
        for place in range(first, last + 1):
            fifths[order[place]] = fifth
        first = last + 1
    return fifths


def _deviations(values: Sequence[float]) -> list[float]:
    middle = math.fsum(values) / len(values)
    return [value - middle for value in values]
