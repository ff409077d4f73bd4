# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Functions of two and three tensors, element by element."""

from typing import Any

import numpy as np

from engine.autograd.dtypes import of
from engine.autograd.operations.arithmetic import sub
from engine.autograd.operations.casts import to_dtype
from engine.autograd.operations.elementwise import by_number, exp
from engine.autograd.operations.fusing import added_product
from engine.autograd.operations.halves import in_float32
from engine.autograd.operations.norms import norm_back
from engine.autograd.operations.powers import natural_log
from engine.autograd.operations.promotion import operands, to_floating
from engine.autograd.operations.requirements import floating_for
from engine.autograd.operations.rounding import rounded
from engine.autograd.operations.selection import masked_fill_number
from engine.autograd.operations.summation import summed
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor


def _unknown(value: Any) -> Any:
    """Where nan stands, of an array or a Tensor."""
    return value != value  # noqa: PLR0124 - only nan is not itself


def _kept(g: Any, dropped: Any) -> Any:
    return masked_fill_number(g, dropped, value=0.0)


def _inverted(mask: Any) -> Any:
    return Tensor(~mask.array) if isinstance(mask, Tensor) else ~mask


# At ties, unlike maximum, all goes to the first operand.
_fmax: Primitive = Primitive(
    "FmaxBackward0",
    lambda self, other: np.fmax(self, other),
    promotes=True,
    self=lambda g, self, other: _kept(g, _inverted((self >= other) | _unknown(other))),
    other=lambda g, self, other: _kept(g, (self >= other) | _unknown(other)),
)
_fmin: Primitive = Primitive(
    "FminBackward0",
    lambda self, other: np.fmin(self, other),
    promotes=True,
    self=lambda g, self, other: _kept(g, _inverted((self <= other) | _unknown(other))),
    other=lambda g, self, other: _kept(g, (self <= other) | _unknown(other)),
)


def _like(value: Any, g: Any) -> Any:
    """An operand in the cotangent's type, which is that of the result."""
    if isinstance(value, Tensor):
        return to_dtype(value, of(g.array))
    return value.astype(g.dtype, copy=False)


def _per_square(g: Any, self: Any, other: Any) -> Any:
    return _kept(g / (self * self + other * other), (self == 0) & (other == 0))


_atan2: Primitive = Primitive(
    "Atan2Backward0",
    lambda self, other: rounded(np.arctan2, self, other),
    promotes=True,
    self=lambda g, self, other: _per_square(g, _like(self, g), _like(other, g)) * _like(other, g),
    other=lambda g, self, other: _per_square(g, _like(self, g), _like(other, g)) * -_like(self, g),
)
_hypot: Primitive = Primitive(
    "HypotBackward0",
    lambda self, other: np.hypot(self, other),
    promotes=True,
    self=lambda g, self, result: g * self / result,
    other=lambda g, other, result: g * other / result,
)
_logaddexp: Primitive = Primitive(
    "LogaddexpBackward0",
    lambda self, other: np.logaddexp(self, other),
    promotes=True,
    self=lambda g, self, other: g / (exp(other - self) + 1),
    other=lambda g, self, other: g / (exp(self - other) + 1),
)


def _xlogy_forward(self: Any, other: Any) -> Any:
    product = np.where(self == 0, self.dtype.type(0), self * np.log(other))
    return np.where(np.isnan(other), other, product)


def _log_where_needed(g: Any, self: Any, other: Any) -> Any:
    return _kept(g * natural_log(_like(other, g)), (self == 0.0) & (other <= 0.0))


_xlogy: Primitive = Primitive(
    "XlogyBackward0",
    _xlogy_forward,
    promotes=True,
    self=lambda g, self, other: _log_where_needed(g, self, other),
    other=lambda g, self, other: g * self / other,
)


def _in_floating(input: Tensor, other: Tensor) -> list[Any]:
    return [to_floating(array) for array in operands(input, other)]


def fmax(input: Tensor, other: Tensor) -> Tensor:
    """The greater of two elements; nan only where both are."""
    result: Tensor = _fmax.apply((input, other), {}, operands(input, other))
    return result


def fmin(input: Tensor, other: Tensor) -> Tensor:
    """The smaller of two elements; nan only where both are."""
    result: Tensor = _fmin.apply((input, other), {}, operands(input, other))
    return result


def atan2(input: Tensor, other: Tensor) -> Tensor:
    """The angle of the point (other, input); its slope at the origin counts as zero."""
    result: Tensor = _atan2.apply((input, other), {}, _in_floating(input, other))
    return result


def _floating_pair(kernel: str, input: Tensor, other: Tensor) -> list[Any]:
    arrays = operands(input, other)
    floating_for(kernel, Tensor(arrays[0]))
    return arrays


def hypot(input: Tensor, other: Tensor) -> Tensor:
    """The length of the hypotenuse."""
    arrays = _floating_pair("hypot_cpu", input, other)
    result: Tensor = _hypot.apply((input, other), {}, arrays)
    return result


def logaddexp(input: Tensor, other: Tensor) -> Tensor:
    """The logarithm of the sum of two exponentials, without overflow."""
    arrays = _floating_pair("logaddexp_cpu", input, other)
    result: Tensor = _logaddexp.apply((input, other), {}, arrays)
    return result


def xlogy(input: Tensor, other: Tensor) -> Tensor:
    """`input * log(other)`, which is 0 where `input` is, unless `other` is nan."""
    result: Tensor = _xlogy.apply((input, other), {}, _in_floating(input, other))
    return result


lerp_number: Primitive = Primitive(
    "LerpBackward0",
    lambda self, end, *, weight: _between(self, end, weight),
    self=lambda g, weight: by_number(g, factor=1 - weight),
    end=lambda g, weight: by_number(g, factor=weight),
)
_lerp_tensor: Primitive = Primitive(
    "LerpBackward1",
    lambda self, end, weight: _between(self, end, weight),
    self=lambda g, weight: g * (1 - weight),
    end=lambda g, weight: g * weight,
    weight=lambda g, self, end: g * (end - self),
)


@in_float32
def _between(self: Any, end: Any, weight: Any) -> Any:
    # From the nearer end, so that the end itself is reached exactly.
    near = np.abs(weight) < 0.5
    rest = added_product(np.ones_like(self), -1, weight)
    return np.where(
        near, added_product(self, end - self, weight), added_product(end, self - end, rest)
    )


def lerp(input: Tensor, end: Tensor, weight: Any) -> Tensor:
    """The point between two, `weight` of the way from the first to the second.

    Raises:
        RuntimeError: when the types differ.
    """
    others = [end, weight] if isinstance(weight, Tensor) else [end]
    for name, other in zip(("end", "weight"), others, strict=False):
        if other.array.dtype != input.array.dtype:
            raise RuntimeError(
                f"expected dtype {input.dtype.c_name} for `{name}` but got dtype "
                f"{other.dtype.c_name}"
            )
    operands(input, end)
    by_tensor = isinstance(weight, Tensor)
    floating_for("lerp_kernel_tensor" if by_tensor else "lerp_kernel_scalar", input)
    result: Tensor = (
        _lerp_tensor(input, end, weight) if by_tensor else lerp_number(input, end, weight=weight)
    )
    return result


_dist: Primitive = Primitive(
    "DistBackward0",
    lambda self, other, *, p: _distance(self - other, p).astype(
        np.result_type(self.dtype, other.dtype), copy=False
    ),
    promotes=True,
    self=lambda g, self, other, result, p: _dist_back(g, self - other, result, p),
    other=lambda g, self, other, result, p: _negative(g, self - other, result, p),
)


def _negative(g: Any, difference: Any, result: Any, p: float) -> Any:
    sent = _dist_back(g, difference, result, p)
    if sent is None:
        # Order 0 has no gradient, and PyTorch stumbles over that when it negates it.
        raise RuntimeError(
            "Expected a proper Tensor but got None (or an undefined Tensor in C++) for argument #0 "
            "'self'"
        )
    return -sent


def _distance(difference: Any, p: float) -> Any:
    axes = tuple(range(difference.ndim))
    if difference.dtype.char == "e":
        # As ATen does, half precision is summed in float32.
        difference = difference.astype(np.float32)
    sizes = np.abs(difference)
    if p == 2:
        return np.sqrt(summed(difference * difference, axes))
    if np.isinf(p):
        return sizes.max(axis=axes) if p > 0 else sizes.min(axis=axes)
    if p == 0:
        return (sizes != 0).astype(sizes.dtype).sum(axis=axes)
    return summed(sizes**p, axes) ** (1 / p)


def _dist_back(g: Any, difference: Any, result: Any, p: float) -> Any:
    return norm_back(g, difference, result, p, tuple(range(len(difference.shape))), False)


def dist(input: Tensor, other: Tensor, p: float = 2) -> Tensor:
    """The p-norm of a difference."""
    options = {"p": float(p)}
    difference = sub(input.detach(), other.detach())
    if not difference.dtype.is_floating_point:
        raise RuntimeError(
            "norm(): input dtype should be either floating point or complex. Got "
            f"{difference.dtype.title} instead."
        )
    result: Tensor = _dist.apply((input, other), options, operands(input, other))
    return result
