"""Sums, means, extremes and norms."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from engine.autograd import errors
from engine.autograd.dtypes import Array, DType, of
from engine.autograd.operations import elementwise
from engine.autograd.operations.arithmetic import power
from engine.autograd.operations.casts import to_dtype
from engine.autograd.operations.dimensions import reduced, wrapped
from engine.autograd.operations.selection import fill_at, masked_fill_number, maximum, minimum
from engine.autograd.operations.shapes import expanded, restored
from engine.autograd.operations.summation import summed
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor

Dims = int | Sequence[int] | None


def _sum_back(g: Any, shape: tuple[int, ...], dims: tuple[int, ...], keepdim: bool) -> Any:
    return expanded(restored(g, dims, keepdim), shape)


_sum_all = Primitive(
    "SumBackward0",
    lambda self: summed(self, tuple(range(self.ndim))),
    self=lambda g, self_shape: expanded(g, self_shape),
)
_sum_dims = Primitive(
    "SumBackward1",
    lambda self, *, dims, keepdim: summed(self, dims, keepdim),
    self=lambda g, dims, keepdim, self_shape: _sum_back(g, self_shape, dims, keepdim),
)
_mean_all = Primitive(
    "MeanBackward0",
    lambda self: _mean(self, tuple(range(self.ndim)), False),
    self=lambda g, self_shape: expanded(g, self_shape) / (math.prod(self_shape) or 1),
)
_mean_dims = Primitive(
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
    source = _required("sum", input)
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
    source = _required("mean", input)
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


def _extreme_back(g: Any, self: Any, result: Any) -> Any:
    """All elements that attain the extreme share its cotangent evenly."""
    values = self.array if isinstance(self, Tensor) else self
    extreme = result.array if isinstance(result, Tensor) else result
    mask: Any = np.isnan(values) if np.isnan(extreme) else values == extreme
    share = g / int(mask.sum())
    if isinstance(self, Tensor):
        return fill_at(Tensor(np.zeros_like(values)), Tensor(np.asarray(mask)), share)
    return fill_at(np.zeros_like(values), mask, share)


_max_all = Primitive(
    "MaxBackward1", lambda self: np.max(self), self=lambda g, self, result: _extreme_back(g, self, result)
)
_min_all = Primitive(
    "MinBackward1", lambda self: np.min(self), self=lambda g, self, result: _extreme_back(g, self, result)
)


def _gathered(self: Array, index: Array, *, dim: int, keepdim: bool) -> Array:
    if self.ndim == 0:
        return self
    picked = np.take_along_axis(self, np.expand_dims(index, dim), dim)
    return picked if keepdim else picked.squeeze(dim)


def _scattered(g: Array, index: Array, *, dim: int, shape: tuple[int, ...]) -> Array:
    whole = np.zeros(shape, g.dtype)
    if shape:
        np.put_along_axis(whole, np.expand_dims(index, dim), np.expand_dims(g, dim), dim)
    else:
        whole[...] = g
    return whole


def _picking(name: str) -> Primitive:
    return Primitive(
        name,
        _gathered,
        self=lambda g, index, dim, keepdim, self_shape: _scatter(
            _without(g, dim, keepdim), index, dim=dim, shape=self_shape
        ),
    )


def _without(g: Any, dim: int, keepdim: bool) -> Any:
    return g.squeeze(dim) if keepdim and len(g.shape) else g


_pick_max = _picking("MaxBackward0")
_pick_min = _picking("MinBackward0")
_scatter = Primitive(
    "ScatterBackward0",
    _scattered,
    g=lambda g, index, dim: _pick_max(g, index, dim=dim, keepdim=False),
)


class ExtremeAlong(NamedTuple):
    """The extremes along a dimension, and where they stand."""

    values: Tensor
    indices: Tensor


class MaxAlong(ExtremeAlong):
    """What `max(dim)` returns."""

    def __repr__(self) -> str:
        return f"torch.return_types.max(\nvalues={self.values!r},\nindices={self.indices!r})"


class MinAlong(ExtremeAlong):
    """What `min(dim)` returns."""

    def __repr__(self) -> str:
        return f"torch.return_types.min(\nvalues={self.values!r},\nindices={self.indices!r})"


# Error messages speak of them by these names.
MaxAlong.__name__ = "torch.return_types.max"
MinAlong.__name__ = "torch.return_types.min"


def _along(input: Tensor, dim: int, keepdim: bool, pick: Primitive, find: Any) -> tuple[Any, Any]:
    axis = wrapped(dim, input.ndim)
    array = input.array
    found = np.asarray(find(array, axis=axis) if array.ndim else 0, np.int64)
    values = pick(input, Tensor(found), dim=axis, keepdim=keepdim)
    shown = np.expand_dims(found, axis) if keepdim and array.ndim else found
    return values, Tensor(shown)


def max(input: Any, dim: Any = None, keepdim: bool = False) -> Tensor | MaxAlong:
    """The greatest element; with a dimension, the greatest along it and its place.

    With another tensor as second argument, elementwise as `maximum`.
    """
    source = _required("max", input)
    if isinstance(dim, Tensor):
        return maximum(source, dim)
    if dim is None:
        _refuse_empty("max", source)
        result: Tensor = _max_all(source)
        return result
    return MaxAlong(*_along(source, dim, keepdim, _pick_max, np.argmax))


def min(input: Any, dim: Any = None, keepdim: bool = False) -> Tensor | MinAlong:
    """The smallest element; with a dimension, the smallest along it and its place."""
    source = _required("min", input)
    if isinstance(dim, Tensor):
        return minimum(source, dim)
    if dim is None:
        _refuse_empty("min", source)
        result: Tensor = _min_all(source)
        return result
    return MinAlong(*_along(source, dim, keepdim, _pick_min, np.argmin))


def argmax(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """Where the greatest element stands."""
    axis = None if dim is None else wrapped(dim, input.ndim)
    return Tensor(np.asarray(np.argmax(input.array, axis, keepdims=keepdim), np.int64))


def argmin(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """Where the smallest element stands."""
    axis = None if dim is None else wrapped(dim, input.ndim)
    return Tensor(np.asarray(np.argmin(input.array, axis, keepdims=keepdim), np.int64))


def all(input: Tensor) -> Tensor:
    """Whether no element is zero."""
    return Tensor(np.asarray(np.all(input.array)))


def any(input: Tensor) -> Tensor:
    """Whether some element is not zero."""
    return Tensor(np.asarray(np.any(input.array)))


def _norm_forward(self: Array, *, p: float, dims: tuple[int, ...], keepdim: bool) -> Any:
    if p == 2:
        return np.sqrt(summed(self * self, dims, keepdim))
    sizes = np.abs(self)
    if p == 1:
        return summed(sizes, dims, keepdim)
    if p == math.inf:
        return sizes.max(axis=dims, keepdims=keepdim)
    return summed(sizes**p, dims, keepdim) ** (1 / p)


def _norm_back(g: Any, self: Any, result: Any, p: float, dims: Any, keepdim: bool) -> Any:
    g, result = restored(g, dims, keepdim), restored(result, dims, keepdim)
    if p == 2:
        return g * masked_fill_number(self / result, result == 0, value=0.0)
    if p == 1:
        return elementwise.sign(self) * g
    if p == math.inf:
        attained = elementwise.abs(self) == result
        count = attained.sum(dims, keepdim=True) if isinstance(self, Tensor) else (
            attained.sum(axis=dims, keepdims=True)
        )
        return elementwise.sign(self) * (g / count * attained)
    scale = masked_fill_number(g / power(result, p - 1), result == 0, value=0.0)
    return self * power(elementwise.abs(self), p - 2) * scale


_norm = Primitive(
    "LinalgVectorNormBackward0",
    _norm_forward,
    self=lambda g, self, result, p, dims, keepdim: _norm_back(g, self, result, p, dims, keepdim),
)


def norm(input: Any, p: Any = 2, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """The p-norm of all elements, or along dimensions.

    Args:
        input: a floating-point tensor.
        p: 1, 2, any number from 2 on, infinity, or "fro" for 2.
        dim: one or several dimensions.
        keepdim: keep the reduced dimensions at size 1.

    Raises:
        RuntimeError: for integers and bool.
        Unsupported: for another p.
    """
    source = _required("norm", input)
    order = 2.0 if p in ("fro", None) else p
    if isinstance(order, str) or not (order == 1 or order >= 2):
        raise errors.Unsupported(f"norm with p={p!r}")
    if not source.dtype.is_floating_point:
        raise RuntimeError(
            "linalg.vector_norm: Expected a floating point or complex tensor as input. "
            f"Got {source.dtype.title}"
        )
    dims = reduced(dim, source.ndim)
    result: Tensor = _norm(source, p=float(order), dims=dims, keepdim=keepdim)
    return result


def _required(function: str, input: Any) -> Tensor:
    if not isinstance(input, Tensor):
        raise errors.not_a_tensor(function, "input", 1, input)
    return input


def _refuse_empty(function: str, input: Tensor) -> None:
    if not input.array.size:
        raise RuntimeError(
            f"{function}(): Expected reduction dim to be specified for input.numel() == 0. "
            "Specify the reduction dim with the 'dim' argument."
        )
