# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Arithmetic with broadcasting and promotion."""

from typing import Any

import numpy as np

from engine.autograd import errors
from engine.autograd.default_type import default_type, of_number
from engine.autograd.dtypes import bool_, of
from engine.autograd.in_place import refuse_writing, write
from engine.autograd.operations.fusing import added_product
from engine.autograd.operations.memory import zeros_of
from engine.autograd.operations.promotion import number_in, operands
from engine.autograd.primitive import Primitive
from engine.autograd.recipe import passed
from engine.autograd.tensor import Tensor


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
    array = (
        input.array if input.array.dtype.kind == "f" else input.array.astype(default_type().numpy)
    )
    result: Tensor = reciprocal.apply((input,), {}, [array])
    return result


def _refuse_bools(left: Any, right: Any) -> None:
    kinds = [of(v.array) if isinstance(v, Tensor) else of_number(v) for v in (left, right)]
    if bool_ in kinds:
        both = kinds[0] is kinds[1]
        raise RuntimeError(errors.BOOLS_SUBTRACTION if both else errors.BOOL_SUBTRACTION)


def operands_in_place(input: Tensor, other: Any, *, floating: bool = False) -> list[Any]:
    """As `operands`; that a tensor may not be written to is told before what does not fit."""
    try:
        return operands(input, other, floating=floating)
    except RuntimeError:
        refuse_writing(input, other)
        raise


def add_(input: Tensor, other: Any, *, alpha: float = 1) -> Tensor:
    """`input += alpha * other`, in place."""
    arrays = operands_in_place(input, other)
    if alpha == 1:
        return write(plain_add, (input, other), {}, arrays)
    return write(_add_scaled, (input, other), {"alpha": alpha}, arrays)


def sub_(input: Tensor, other: Any, *, alpha: float = 1) -> Tensor:
    """`input -= alpha * other`, in place."""
    _refuse_bools(input, other)
    arrays = operands_in_place(input, other)
    if alpha == 1:
        return write(plain_sub, (input, other), {}, arrays)
    return write(_sub_scaled, (input, other), {"alpha": alpha}, arrays)


def mul_(input: Tensor, other: Any) -> Tensor:
    """`input *= other`, in place."""
    return write(plain_mul, (input, other), {}, operands_in_place(input, other))


def div_(input: Tensor, other: Any) -> Tensor:
    """`input /= other`, in place."""
    return write(plain_div, (input, other), {}, operands_in_place(input, other, floating=True))
