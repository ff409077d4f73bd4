# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Sums, means, and whether all or any."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.autograd.dtypes import Array, DType, uint8
from engine.autograd.operations.casts import in_type, to_dtype
from engine.autograd.operations.dimensions import reduced, wrapped
from engine.autograd.operations.promotion import number_in
from engine.autograd.operations.shapes import expanded, restored
from engine.autograd.operations.summation import sum_of, summed
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor, as_array

Dims = int | Sequence[int] | None


def _sum_back(g: Any, shape: tuple[int, ...], dims: tuple[int, ...], keepdim: bool) -> Any:
    return expanded(restored(g, dims, keepdim), shape)


all_summed: Primitive = Primitive(
    "SumBackward0",
    lambda self: sum_of(self),
    self=lambda g, self_shape: expanded(g, self_shape),
)
_sum_dims: Primitive = Primitive(
    "SumBackward1",
    lambda self, *, dims, keepdim: summed(self, dims, keepdim),
    self=lambda g, dims, keepdim, self_shape: _sum_back(g, self_shape, dims, keepdim),
)
all_averaged: Primitive = Primitive(
    "MeanBackward0",
    lambda self: sum_of(self) / _divisor(self.size, self.dtype),
    self=lambda g, self_shape: _shared(expanded(g, self_shape), count=math.prod(self_shape)),
)
_mean_dims: Primitive = Primitive(
    "MeanBackward1",
    lambda self, *, dims, keepdim: _mean(self, dims, keepdim),
    self=lambda g, dims, keepdim, self_shape: _shared(
        _sum_back(g, self_shape, dims, keepdim), count=_count(self_shape, dims)
    ),
)
_shared: Primitive = Primitive(
    "DivBackward1",
    lambda g, *, count: g / number_in(count or 1, g.dtype),
    g=lambda g, count: _shared(g, count=count),
)


def _count(shape: tuple[int, ...], dims: tuple[int, ...]) -> int:
    return math.prod(shape[dim] for dim in dims)


def _mean(array: Array, dims: tuple[int, ...], keepdim: bool) -> Any:
    count = array.size if len(dims) == array.ndim else _count(array.shape, dims)
    return summed(array, dims, keepdim) / _divisor(count, array.dtype)


def _divisor(count: int, dtype: np.dtype[Any]) -> Any:
    """A number of elements for a scalar of a type to be divided by; beyond half precision it is inf."""
    return dtype.type(count) if dtype.char == "e" else count


def sum_of_all(input: Tensor, dtype: DType | None = None) -> Tensor:
    """The sum of all elements; integers and bool are summed as int64."""
    source = in_type(input, dtype)
    result: Tensor = all_summed(source)
    return result if dtype is None else to_dtype(result, dtype)


def sum_along(
    input: Tensor, dim: Dims, keepdim: bool = False, dtype: DType | None = None
) -> Tensor:
    """The sum along dimensions; along all of them, if none is named."""
    source = in_type(input, dtype)
    result: Tensor = _sum_dims(source, dims=reduced(dim, source.ndim), keepdim=keepdim)
    return result if dtype is None else to_dtype(result, dtype)


def sum(input: Any, dim: Dims = None, keepdim: bool = False, *, dtype: DType | None = None) -> Any:
    """The sum of all elements, or along dimensions, of a Tensor or an array."""
    if not isinstance(input, Tensor):
        return summed(input, reduced(dim, input.ndim), keepdim)
    if dim is None and not keepdim:
        return sum_of_all(input, dtype)
    return sum_along(input, dim, keepdim, dtype)


def mean_of_all(input: Tensor, dtype: DType | None = None) -> Tensor:
    """The mean of all elements.

    Raises:
        RuntimeError: for integers and bool, which have no mean of their own type.
    """
    result: Tensor = all_averaged(_averaged(input, dtype))
    return result


def mean_along(
    input: Tensor, dim: Dims, keepdim: bool = False, dtype: DType | None = None
) -> Tensor:
    """The mean along dimensions; along all of them, if none is named."""
    source = _averaged(input, dtype)
    result: Tensor = _mean_dims(source, dims=reduced(dim, source.ndim), keepdim=keepdim)
    return result


def _averaged(input: Tensor, dtype: DType | None) -> Tensor:
    if dtype is None and input.dtype.is_floating_point:
        return input
    if dtype is None:
        raise RuntimeError(
            "mean(): could not infer output dtype. Input dtype must be either a floating point or "
            f"complex dtype. Got: {input.dtype.title}"
        )
    if not dtype.is_floating_point:
        raise RuntimeError(
            "mean(): could not infer output dtype. Optional dtype must be either a floating point "
            f"or complex dtype. Got: {dtype.title}"
        )
    return to_dtype(input, dtype)


def mean(input: Any, dim: Dims = None, keepdim: bool = False, *, dtype: DType | None = None) -> Any:
    """The mean of all elements, or along dimensions, of a Tensor or an array."""
    if not isinstance(input, Tensor):
        return _mean(input, reduced(dim, input.ndim), keepdim)
    if dim is None and not keepdim:
        return mean_of_all(input, dtype)
    return mean_along(input, dim, keepdim, dtype)


def _truth(decide: Callable[..., Any]) -> Callable[..., Tensor]:
    """A function that says of all elements, or along dimensions, whether they are not zero."""

    def function(input: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
        array = input.array
        if dim is None:
            axes = tuple(range(array.ndim))
        elif isinstance(dim, int):
            axes = (wrapped(dim, array.ndim),) if array.ndim else reduced(dim, 0)
        else:
            # Along no dimension at all each element stands for itself.
            axes = reduced(dim, array.ndim) if len(dim) else ()
        found = decide(array != 0, axis=axes, keepdims=keepdim)
        # Bytes are PyTorch's oldest truth values and stay bytes.
        return Tensor(as_array(found.astype(np.uint8) if input.dtype is uint8 else found))

    return function


all = _truth(np.all)
any = _truth(np.any)
