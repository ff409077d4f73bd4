# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""The greatest and the smallest element, and where they stand."""

from typing import Any, NamedTuple

import numpy as np

from engine.autograd.dtypes import Array
from engine.autograd.operations.dimensions import wrapped
from engine.autograd.operations.requirements import required
from engine.autograd.operations.selection import fill_at, maximum, minimum
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor


def _extreme_back(g: Any, self: Any, result: Any) -> Any:
    """All elements that attain the extreme share its cotangent evenly."""
    values = self.array if isinstance(self, Tensor) else self
    extreme = result.array if isinstance(result, Tensor) else result
    mask: Any = np.isnan(values) if np.isnan(extreme) else values == extreme
    share = g / int(mask.sum())
    if isinstance(self, Tensor):
        return fill_at(Tensor(np.zeros_like(values)), Tensor(np.asarray(mask)), share)
    return fill_at(np.zeros_like(values), mask, share)


_max_all: Primitive = Primitive(
    "MaxBackward1",
    lambda self: np.max(self),
    self=lambda g, self, result: _extreme_back(g, self, result),
)
_min_all: Primitive = Primitive(
    "MinBackward1",
    lambda self: np.min(self),
    self=lambda g, self, result: _extreme_back(g, self, result),
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
_scatter: Primitive = Primitive(
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
    source = required("max", input)
    if isinstance(dim, Tensor):
        return maximum(source, dim)
    if dim is None:
        _refuse_empty("max", source)
        result: Tensor = _max_all(source)
        return result
    return MaxAlong(*_along(source, dim, keepdim, _pick_max, np.argmax))


def min(input: Any, dim: Any = None, keepdim: bool = False) -> Tensor | MinAlong:
    """The smallest element; with a dimension, the smallest along it and its place."""
    source = required("min", input)
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


def _refuse_empty(function: str, input: Tensor) -> None:
    if not input.array.size:
        raise RuntimeError(
            f"{function}(): Expected reduction dim to be specified for input.numel() == 0. "
            "Specify the reduction dim with the 'dim' argument."
        )
