"""Whether two outcomes are the same: to the character, but for the last digits of named operations.

PyTorch computes the operations of `INEXACT` with the vector library of the machine it runs on, or
sums in an order that depends on the machine; their float results differ from NumPy's by a few units
of the last binary place. Numbers that programs print after using them may differ

- by two units of the last printed place, with the padding that follows from it; where more places
  are printed than float32 has, by a few units of its last binary place;
- by what is noise beside the largest number printed, since where numbers cancel the difference may
  be all that is left;
- by twice what PyTorch's own number is away from the one that it gives when it computes in float64.

In all other programs every character counts. At ties of 0.0 and -0.0 the operations of
`SIGN_OF_ZERO` take one or the other depending on where the processor's vectors end.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
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

UNITS: Final = 2

SIGN_OF_ZERO: Final = frozenset(
    ("amax", "amin", "fmax", "fmin", "maximum", "minimum", "max", "min", "clamp", "relu",
     "logsumexp", "softmax", "log_softmax", "cross_entropy", "nll_loss", "l1_loss",
     "smooth_l1_loss", "huber_loss")
)  # fmt: skip

# How many units of float32's last binary place count as one of the last printed place.
_PLACES: Final = 8
# What is nothing beside the largest number, in float64 and in float32; huge numbers do not count.
_NOISE: Final = Decimal(2) ** -51
_NOISE_SINGLE: Final = Decimal(2) ** -22
_HUGE: Final = Decimal(10) ** 4

_LEAF: Final = re.compile(r"^[a-z] = torch\..*$", re.MULTILINE)
_WORD: Final = re.compile(r"[A-Za-z_]\w*")
_INEXACT_OPERATORS: Final = ("**", " @ ")
_DTYPE: Final = re.compile(r",\s*dtype=torch.float64")
_NUMBER: Final = re.compile(r"-?\d+\.\d*(?:e[+-]?\d+)?|-?\d+")


def same(text: str, expected: Outcome, actual: Outcome | None) -> bool:
    """Whether a program did what was expected of it."""
    if expected == actual:
        return True
    exact = not inexact(text) and SIGN_OF_ZERO.isdisjoint(_WORD.findall(text))
    if exact or actual is None or expected.warnings != actual.warnings:
        return False
    said, done = _all(expected), _all(actual)
    if _skeleton(said) != _skeleton(done):
        return False
    tolerance = _Tolerance.of(text, said)
    return tolerance.allows(said, done, said) or tolerance.allows(said, done, _exact(text))


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


@dataclass(frozen=True)
class _Tolerance:
    """What numbers may differ by.

    Attributes:
        units: how many units of the last printed place.
        noise: beside the largest number of all, what is left where numbers cancel is nothing.
        single: whether any numbers are float32.
        signed_zero: whether 0.0 and -0.0 must be told apart.
    """

    units: int
    noise: Decimal
    single: bool
    signed_zero: bool

    @classmethod
    def of(cls, text: str, said: str) -> "_Tolerance":
        """The tolerance for a program and what PyTorch said."""
        sizes = [abs(Decimal(number)) for number in _numbers(said)]
        # Leaves are of the size of 1, whether the program prints them or not.
        largest = max((size for size in sizes if 1 < size < _HUGE), default=Decimal(1))
        leaves = _LEAF.findall(text)
        single = not leaves or any("float64" not in leaf for leaf in leaves)
        signed_zero = SIGN_OF_ZERO.isdisjoint(_WORD.findall(text))
        units = UNITS if inexact(text) else 0
        noise = (_NOISE_SINGLE if single else _NOISE) * largest if units else Decimal(0)
        return cls(units, noise, single, signed_zero)

    def allows(self, said: str, done: str, exact: str) -> bool:
        """Whether the numbers of two texts differ by no more, given the exact ones."""
        if _skeleton(exact) != _skeleton(said):
            return False
        triples = zip(_numbers(said), _numbers(done), _numbers(exact), strict=True)
        return all(one == other or self._near(one, other, third) for one, other, third in triples)

    def _near(self, said: str, done: str, exact: str) -> bool:
        if "." not in said or "." not in done:
            return False
        one, other, third = Decimal(said), Decimal(done), Decimal(exact)
        if not one and not other:
            return not self.signed_zero or one.is_signed() == other.is_signed()
        unit = max(_last_place(one), _last_place(other))
        if self.single:
            # Large numbers, and what `item()` and `tolist()` give, have more places than float32.
            unit = max(unit, _PLACES * Decimal(float(np.spacing(np.float32(abs(one))))))
        return abs(one - other) <= max(self.units * unit, self.units * abs(one - third), self.noise)


def _last_place(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(0)
