# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Variance and standard deviation."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.autograd.context import current
from engine.autograd.dtypes import Array
from engine.autograd.operations.dimensions import reduced
from engine.autograd.operations.reductions import mean
from engine.autograd.operations.selection import masked_fill_number, where
from engine.autograd.operations.shapes import restored
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor

_TOO_FEW = (
    "{}(): degrees of freedom is <= 0. Correction should be strictly less than the reduction "
    "factor (input numel divided by output numel)."
)


def _variance(self: Array, dims: tuple[int, ...] | None, correction: float, keepdim: bool) -> Any:
    """In float64, as ATen computes it whatever the type of its input."""
    axes = dims or tuple(range(self.ndim))
    wide = self.astype(np.float64)
    count = math.prod(self.shape[axis] for axis in axes)
    middle = wide.sum(axis=axes, keepdims=True) / np.float64(count)
    distances = wide - middle
    freedom = np.float64(max(count - correction, 0))
    return (distances * distances).sum(axis=axes, keepdims=keepdim) / freedom


def _var_back(
    g: Any, self: Any, dims: tuple[int, ...] | None, correction: float, keepdim: bool
) -> Any:
    shape = tuple(self.shape)
    if dims is None or not shape:
        freedom = math.prod(shape) - correction
        middle = mean(self)
        if freedom <= 0:
            return g * where(self == middle, math.nan, math.inf)
        return g * (2.0 / freedom) * (self - middle)
    count = math.prod(shape[axis] for axis in dims)
    factor = np.float64(2.0) / np.float64(count - correction)
    distances = self - mean(self, dims, keepdim=True)
    return restored(g, dims, keepdim) * float(factor) * distances


_var: Primitive = Primitive(
    "VarBackward0",
    lambda self, *, dims, correction, keepdim: _variance(self, dims, correction, keepdim).astype(
        self.dtype
    ),
    self=lambda g, self, dims, correction, keepdim: _var_back(g, self, dims, correction, keepdim),
)
_std: Primitive = Primitive(
    "StdBackward0",
    lambda self, *, dims, correction, keepdim: np.sqrt(
        _variance(self, dims, correction, keepdim)
    ).astype(self.dtype),
    self=lambda g, self, result, dims, correction, keepdim: _var_back(
        masked_fill_number(g / (result * 2), result == 0, value=0.0),
        self,
        dims,
        correction,
        keepdim,
    ),
)


def _spread(
    function: str,
    primitive: Primitive,
    input: Tensor,
    dim: int | Sequence[int] | None,
    correction: float,
    keepdim: bool,
) -> Tensor:
    if not input.dtype.is_floating_point:
        raise RuntimeError("std and var only support floating point and complex dtypes")
    dims = reduced(dim, input.ndim)
    if _reduced_to_one(input, dims) - correction <= 0:
        current().warn(_TOO_FEW.format(function))
    # An empty list of dimensions means all of them, but counts as one element in the derivative.
    named = None if dim is None else dims if isinstance(dim, int) or len(dim) else ()
    result: Tensor = primitive(input, dims=named, correction=correction, keepdim=keepdim)
    return result


def _reduced_to_one(input: Tensor, dims: tuple[int, ...]) -> int:
    """How many elements go into one of the result; none, where there is no result."""
    if not all(size for axis, size in enumerate(input.array.shape) if axis not in dims):
        return 0
    return math.prod(input.array.shape[axis] for axis in dims)


def var(
    input: Tensor,
    dim: int | Sequence[int] | None = None,
    correction: float | None = None,
    keepdim: bool = False,
) -> Tensor:
    """The variance of all elements, or along dimensions.

    Args:
        input: a floating-point tensor.
        dim: one or several dimensions.
        correction: what is taken from the number of elements before dividing by it; 1 if left out.
        keepdim: keep the dimensions at size 1.

    Raises:
        RuntimeError: for integers and bool.
    """
    return _spread("var", _var, input, dim, 1 if correction is None else correction, keepdim)


def std(
    input: Tensor,
    dim: int | Sequence[int] | None = None,
    correction: float | None = None,
    keepdim: bool = False,
) -> Tensor:
    """The standard deviation: the root of `var` with the same arguments."""
    return _spread("std", _std, input, dim, 1 if correction is None else correction, keepdim)
