"""Whether two outcomes are the same: to the character, but for the last digits of named operations.

PyTorch computes the operations of `INEXACT` with the vector library of the machine it runs on, or
sums in an order that depends on the machine; their float results differ from NumPy's by a few units
of the last binary place. Programs that use them may print numbers that differ by two units of the
last printed place, and padding that follows from it. Where numbers cancel, such a difference can be
all that is left; so a number may also be as far from PyTorch's as that is from what PyTorch itself
gives when it computes in float64. In all other programs every character counts.
"""

import re
from decimal import Decimal, InvalidOperation
from typing import Final

import numpy as np

from tests.oracle.runner import Outcome, run_in_torch

INEXACT: Final = frozenset(
    (
        "exp", "expm1", "exp_", "exp2", "log", "log_", "log1p", "log2", "log10", "sqrt", "sqrt_",
        "rsqrt", "sin", "sin_", "cos", "tan", "tanh", "tanh_", "sigmoid", "sigmoid_", "erf", "erfc",
        "asin", "acos", "atan", "atan2", "sinh", "cosh", "hypot", "logaddexp", "lerp", "pow", "pow_",
        "sum", "mean", "norm", "prod", "var", "std", "cumsum", "cumprod", "logsumexp", "softmax",
        "log_softmax", "dot", "mv", "mm", "matmul", "einsum", "linear", "functional", "randn",
        "SGD", "Adam",
    )
)  # fmt: skip
"""Operations whose last binary places are those of the machine's own library."""

UNITS: Final = 2

_NOISE: Final = Decimal(2) ** -51

_WORD: Final = re.compile(r"[a-z_]\w*")
_INEXACT_OPERATORS: Final = ("**", " @ ")
_DTYPE: Final = re.compile(r",\s*dtype=torch.float64")
_NUMBER: Final = re.compile(r"-?\d+\.\d*(?:e[+-]?\d+)?|-?\d+")


def same(text: str, expected: Outcome, actual: Outcome | None) -> bool:
    """Whether a program did what was expected of it."""
    if expected == actual:
        return True
    if actual is None or expected.warnings != actual.warnings or not inexact(text):
        return False
    if _skeleton(_all(expected)) != _skeleton(_all(actual)):
        return False
    return _close(_all(expected), _all(actual)) or _close(
        _all(expected), _all(actual), _exact(text)
    )


def inexact(text: str) -> bool:
    """Whether a program uses operations whose last digits may differ."""
    if any(operator in text for operator in _INEXACT_OPERATORS):
        return True
    return not INEXACT.isdisjoint(_WORD.findall(text))


def _all(outcome: Outcome) -> str:
    return f"{outcome.stdout}\n{outcome.error}"


def _skeleton(text: str) -> str:
    """A text without its numbers, its padding, and what follows from computing in float64."""
    return _NUMBER.sub("#", _DTYPE.sub("", "".join(text.split())))


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(_DTYPE.sub("", text))


def _exact(text: str) -> str:
    """What PyTorch prints when it computes a program in float64."""
    import torch

    torch.set_default_dtype(torch.float64)
    try:
        return _all(run_in_torch(text.replace("float32", "float64").replace(".float()", "")))
    finally:
        torch.set_default_dtype(torch.float32)


def _close(expected: str, actual: str, exact: str | None = None) -> bool:
    """Whether texts differ at most in the last printed place of decimal fractions."""
    if exact is not None and _skeleton(exact) != _skeleton(expected):
        return False
    first, second = _numbers(expected), _numbers(actual)
    third = first if exact is None else _numbers(exact)
    # Beside the largest number of all, what is left where numbers cancel is nothing.
    noise = _NOISE * max((abs(Decimal(number)) for number in first), default=0)
    single = "float64" not in expected
    triples = zip(first, second, third, strict=True)
    return all(_near(*three, noise=noise, single=single) for three in triples)


def _near(expected: str, actual: str, exact: str, *, noise: Decimal, single: bool) -> bool:
    if expected == actual:
        return True
    if "." not in expected or "." not in actual:
        return False
    if (
        expected.startswith("-") != actual.startswith("-")
        and not float(expected)
        and not float(actual)
    ):
        return False
    try:
        first, second, third = Decimal(expected), Decimal(actual), Decimal(exact)
    except InvalidOperation:
        return False
    places = [number.as_tuple().exponent for number in (first, second)]
    unit = Decimal(1).scaleb(max(place for place in places if isinstance(place, int)))
    if single:
        # Large numbers, and all digits of what `item()` and `tolist()` give, say more than float32 holds.
        unit = max(unit, Decimal(float(np.spacing(np.float32(abs(first))))))
    return abs(first - second) <= max(UNITS * unit, UNITS * abs(first - third), noise)
