# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Norms of vectors, for every order."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.autograd import errors
from engine.autograd.dtypes import Array, DType
from engine.autograd.operations import elementwise
from engine.autograd.operations.casts import to_dtype
from engine.autograd.operations.dimensions import reduced, wrapped
from engine.autograd.operations.powers import power
from engine.autograd.operations.reductions import sum_along
from engine.autograd.operations.selection import masked_fill_number
from engine.autograd.operations.shapes import restored
from engine.autograd.operations.summation import sum_of, summed
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor

Dims = int | Sequence[int] | None


def _wide_norm(self: Array, *, p: float, dims: tuple[int, ...], keepdim: bool) -> Any:
    if self.dtype.char != "e":
        return _norm_forward(self, p, dims, keepdim)
    # As ATen does, half precision is summed in float32.
    return _norm_forward(self.astype(np.float32), p, dims, keepdim).astype(self.dtype)


def _norm_forward(self: Array, p: float, dims: tuple[int, ...], keepdim: bool) -> Any:
    if p == 2:
        return np.sqrt(summed(self * self, dims, keepdim))
    if p == 0:
        return summed((self != 0).astype(self.dtype), dims, keepdim)
    sizes = np.abs(self)
    if p == 1:
        return summed(sizes, dims, keepdim)
    if p == math.inf:
        return sizes.max(axis=dims, keepdims=keepdim)
    if p == -math.inf:
        return sizes.min(axis=dims, keepdims=keepdim)
    return summed(sizes**p, dims, keepdim) ** (1 / p)


def norm_back(g: Any, self: Any, result: Any, p: float, dims: Any, keepdim: bool) -> Any:
    """PyTorch's formula for each range of orders, each with its own care for zeros."""
    g, result = restored(g, dims, keepdim), restored(result, dims, keepdim)
    if p == 2:
        return g * masked_fill_number(self / result, result == 0, value=0.0)
    if p == 0:
        return None
    if p == 1:
        return elementwise.sign(self) * g
    if math.isinf(p):
        return elementwise.sign(self) * _share_of_extreme(g, elementwise.abs(self), result, dims)
    return _power_norm_back(g, self, result, p)


def _power_norm_back(g: Any, self: Any, result: Any, p: float) -> Any:
    if p < 1:
        sizes = power(elementwise.abs(self), p - 1)
        scaled = elementwise.sign(self) * masked_fill_number(sizes, self == 0, value=0.0)
        return scaled * g * power(result, 1 - p)
    scale = masked_fill_number(g / power(result, p - 1), result == 0, value=0.0)
    if p < 2:
        return elementwise.sign(self) * power(elementwise.abs(self), p - 1) * scale
    return self * power(elementwise.abs(self), p - 2) * scale


def _share_of_extreme(g: Any, sizes: Any, result: Any, dims: tuple[int, ...]) -> Any:
    """All elements whose size is the norm share its cotangent; nan counts as attaining it."""
    if isinstance(sizes, Tensor):
        array = sizes.array
        found = Tensor((array == result.array) | np.isnan(array))
        return g / sum_along(found, dims, keepdim=True) * found
    attained = (sizes == result) | np.isnan(sizes)
    return g / attained.sum(axis=dims, keepdims=True).astype(g.dtype) * attained


_norm: Primitive = Primitive(
    "LinalgVectorNormBackward0",
    _wide_norm,
    self=lambda g, self, result, p, dims, keepdim: norm_back(g, self, result, p, dims, keepdim),
)


# The usual norm, of all elements.
_length: Primitive = Primitive(
    "LinalgVectorNormBackward0",
    lambda self: np.sqrt(sum_of(self * self)),
    self=lambda g, self, result: norm_back(
        g, self, result, 2, tuple(range(len(self.shape))), False
    ),
)


def euclidean_norm(input: Tensor) -> Tensor:
    """The root of the sum of the squares of all elements.

    Raises:
        RuntimeError: for integers and bool.
    """
    array = input.array
    return _length.of_one(input, array, False) if array.dtype.char in "fd" else vector_norm(input)


def vector_norm(
    input: Tensor,
    ord: float = 2,
    dim: Dims = None,
    keepdim: bool = False,
    dtype: DType | None = None,
) -> Tensor:
    """The norm of an order, of all elements or along dimensions.

    Args:
        input: a floating-point tensor.
        ord: any number, infinity included; 0 counts what is not zero.
        dim: one or several dimensions.
        keepdim: keep the reduced dimensions at size 1.
        dtype: the type to compute in.

    Raises:
        RuntimeError: for integers and bool, and for the greatest or smallest of nothing.
    """
    if not input.dtype.is_floating_point:
        raise RuntimeError(
            "linalg.vector_norm: Expected a floating point or complex tensor as input. "
            f"Got {input.dtype.title}"
        )
    if dtype is not None and not dtype.is_floating_point:
        raise RuntimeError(
            f"linalg.vector_norm: dtype should be floating point or complex, but got {dtype.title}"
        )
    source = input if dtype is None else to_dtype(input, dtype)
    dims = reduced(dim, source.ndim)
    if ord < 0 or ord == math.inf:
        _refuse_nothing(source, ord, [dim] if isinstance(dim, int) else dim)
    result: Tensor = _norm(source, p=float(ord), dims=dims, keepdim=keepdim)
    return result


def _refuse_nothing(input: Tensor, order: float, dims: Sequence[int] | None) -> None:
    if input.array.size:
        return
    spoken = str(order).removesuffix(".0")
    if not dims:
        raise RuntimeError(
            f"linalg.vector_norm cannot compute the {spoken} norm on an empty tensor because the "
            "operation does not have an identity"
        )
    for dim in dims:
        if not input.array.shape[wrapped(dim, input.ndim)]:
            # The missing space is PyTorch's.
            raise RuntimeError(
                f"linalg.vector_norm cannot compute the {spoken} norm on the dimension {dim}because "
                "this dimension is empty and the operation does not have an identity"
            )


def refuse_matrix_order(order: str) -> None:
    """Refuse a word that names no order, or the nuclear norm, which the engine does not compute.

    Raises:
        RuntimeError: for an unknown word.
        Unsupported: for the nuclear norm.
    """
    if order == "nuc":
        raise errors.Unsupported("the nuclear norm")
    raise RuntimeError(f"linalg.matrix_norm: Order {order} not supported.")
