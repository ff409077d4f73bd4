"""Telling what terms come to in exact arithmetic, without knowing what their names stand for.

A term is calculated modulo a large prime, with a number out of a hash for each name and for each
value of a function, and its derivatives likewise. Two terms of equal residue are equal as formulas,
and a derivative of residue 0 is 0, but for a chance of about one in 2**60. Integers come out the
same in every process, as floats might not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

_PRIME = 2**61 - 1
_POWERS = {"square": 2, "reciprocal": -1}


@dataclass(frozen=True)
class Residue:
    """What a term comes to.

    Attributes:
        value: Its value modulo the prime.
        slopes: Its derivative by each name that it holds, modulo the prime.
    """

    value: int
    slopes: Mapping[str, int]


def name_residue(name: str) -> Residue:
    """Give a name's own value, and its derivative by itself."""
    return Residue(_hash(f"name {name}"), {name: 1})


def number_residue(number: Fraction) -> Residue:
    """Give a constant's value; it has no derivatives."""
    return Residue(number.numerator * _inverse(number.denominator) % _PRIME, {})


def function_residue(function: str, inner: Residue) -> Residue:
    """Apply a function; of all but two nothing is known but that each has a slope of its own."""
    if function in _POWERS:
        return power_residue(inner, _POWERS[function])
    slope = _hash(f"slope {function} {inner.value}")
    return Residue(_hash(f"value {function} {inner.value}"), _scaled(inner, slope))


def sum_residue(left: Residue, right: Residue, sign: int) -> Residue:
    """Add two terms, or with the sign -1 subtract the second."""
    return Residue(
        (left.value + sign * right.value) % _PRIME,
        _added(left.slopes, _scaled(right, sign)),
    )


def product_residue(left: Residue, right: Residue) -> Residue:
    """Multiply two terms."""
    slopes = _added(_scaled(left, right.value), _scaled(right, left.value))
    return Residue(left.value * right.value % _PRIME, slopes)


def quotient_residue(above: Residue, below: Residue) -> Residue:
    """Divide a term by another, which is not always zero."""
    return product_residue(above, power_residue(below, -1))


def power_residue(base: Residue, exponent: int) -> Residue:
    """Raise a term, which is not always zero, to a whole power."""
    slope = exponent * pow(base.value, exponent - 1, _PRIME)
    return Residue(pow(base.value, exponent, _PRIME), _scaled(base, slope))


def without(scale: Fraction, term: Residue) -> int:
    """Give the value of `term` divided by `scale`, the same for both signs."""
    value = term.value * scale.denominator * _inverse(scale.numerator) % _PRIME
    return min(value, _PRIME - value)


def _inverse(number: int) -> int:
    return pow(number, -1, _PRIME)


def _scaled(term: Residue, factor: int) -> dict[str, int]:
    return {name: slope * factor % _PRIME for name, slope in term.slopes.items()}


def _added(left: Mapping[str, int], right: Mapping[str, int]) -> dict[str, int]:
    names = left.keys() | right.keys()
    return {name: (left.get(name, 0) + right.get(name, 0)) % _PRIME for name in names}


def _hash(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big") % _PRIME
