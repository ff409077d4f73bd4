"""Slips of the pen: how likely one turns the right answer into a given wrong one.

A slip is a sign lost, a digit mistaken, a decimal point moved by one place, a count that is one off,
two elements swapped or one left out. Nobody believes anything wrong who makes one, so an answer
that a slip explains well is no evidence of a misconception.
"""

from math import isfinite

from app.domain.marking.answer import Answer, AnswerKind

SIGN = 0.2
DIGIT = 0.2
TENFOLD = 0.2
ONE_OFF = 0.2
ORDER = 0.1
"""How often a slip is of this kind; so often are two elements swapped, and so often one dropped."""

_NEAR = 1e-3


def chance_of_slip(true: Answer, other: Answer) -> float:
    """Give the probability that a slip in writing `true` gives `other`; 0 where it takes more.

    Args:
        true: What would have been right.
        other: Another answer.
    """
    if true.kind is not AnswerKind.TENSOR or other.kind is not AnswerKind.TENSOR:
        return 0.0
    if true.shape != other.shape:
        return _chance_of_a_dropped_element(true, other)
    pairs = list(zip(true.numbers, other.numbers, strict=True))
    differing = [index for index, (one, two) in enumerate(pairs) if not _near(one, two)]
    count = len(pairs)
    if len(differing) == 1:
        return _chance_of_a_number(*pairs[differing[0]]) / count
    if len(differing) == 2:
        (one, two), (three, four) = (pairs[index] for index in differing)
        if _near(one, four) and _near(two, three):
            return ORDER / (count * (count - 1) / 2)
    return 0.0


def _chance_of_a_dropped_element(true: Answer, other: Answer) -> float:
    if len(true.shape) != 1 or other.shape != (true.shape[0] - 1,):
        return 0.0
    ways = sum(
        all(map(_near, true.numbers[:gap] + true.numbers[gap + 1 :], other.numbers))
        for gap in range(len(true.numbers))
    )
    return ORDER * ways / len(true.numbers)


def _chance_of_a_number(true: float, other: float) -> float:
    if not (isfinite(true) and isfinite(other)):
        return 0.0
    chance = 0.0
    if _near(other, -true):
        chance += SIGN
    if _near(other, 10 * true) or _near(10 * other, true):
        chance += TENFOLD / 2
    if _near(other, true + 1) or _near(other, true - 1):
        chance += ONE_OFF / 2
    return chance + _chance_of_a_digit(true, other)


def _chance_of_a_digit(true: float, other: float) -> float:
    """One digit for another, among the four that are written."""
    text = f"{true:.4g}"
    places = [place for place, character in enumerate(text) if character.isdigit()]
    ways = sum(
        digit != text[place] and _near(float(text[:place] + digit + text[place + 1 :]), other)
        for place in places
        for digit in "0123456789"
    )
    return DIGIT * ways / (9 * len(places))


def _near(one: float, two: float) -> bool:
    return one == two or abs(one - two) <= _NEAR * max(abs(one), abs(two))
