# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Sums, means, and whether all or any."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.autograd.dtypes import Array, DType
from engine.autograd.operations.casts import to_dtype
from engine.autograd.operations.dimensions import reduced
from engine.autograd.operations.requirements import required
from engine.autograd.operations.shapes import expanded, restored
from engine.autograd.operations.summation import summed
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor

Dims = int | Sequence[int] | None


def _sum_back(g: Any, shape: tuple[int, ...], dims: tuple[int, ...], keepdim: bool) -> Any:
    return expanded(restored(g, dims, keepdim), shape)


_sum_all: Primitive = Primitive(
    "SumBackward0",
    lambda self: summed(self, tuple(range(self.ndim))),
    self=lambda g, self_shape: expanded(g, self_shape),
)
_sum_dims: Primitive = Primitive(
    "SumBackward1",
    lambda self, *, dims, keepdim: summed(self, dims, keepdim),
    self=lambda g, dims, keepdim, self_shape: _sum_back(g, self_shape, dims, keepdim),
)
_mean_all: Primitive = Primitive(
    "MeanBackward0",
    lambda self: _mean(self, tuple(range(self.ndim)), False),
    self=lambda g, self_shape: expanded(g, self_shape) / (math.prod(self_shape) or 1),
)
_mean_dims: Primitive = Primitive(
    "MeanBackward1",
    lambda self, *, dims, keepdim: _mean(self, dims, keepdim),
    self=lambda g, dims, keepdim, self_shape: (
        _sum_back(g, self_shape, dims, keepdim) / _count(self_shape, dims)
    ),
)


def _count(shape: tuple[int, ...], dims: tuple[int, ...]) -> int:
    return math.prod(shape[dim] for dim in dims)


def _mean(array: Array, dims: tuple[int, ...], keepdim: bool) -> Any:
    total = summed(array, dims, keepdim)
    return total / array.dtype.type(_count(array.shape, dims))


def sum(
    input: Any, dim: Dims = None, keepdim: bool = False, *, dtype: DType | None = None
) -> Tensor:
    """The sum of all elements, or along dimensions; integers and bool are summed as int64.

    Args:
        input: the tensor.
        dim: one or several dimensions; all, if it is left out.
        keepdim: keep what was summed as dimensions of size 1.
        dtype: the type to sum in.
    """
    source = required("sum", input)
    if dtype is not None:
        source = to_dtype(source, dtype)
    result: Tensor
    if dim is None and not keepdim:
        result = _sum_all(source)
    else:
        result = _sum_dims(source, dims=reduced(dim, source.ndim), keepdim=keepdim)
    return result


def mean(
    input: Any, dim: Dims = None, keepdim: bool = False, *, dtype: DType | None = None
) -> Tensor:
    """The mean of all elements, or along dimensions.

    Raises:
        RuntimeError: for integers and bool, which have no mean of their own type.
    """
    source = required("mean", input)
    if dtype is not None:
        source = to_dtype(source, dtype)
    if not source.dtype.is_floating_point:
        raise RuntimeError(
            "mean(): could not infer output dtype. Input dtype must be either a floating point or "
            f"complex dtype. Got: {source.dtype.title}"
        )
    result: Tensor
    if dim is None and not keepdim:
        result = _mean_all(source)
    else:
        result = _mean_dims(source, dims=reduced(dim, source.ndim), keepdim=keepdim)
    return result


def all(input: Tensor) -> Tensor:
    """Whether no element is zero."""
    return Tensor(np.asarray(np.all(input.array)))


def any(input: Tensor) -> Tensor:
    """Whether some element is not zero."""
    return Tensor(np.asarray(np.any(input.array)))
