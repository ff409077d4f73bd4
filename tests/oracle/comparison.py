"""Whether two outcomes are the same: to the character, but for the last digits of named operations.

PyTorch computes the operations of `INEXACT` with the vector library of the machine it runs on, or
sums in an order that depends on the machine; their float results differ from NumPy's by a few units
of the last binary place. Programs that use them may print numbers that differ by two units of the
last printed place, and padding that follows from it. In all other programs every character counts.
"""

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from tests.oracle.runner import Outcome

INEXACT: Final = frozenset(
    [
        "exp",
        "expm1",
        "exp_",
        "log",
        "log1p",
        "log2",
        "log10",
        "log_",
        "sqrt",
        "sqrt_",
        "rsqrt",
        "sin",
        "sin_",
        "cos",
        "tan",
        "tanh",
        "tanh_",
        "sigmoid",
        "sigmoid_",
        "erf",
        "pow",
        "pow_",
        "norm",
        "mean",
        "sum",
        "randn",
        "dot",
        "mv",
        "mm",
        "matmul",
    ]
)
"""Operations whose last binary places are those of the machine's own library."""

UNITS: Final = 2

_WORD: Final = re.compile(r"[a-z_]\w*")
_INEXACT_OPERATORS: Final = ("**", " @ ")
_NUMBER: Final = re.compile(r"-?\d+\.\d*(?:e[+-]?\d+)?|-?\d+")


def same(text: str, expected: Outcome, actual: Outcome | None) -> bool:
    """Whether a program did what was expected of it."""
    if expected == actual:
        return True
    if actual is None or expected.warnings != actual.warnings or not inexact(text):
        return False
    return alike(expected.stdout, actual.stdout) and alike(expected.error, actual.error)


def inexact(text: str) -> bool:
    """Whether a program uses operations whose last digits may differ."""
    if any(operator in text for operator in _INEXACT_OPERATORS):
        return True
    return not INEXACT.isdisjoint(_WORD.findall(text))


def alike(expected: str, actual: str) -> bool:
    """Whether texts differ at most in the last printed place of decimal fractions."""
    first, second = " ".join(expected.split()), " ".join(actual.split())
    if _NUMBER.sub("#", first).replace(" ", "") != _NUMBER.sub("#", second).replace(" ", ""):
        return False
    pairs = zip(_NUMBER.findall(first), _NUMBER.findall(second), strict=True)
    return all(_near(*pair) for pair in pairs)


def _near(expected: str, actual: str) -> bool:
    if expected == actual:
        return True
    if "." not in expected or "." not in actual:
        return False
    try:
        first, second = Decimal(expected), Decimal(actual)
    except InvalidOperation:
        return False
    places = [number.as_tuple().exponent for number in (first, second)]
    unit = Decimal(1).scaleb(max(place for place in places if isinstance(place, int)))
    return abs(first - second) <= UNITS * unit
