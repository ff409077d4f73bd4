# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Arithmetic with broadcasting and promotion."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from engine.autograd import errors
from engine.autograd.batch import number_as
from engine.autograd.dtypes import bool_, of, of_number
from engine.autograd.in_place import refuse_writing, write
from engine.autograd.operations.fusing import added_product
from engine.autograd.operations.memory import zeros_of
from engine.autograd.operations.promotion import number_in, operands
from engine.autograd.operations.rounding import rounded
from engine.autograd.operations.selection import where
from engine.autograd.primitive import Primitive
from engine.autograd.recipe import passed
from engine.autograd.tensor import Tensor

_NUMBERS = (int, float)


def scaled(value: Any, number: float) -> Any:
    """An array or Tensor times a number."""
    if isinstance(value, Tensor) or value.dtype.kind != "f":
        return value * number
    return value * number_in(number, value.dtype)


plain_add: Primitive = Primitive(
    "AddBackward0", lambda self, other: self + other, promotes=True, self=passed, other=passed
)
_add_scaled: Primitive = Primitive(
    "AddBackward0",
    lambda self, other, *, alpha: (
        self - other if alpha == -1 else added_product(self, other, alpha)
    ),
    promotes=True,
    self=passed,
    other=lambda g, alpha: scaled(g, alpha),
)
plain_sub: Primitive = Primitive(
    "SubBackward0", lambda self, other: self - other, promotes=True, self=passed, other=lambda g: -g
)
_sub_scaled: Primitive = Primitive(
    "SubBackward0",
    lambda self, other, *, alpha: (
        self + other if alpha == -1 else added_product(self, other, -alpha)
    ),
    promotes=True,
    self=passed,
    other=lambda g, alpha: scaled(-g, alpha),
)
_rsub: Primitive = Primitive(
    "RsubBackward1", lambda self, *, other: other - self, self=lambda g: -g
)
plain_mul: Primitive = Primitive(
    "MulBackward0",
    lambda self, other: self * other,
    promotes=True,
    self=lambda g, other: g * other,
    other=lambda g, self: g * self,
)
plain_div: Primitive = Primitive(
    "DivBackward0",
    lambda self, other: np.true_divide(self, other),
    promotes=True,
    self=lambda g, other: g / other,
    other=lambda g, self, other: -g * ((self / other) / other),
)
_remainder: Primitive = Primitive(
    "RemainderBackward0",
    lambda self, other: np.remainder(self, other),
    promotes=True,
    self=passed,
    other=lambda g, self, other: -g * _quotient_floor(self, other),
)


def _not_implemented(_: Any) -> Any:
    raise RuntimeError(errors.NOT_IMPLEMENTED.format("floor_divide"))


_floor_divide: Primitive = Primitive(
    "NotImplemented",
    lambda self, other: np.floor_divide(self, other),
    promotes=True,
    self=_not_implemented,
    other=_not_implemented,
)


# What PyTorch saves is saved here too, so that a second pass over it is refused.
_quotient_floor: Primitive = Primitive(
    "DivBackward2",
    lambda self, other: np.floor_divide(self, other),
    promotes=True,
    self=lambda g, other: zeros_of(g),  # noqa: ARG005
    other=lambda g, self: zeros_of(g),  # noqa: ARG005
)


neg: Primitive = Primitive("NegBackward0", lambda self: -self, self=lambda g: -g)
reciprocal: Primitive = Primitive(
    "ReciprocalBackward0",
    lambda self: np.true_divide(1, self),
    self=lambda g, result: -g * (result * result),
)


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


def add(input: Tensor, other: Any, *, alpha: float = 1) -> Tensor:
    """`input + alpha * other`."""
    arrays = operands(input, other)
    result: Tensor
    if alpha == 1:
        result = plain_add.apply((input, other), {}, arrays)
    else:
        result = _add_scaled.apply((input, other), {"alpha": alpha}, arrays)
    return result


def sub(input: Tensor, other: Any, *, alpha: float = 1) -> Tensor:
    """`input - alpha * other`."""
    _refuse_bools(input, other)
    arrays = operands(input, other)
    result: Tensor
    if alpha == 1:
        result = plain_sub.apply((input, other), {}, arrays)
    else:
        result = _sub_scaled.apply((input, other), {"alpha": alpha}, arrays)
    return result


def rsub(input: Tensor, other: Any) -> Tensor:
    """`other - input`."""
    if isinstance(other, Tensor):
        return sub(other, input)
    _refuse_bools(input, other)
    _, array = operands(other, input)
    result: Tensor = _rsub.apply((input,), {"other": other}, [array])
    return result


def mul(input: Tensor, other: Any) -> Tensor:
    """`input * other`."""
    result: Tensor = plain_mul.apply((input, other), {}, operands(input, other))
    return result


def div(input: Tensor, other: Any, *, rounding_mode: str | None = None) -> Tensor:
    """`input / other`, in floating point.

    Raises:
        Unsupported: for a rounding mode.
    """
    if rounding_mode is not None:
        raise errors.Unsupported("div(rounding_mode=...)")
    result: Tensor = plain_div.apply((input, other), {}, operands(input, other, floating=True))
    return result


def remainder(input: Tensor, other: Any) -> Tensor:
    """`input % other`, with the sign of `other`."""
    result: Tensor = _remainder.apply((input, other), {}, operands(input, other))
    return result


def floor_divide(input: Tensor, other: Any) -> Tensor:
    """`input // other`; PyTorch has no derivative for it and says so in backward."""
    result: Tensor = _floor_divide.apply((input, other), {}, operands(input, other))
    return result


def rdiv(input: Tensor, other: float) -> Tensor:
    """`other / input` for a number: PyTorch multiplies the reciprocal."""
    return mul(inverse(input), other)


def inverse(input: Tensor) -> Tensor:
    """`1 / input`, in floating point."""
    array = input.array if input.array.dtype.kind == "f" else input.array.astype(np.float32)
    result: Tensor = reciprocal.apply((input,), {}, [array])
    return result


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


def _refuse_bools(left: Any, right: Any) -> None:
    kinds = [of(v.array) if isinstance(v, Tensor) else of_number(v) for v in (left, right)]
    if bool_ in kinds:
        both = kinds[0] is kinds[1]
        raise RuntimeError(errors.BOOLS_SUBTRACTION if both else errors.BOOL_SUBTRACTION)


def _operands_in_place(input: Tensor, other: Any, *, floating: bool = False) -> list[Any]:
    """As `operands`; that a tensor may not be written to is told before what does not fit."""
    try:
        return operands(input, other, floating=floating)
    except RuntimeError:
        refuse_writing(input, other)
        raise


def add_(input: Tensor, other: Any, *, alpha: float = 1) -> Tensor:
    """`input += alpha * other`, in place."""
    arrays = _operands_in_place(input, other)
    if alpha == 1:
        return write(plain_add, (input, other), {}, arrays)
    return write(_add_scaled, (input, other), {"alpha": alpha}, arrays)


def sub_(input: Tensor, other: Any, *, alpha: float = 1) -> Tensor:
    """`input -= alpha * other`, in place."""
    _refuse_bools(input, other)
    arrays = _operands_in_place(input, other)
    if alpha == 1:
        return write(plain_sub, (input, other), {}, arrays)
    return write(_sub_scaled, (input, other), {"alpha": alpha}, arrays)


def mul_(input: Tensor, other: Any) -> Tensor:
    """`input *= other`, in place."""
    return write(plain_mul, (input, other), {}, _operands_in_place(input, other))


def div_(input: Tensor, other: Any) -> Tensor:
    """`input /= other`, in place."""
    return write(plain_div, (input, other), {}, _operands_in_place(input, other, floating=True))


def pow_(input: Tensor, exponent: Any) -> Tensor:
    """`input **= exponent`, in place."""
    if isinstance(exponent, Tensor):
        return write(_pow_tensor, (input, exponent), {}, _operands_in_place(input, exponent))
    array, number = _operands_in_place(input, exponent)
    return write(_pow_number, (input,), {"exponent": _plain(number)}, [array])
