"""What may be told outside the teaching team: nothing about fewer than five students.

A figure about few students tells about each of them, and a count of few, next to others and their
sum, does too (see for instance the *Statistical Disclosure Control* handbook of Eurostat's ESSnet,
2010, section 4 on the threshold rule and secondary suppression).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from app.domain.item_analysis.describing import Summary
from app.domain.item_analysis.figure import Figure, Missing

FEWEST: Final = 5
"""Groups of fewer students than this are hidden from outsiders."""

_HIDDEN: Final = Figure.without(Missing.HIDDEN)


def disclose(figure: Figure, students: int) -> Figure:
    """Give a figure about so many students, or hide it."""
    return figure if students >= FEWEST else _HIDDEN


def disclose_count(students: int, of: int) -> int | None:
    """Give a number of students out of a group; None where they, or the others, are few but not none."""
    return None if _is_few(students) or _is_few(of - students) else students


def disclose_summary(summary: Summary) -> Summary:
    """Give a summary without what tells about few: the lowest and highest score always do."""
    n = summary.n
    shares = (summary.zero, summary.some, summary.full)
    groups = [round((share.value or 0.0) * n) for share in shares]
    hidden = n < FEWEST or any(map(_is_few, groups))
    return replace(
        summary,
        mean=disclose(summary.mean, n),
        median=disclose(summary.median, n),
        sd=disclose(summary.sd, n),
        low=_HIDDEN,
        high=_HIDDEN,
        zero=_HIDDEN if hidden else summary.zero,
        some=_HIDDEN if hidden else summary.some,
        full=_HIDDEN if hidden else summary.full,
    )


def disclose_counts(counts: Sequence[int]) -> tuple[int | None, ...]:
    """Give counts of students whose sum may be known, with those of few hidden.

    Where what is hidden adds up to few it could be told from the sum, or nearly: then the smallest of
    the others is hidden too.
    """
    hidden = {place for place, count in enumerate(counts) if _is_few(count)}
    rest = sorted(
        (place for place, count in enumerate(counts) if count >= FEWEST),
        key=lambda place: (counts[place], place),
    )
    if rest and _is_few(sum(counts[place] for place in hidden)):
        hidden.add(rest[0])
    return tuple(None if place in hidden else count for place, count in enumerate(counts))


def _is_few(students: int) -> bool:
    return 0 < students < FEWEST
