# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Sums of exponentials that do not overflow: logsumexp, softmax and its logarithm."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.autograd.dtypes import Array, DType
from engine.autograd.errors import sizes
from engine.autograd.operations.casts import to_dtype
from engine.autograd.operations.dimensions import reduced, wrapped
from engine.autograd.operations.elementwise import exp
from engine.autograd.operations.halves import in_float32
from engine.autograd.operations.promotion import to_floating
from engine.autograd.operations.reductions import sum as sum_of
from engine.autograd.operations.requirements import not_implemented_for
from engine.autograd.operations.rounding import rounded
from engine.autograd.operations.shapes import restored
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor


@in_float32
def _logsumexp_forward(self: Array, *, dims: tuple[int, ...], keepdim: bool) -> Any:
    if not self.size:
        return np.log(rounded(np.exp, self).sum(axis=dims, keepdims=keepdim))
    greatest = self.max(axis=dims, keepdims=True)
    # Infinity less infinity would be nan.
    greatest = np.where(np.isinf(greatest), self.dtype.type(0), greatest)
    total = rounded(np.exp, self - greatest).sum(axis=dims, keepdims=keepdim)
    return np.log(total) + (greatest if keepdim else greatest.squeeze(dims))


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


def _along(output: Any, axis: int) -> Any:
    return sum_of(output, axis, keepdim=True) if len(output.shape) else output


@in_float32
def _softmax_forward(self: Array, *, axis: int) -> Any:
    if not self.ndim:
        return rounded(np.exp, self - self)
    if not self.size:
        return self.copy()
    raised = rounded(np.exp, self - self.max(axis=axis, keepdims=True))
    return raised / raised.sum(axis=axis, keepdims=True)


def _softmax_bend(g: Any, grad_output: Any, output: Any, axis: int) -> Any:
    return (
        grad_output * g
        - _along(output * grad_output, axis) * g
        - grad_output * _along(output * g, axis)
    )


_softmax_backward: Primitive = Primitive(
    "SoftmaxBackwardDataBackward0",
    lambda grad_output, output, *, axis: (
        (grad_output - _along(grad_output * output, axis)) * output
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
    return lowered - np.log(rounded(np.exp, lowered).sum(axis=axis, keepdims=True))


_log_softmax_backward: Primitive = Primitive(
    "LogSoftmaxBackwardDataBackward0",
    lambda grad_output, output, *, axis: (
        grad_output - rounded(np.exp, output) * _along(grad_output, axis)
    ),
    grad_output=lambda g, output, axis: g - _along(g * exp(output), axis),
    output=lambda g, grad_output, output, axis: -_along(grad_output, axis) * exp(output) * g,
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
