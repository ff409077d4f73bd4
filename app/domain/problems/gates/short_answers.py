"""Answers that a hand can write: few digits, or a short fraction."""

import math
from fractions import Fraction

from app.domain.problems.truth import Truth

DIGITS = 4
"""How many significant digits a number may have; and numerator and denominator together."""
NOISE = 1e-6
"""How far, relatively, float32 may have carried a number from the exact one, in some ten operations.

A number that is not short passes by chance about once in a hundred times: near enough to be rare,
and far enough to let every short one through.
"""

_DENOMINATORS = 10 ** (DIGITS - 2)


def is_short(truth: Truth) -> bool:
    """Tell whether a truth can be written by hand.

    None, words, booleans, errors and infinities can. A number can if it has at most four
    significant digits (`0.0125`, `-340000`), or is a fraction whose numerator and denominator have
    at most four digits together (`1/6`, `-5/12`, `100/3`); a list, if each of its numbers can.
    Logarithms and roots that do not come out are declined, however short their names are.
    """
    if isinstance(truth, list):
        return all(map(is_short, truth))
    if isinstance(truth, bool) or not isinstance(truth, int | float):
        return True
    number = float(truth)
    return not math.isfinite(number) or _has_few_digits(number) or _is_short_fraction(number)


def _has_few_digits(number: float) -> bool:
    return _is_near(float(f"{number:.{DIGITS}g}"), number)


def _is_short_fraction(number: float) -> bool:
    if abs(number) >= 10 ** (DIGITS - 1):
        return False
    fraction = Fraction(number).limit_denominator(_DENOMINATORS - 1)
    digits = len(str(abs(fraction.numerator))) + len(str(fraction.denominator))
    return digits <= DIGITS and _is_near(float(fraction), number)


def _is_near(exact: float, number: float) -> bool:
    return abs(exact - number) <= NOISE * abs(number)
