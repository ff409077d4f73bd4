"""The k greatest elements along a dimension, and the greatest or smallest so far."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from engine.autograd.dtypes import Array
from engine.autograd.operations.dimensions import wrapped
from engine.autograd.operations.ordering import (
    Chosen,
    CummaxAlong,
    CumminAlong,
    TopkAlong,
    picking,
    sorted_order,
)
from engine.autograd.operations.selecting import order_of_greatest
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor, as_array

_topk = picking("TopkBackward0")
_MOST_STEPS: Final = 100_000
"""Up to how many elements ties are taken in the order of the C++ library PyTorch is built with."""


def _greatest(array: Array, k: int, axis: int, *, largest: bool) -> Array:
    order = sorted_order(array, axis, descending=largest)
    found: Array = np.take(order, np.arange(k), axis=axis)
    size = array.shape[axis]
    # The C++ library's order matters only where elements are equal.
    if k < 1 or array.size > _MOST_STEPS or k * 64 <= size:
        return found
    rows = np.moveaxis(array, axis, -1).reshape(-1, size)
    chosen = np.moveaxis(found, axis, -1).reshape(-1, k).copy()
    for number, row in enumerate(rows):
        if np.unique(row).size < size:
            chosen[number] = order_of_greatest(row, k, largest=largest)
    shape = np.moveaxis(found, axis, -1).shape
    return np.moveaxis(chosen.reshape(shape), -1, axis)


def topk(input: Tensor, k: int, dim: int = -1, largest: bool = True, sorted: bool = True) -> Chosen:
    """The k greatest (or smallest) elements along a dimension, in order, and where they stand.

    Raises:
        RuntimeError: when there are fewer than k.
    """
    del sorted  # without it any order will do, also this one
    axis = wrapped(dim, input.ndim)
    if not 0 <= k <= (input.array.shape[axis] if input.ndim else 1):
        raise RuntimeError("selected index k out of range")
    array = input.array
    found = _greatest(array, k, axis, largest=largest) if input.ndim else np.zeros((), np.int64)
    indices = Tensor(as_array(found.astype(np.int64)))
    return TopkAlong(_topk(input, indices, dim=axis, keepdim=True), indices)


def _added_back(g: Array, index: Array, *, axis: int) -> Array:
    whole = np.zeros_like(g, order="C")
    if not g.ndim:
        return g
    places: list[Any] = list(np.indices(g.shape))
    places[axis] = index
    np.add.at(whole, tuple(places), g)
    return whole


def _taken(self: Array, index: Array, *, axis: int) -> Array:
    return np.take_along_axis(self, index, axis) if self.ndim else self.copy()


_add_back: Primitive = Primitive(
    "ScatterAddBackward0",
    _added_back,
    g=lambda g, index, axis: _take(g, index, axis=axis),
)


def _taking(name: str) -> Primitive:
    return Primitive(name, _taken, self=lambda g, index, axis: _add_back(g, index, axis=axis))


_take: Primitive = _taking("GatherBackward0")


def _so_far(name: str, kind: type[Chosen], beats: Callable[[Any, Any], Any], run: Any) -> Any:
    primitive = _taking(name)

    def function(input: Tensor, dim: int) -> Chosen:
        axis = wrapped(dim, input.ndim)
        array = input.array
        index = np.zeros(array.shape, np.int64)
        if array.ndim:
            # The last of equal ones counts, and every nan.
            attained = beats(array, run(array, axis=axis)) | np.isnan(array)
            places = np.arange(array.shape[axis]).reshape((-1, *(1,) * (array.ndim - 1 - axis)))
            index = np.maximum.accumulate(np.where(attained, places, 0), axis=axis)
        indices = Tensor(index)
        return kind(primitive(input, indices, axis=axis), indices)

    return function


cummax = _so_far("CummaxBackward0", CummaxAlong, np.greater_equal, np.maximum.accumulate)
cummin = _so_far("CumminBackward0", CumminAlong, np.less_equal, np.minimum.accumulate)
