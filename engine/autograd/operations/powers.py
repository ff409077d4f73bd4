# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Powers, and the logarithm that their derivatives need."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from engine.autograd.batch import number_as
from engine.autograd.in_place import write
from engine.autograd.operations.arithmetic import operands_in_place, scaled
from engine.autograd.operations.memory import zeros_of
from engine.autograd.operations.promotion import operands
from engine.autograd.operations.rounding import rounded
from engine.autograd.operations.selection import where
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor

_NUMBERS = (int, float)

_SPECIAL_POWERS: Final[dict[float, Callable[[Any], Any]]] = {
    0.5: np.sqrt,
    -0.5: lambda base: 1 / np.sqrt(base),
    -1: lambda base: 1 / base,
    -2: lambda base: 1 / (base * base),
}


def _power(base: Any, exponent: Any) -> Any:
    """A power with a number as exponent, by the products that ATen uses for small ones."""
    if exponent == 1:
        return base.copy()
    if exponent == 2:
        return base * base
    if exponent == 3:
        return base * base * base
    special = _SPECIAL_POWERS.get(exponent) if base.dtype.kind == "f" else None
    if special is not None:
        return special(base)
    if base.dtype.char == "f":
        return rounded(np.power, base, np.float32(exponent))
    return np.power(base, exponent)


def _power_back(g: Any, base: Any, exponent: float) -> Any:
    if exponent == 0:
        return zeros_of(g)
    return g * scaled(power(base, exponent - 1), exponent)


def _exponent_back(g: Any, base: Any, exponent: Any, result: Any) -> Any:
    settled = (base == 0) & (exponent >= 0)
    return g * where(settled, 0.0, result * natural_log(base))


_pow_number: Primitive = Primitive(
    "PowBackward0",
    lambda self, *, exponent: _power(self, exponent),
    self=lambda g, self, exponent: _power_back(g, self, exponent),
)
_pow_tensor: Primitive = Primitive(
    "PowBackward1",
    lambda self, exponent: rounded(np.power, self, exponent),
    promotes=True,
    self=lambda g, self, exponent: where(
        exponent == 0.0, 0.0, g * (exponent * power(self, exponent - 1))
    ),
    exponent=lambda g, self, exponent, result: _exponent_back(g, self, exponent, result),
)
_pow_of_number: Primitive = Primitive(
    "PowBackward2",
    lambda exponent, *, base: rounded(np.power, number_as(base, exponent.dtype), exponent),
    exponent=lambda g, exponent, result, base: _number_base_back(g, exponent, result, base),
)
natural_log: Primitive = Primitive(
    "LogBackward0", lambda self: np.log(self), self=lambda g, self: g / self
)


def _number_base_back(g: Any, exponent: Any, result: Any, base: float) -> Any:
    slope = result * float(np.log(base))
    return g * (where(exponent >= 0, 0.0, slope) if base == 0 else slope)


def power(base: Any, exponent: Any) -> Any:
    """A power of arrays or Tensors, with a number or another of them as exponent."""
    if isinstance(base, Tensor) or isinstance(exponent, Tensor):
        return pow(base, exponent)
    if isinstance(exponent, _NUMBERS):
        return _power(base, exponent)
    return rounded(np.power, base, exponent)


def pow(input: Any, exponent: Any) -> Tensor:
    """`input ** exponent`; one of the two may be a number.

    Raises:
        RuntimeError: for an integer to a negative integer power.
    """
    result: Tensor
    if not isinstance(input, Tensor):
        _, array = operands(input, exponent)
        result = _pow_of_number.apply((exponent,), {"base": input}, [array])
    elif isinstance(exponent, Tensor):
        result = _pow_tensor.apply((input, exponent), {}, operands(input, exponent))
    else:
        array, number = operands(input, exponent)
        if array.dtype.kind in "iu" and exponent < 0:
            raise RuntimeError("Integers to negative integer powers are not allowed.")
        options = {"exponent": _plain(number)}
        result = _pow_number.of_one(input, array, array is input.array, options)
    return result


def _plain(number: Any) -> Any:
    return number.item() if hasattr(number, "item") else number


def pow_(input: Tensor, exponent: Any) -> Tensor:
    """`input **= exponent`, in place."""
    if isinstance(exponent, Tensor):
        return write(_pow_tensor, (input, exponent), {}, operands_in_place(input, exponent))
    array, number = operands_in_place(input, exponent)
    return write(_pow_number, (input,), {"exponent": _plain(number)}, [array])
