# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Sums of exponentials that do not overflow: logsumexp, softmax and its logarithm."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from engine.autograd.dtypes import Array, DType
from engine.autograd.errors import sizes
from engine.autograd.operations.casts import to_dtype
from engine.autograd.operations.dimensions import reduced, wrapped
from engine.autograd.operations.elementwise import exp
from engine.autograd.operations.fusing import added_product
from engine.autograd.operations.halves import in_float32
from engine.autograd.operations.lanes import summed_in_lanes
from engine.autograd.operations.promotion import to_floating
from engine.autograd.operations.reductions import sum as sum_of
from engine.autograd.operations.requirements import not_implemented_for
from engine.autograd.operations.rounding import rounded
from engine.autograd.operations.shapes import restored
from engine.autograd.operations.summation import summed
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor

_LONGEST: Final = 64
"""Up to how many rows the last bits of a sum of products are followed."""


@in_float32
def _logsumexp_forward(self: Array, *, dims: tuple[int, ...], keepdim: bool) -> Any:
    if not self.size:
        return np.log(np.exp(self).sum(axis=dims, keepdims=keepdim))
    greatest = self.max(axis=dims, keepdims=True)
    # Infinity less infinity would be nan.
    greatest = np.where(np.isinf(greatest), self.dtype.type(0), greatest)
    total = summed(rounded(np.exp, self - greatest), dims, keepdim)
    return rounded(np.log, total) + (greatest if keepdim else greatest.squeeze(dims))


_logsumexp: Primitive = Primitive(
    "LogsumexpBackward0",
    _logsumexp_forward,
    self=lambda g, self, result, dims, keepdim: (
        restored(g, dims, keepdim) * exp(self - restored(result, dims, keepdim))
    ),
)


def logsumexp(input: Tensor, dim: int | Sequence[int], keepdim: bool = False) -> Tensor:
    """The logarithm of the sum of exponentials along dimensions; integers become float32."""
    dims = reduced(dim, input.ndim)
    if input.ndim and input.array.size and not keepdim and not isinstance(dim, int) and not dim:
        # No dimension named means all, but PyTorch's code takes none of them away at the end.
        raise RuntimeError(
            f"output with shape [] doesn't match the broadcast shape {sizes((1,) * input.ndim)}"
        )
    options = {"dims": dims, "keepdim": keepdim}
    result: Tensor = _logsumexp.apply((input,), options, [to_floating(input.array)])
    return result


def _summed(value: Any, axis: int) -> Any:
    return sum_of(value, axis, keepdim=True) if len(value.shape) else value


def _along(output: Any, axis: int) -> Any:
    """The sum along a dimension, kept at size 1, in ATen's order where values are arrays."""
    size = output.shape[axis] if len(output.shape) else 0
    if size and axis == len(output.shape) - 1 and not isinstance(output, Tensor):
        return summed_in_lanes(output, axis)
    return _summed(output, axis)


def _product_sum(left: Array, right: Array, axis: int) -> Any:
    """The sum of products along a dimension; across rows each is added without being rounded."""
    size = left.shape[axis] if left.ndim else 0
    if not size or axis == left.ndim - 1 or size > _LONGEST:
        return _along(left * right, axis)
    before = (slice(None),) * axis
    total = left[(*before, slice(0, 1))] * right[(*before, slice(0, 1))]
    for place in range(1, size):
        row = (*before, slice(place, place + 1))
        total = added_product(total, left[row], right[row])
    return total


@in_float32
def _softmax_forward(self: Array, *, axis: int) -> Any:
    if not self.ndim:
        return np.exp(self - self)
    if not self.size:
        return self.copy()
    raised = rounded(np.exp, self - self.max(axis=axis, keepdims=True))
    if axis == self.ndim - 1:
        # Along the last dimension ATen multiplies by the reciprocal.
        return raised * (1 / summed_in_lanes(raised, axis))
    return raised / raised.sum(axis=axis, keepdims=True)


def _softmax_bend(g: Any, grad_output: Any, output: Any, axis: int) -> Any:
    return (
        grad_output * g
        - _summed(output * grad_output, axis) * g
        - grad_output * _summed(output * g, axis)
    )


_softmax_backward: Primitive = Primitive(
    "SoftmaxBackwardDataBackward0",
    lambda grad_output, output, *, axis: (
        (grad_output - _product_sum(grad_output, output, axis)) * output
    ),
    grad_output=lambda g, output, axis: _softmax_backward(g, output, axis=axis),
    output=lambda g, grad_output, output, axis: _softmax_bend(g, grad_output, output, axis),
)
_softmax: Primitive = Primitive(
    "SoftmaxBackward0",
    _softmax_forward,
    self=lambda g, result, axis: _softmax_backward(g, result, axis=axis),
)


@in_float32
def _log_softmax_forward(self: Array, *, axis: int) -> Any:
    if not self.ndim:
        return self - self
    if not self.size:
        return self.copy()
    lowered = self - self.max(axis=axis, keepdims=True)
    return lowered - rounded(np.log, _along(rounded(np.exp, lowered), axis))


_log_softmax_backward: Primitive = Primitive(
    "LogSoftmaxBackwardDataBackward0",
    lambda grad_output, output, *, axis: added_product(
        grad_output, -rounded(np.exp, output), _along(grad_output, axis)
    ),
    grad_output=lambda g, output, axis: g - _summed(g * exp(output), axis),
    output=lambda g, grad_output, output, axis: -_summed(grad_output, axis) * exp(output) * g,
)
_log_softmax: Primitive = Primitive(
    "LogSoftmaxBackward0",
    _log_softmax_forward,
    self=lambda g, result, axis: _log_softmax_backward(g, result, axis=axis),
)


def _normalised(
    name: str, primitive: Primitive, input: Tensor, dim: int, dtype: DType | None
) -> Tensor:
    source = input if dtype is None else to_dtype(input, dtype)
    axis = wrapped(dim, source.ndim)
    if source.array.dtype.kind != "f" and source.array.size:
        last = "_lastdim" if axis == max(source.ndim - 1, 0) else ""
        raise not_implemented_for(f"{name}{last}_kernel_impl", source)
    result: Tensor = primitive(source, axis=axis)
    return result


def softmax(input: Tensor, dim: int, dtype: DType | None = None) -> Tensor:
    """Exponentials divided by their sum along a dimension.

    Raises:
        NotImplementedError: for integers and bool, unless a floating type is named.
    """
    return _normalised("softmax", _softmax, input, dim, dtype)


def log_softmax(input: Tensor, dim: int, dtype: DType | None = None) -> Tensor:
    """The logarithm of `softmax`, without computing that.

    Raises:
        NotImplementedError: for integers and bool, unless a floating type is named.
    """
    return _normalised("log_softmax", _log_softmax, input, dim, dtype)
