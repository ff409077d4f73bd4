# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Elements chosen by their order along a dimension, together with where they stand."""

from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

import numpy as np

from engine.autograd.dtypes import Array
from engine.autograd.operations.dimensions import wrapped
from engine.autograd.operations.extremes import extreme_back, refuse_empty_dim
from engine.autograd.operations.requirements import not_implemented_for
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor, as_array


def _picked(self: Array, index: Array, *, dim: int, keepdim: bool) -> Array:
    if self.ndim == 0:
        return self.copy()
    if keepdim:
        return np.take_along_axis(self, index, dim)
    return np.take_along_axis(self, np.expand_dims(index, dim), dim).squeeze(dim)


def _put_back(g: Array, index: Array, *, dim: int, keepdim: bool, shape: tuple[int, ...]) -> Array:
    if not shape:
        return g.reshape(())
    if not keepdim:
        g, index = np.expand_dims(g, dim), np.expand_dims(index, dim)
    whole = np.zeros_like(g, shape=shape)
    np.put_along_axis(whole, index, g, dim)
    return whole


_put: Primitive = Primitive(
    "ScatterBackward0",
    _put_back,
    g=lambda g, index, dim, keepdim: _pick_gradient(g, index, dim=dim, keepdim=keepdim),
)


def picking(name: str) -> Primitive:
    """The operation that picks elements by their places along a dimension, under a node's name."""
    return Primitive(
        name,
        _picked,
        self=lambda g, index, dim, keepdim, self_shape: _put(
            g, index, dim=dim, keepdim=keepdim, shape=self_shape
        ),
    )


_pick_gradient: Primitive = picking("GatherBackward0")


class ValuesAndIndices(NamedTuple):
    """Elements along a dimension, and where they stand."""

    values: Tensor
    indices: Tensor


class Chosen(ValuesAndIndices):
    """What a function with two results returns; each function has a class of its own."""

    function: ClassVar[str] = ""

    def __repr__(self) -> str:
        return (
            f"torch.return_types.{self.function}(\nvalues={self.values!r},\n"
            f"indices={self.indices!r})"
        )


def _kind_of_result(function: str) -> type[Chosen]:
    """A class for the results of a function; error messages speak of it by this name."""
    return type(f"torch.return_types.{function}", (Chosen,), {"function": function})


MaxAlong = _kind_of_result("max")
MinAlong = _kind_of_result("min")
MedianAlong = _kind_of_result("median")
SortAlong = _kind_of_result("sort")
TopkAlong = _kind_of_result("topk")
KthvalueAlong = _kind_of_result("kthvalue")
CummaxAlong = _kind_of_result("cummax")
CumminAlong = _kind_of_result("cummin")
KINDS_OF_RESULT = (
    MaxAlong, MinAlong, MedianAlong, SortAlong, TopkAlong, KthvalueAlong, CummaxAlong, CumminAlong,
)  # fmt: skip

_max_along = picking("MaxBackward0")
_min_along = picking("MinBackward0")
_median_along = picking("MedianBackward1")
_sort = picking("SortBackward0")
_kthvalue = picking("KthvalueBackward0")


def _one_along(
    kind: type[Chosen], input: Tensor, axis: int, keepdim: bool, pick: Primitive, found: Array
) -> Chosen:
    """The result of a function that chooses one element along a dimension of an array.

    Args:
        kind: the class of the result.
        input: the tensor.
        axis: the dimension.
        keepdim: whether to keep it at size 1.
        pick: the operation that picks by index.
        found: where the chosen elements stand, without the dimension.
    """
    index = np.expand_dims(found, axis) if keepdim and input.ndim else found
    indices = Tensor(as_array(index))
    return kind(pick(input, indices, dim=axis, keepdim=keepdim), indices)


def _found(input: Tensor, axis: int, find: Callable[..., Any]) -> Array:
    if not input.ndim:
        return np.zeros((), np.int64)
    found: Array = find(input.array, axis=axis).astype(np.int64)
    return found


def max_along(input: Tensor, dim: int, keepdim: bool = False) -> Chosen:
    """The greatest elements along a dimension: of ties the first, before all nan."""
    axis = wrapped(dim, input.ndim)
    refuse_empty_dim("max", input, axis)
    found = _found(input, axis, np.argmax)
    return _one_along(MaxAlong, input, axis, keepdim, _max_along, found)


def min_along(input: Tensor, dim: int, keepdim: bool = False) -> Chosen:
    """The smallest elements along a dimension: of ties the first, before all nan."""
    axis = wrapped(dim, input.ndim)
    refuse_empty_dim("min", input, axis)
    found = _found(input, axis, np.argmin)
    return _one_along(MinAlong, input, axis, keepdim, _min_along, found)


def _lower_middle(array: Array, axis: int) -> Array:
    """Where the median stands: the lower one of two, and the first nan where there is one."""
    order = np.argsort(array, axis=axis, kind="stable")
    middle = np.take(order, (array.shape[axis] - 1) // 2, axis=axis)
    unknown = np.isnan(array)
    found: Array = np.where(unknown.any(axis=axis), np.argmax(unknown, axis=axis), middle)
    return found


def _median_of(self: Array) -> Any:
    if not self.size:
        return np.full((), np.nan, self.dtype)
    flat = self.reshape(-1)
    return flat[_lower_middle(flat, 0)]


_median_of_all: Primitive = Primitive(
    "MedianBackward0",
    lambda self: _median_of(self),
    self=lambda g, self, result: extreme_back(g, self, result),
)


def median_of_all(input: Tensor) -> Tensor:
    """The median of all elements, the lower one of two; nan if there is one, or of nothing."""
    if input.array.dtype.kind == "b":
        raise not_implemented_for("median_cpu", input)
    result: Tensor = _median_of_all(input)
    return result


def median_along(input: Tensor, dim: int, keepdim: bool = False) -> Chosen:
    """The medians along a dimension, the lower one of two."""
    axis = wrapped(dim, input.ndim)
    refuse_empty_dim("median", input, axis)
    if input.array.dtype.kind == "b":
        raise not_implemented_for("median_out", input)
    found = _found(input, axis, lambda array, axis: _lower_middle(array, axis))
    return _one_along(MedianAlong, input, axis, keepdim, _median_along, found)


def kthvalue(input: Tensor, k: int, dim: int = -1, keepdim: bool = False) -> Chosen:
    """The k-th smallest elements along a dimension, `k` counted from 1.

    Raises:
        RuntimeError: when there are fewer.
    """
    axis = wrapped(dim, input.ndim)
    refuse_empty_dim("kthvalue", input, axis)
    if not 0 < k <= (input.array.shape[axis] if input.ndim else 1):
        raise RuntimeError("kthvalue(): selected number k out of range for dimension " + str(axis))

    def find(array: Array, axis: int) -> Array:
        place: Array = np.take(np.argsort(array, axis=axis, kind="stable"), k - 1, axis=axis)
        return place

    found = _found(input, axis, find)
    return _one_along(KthvalueAlong, input, axis, keepdim, _kthvalue, found)


def sorted_order(array: Array, axis: int, *, descending: bool) -> Array:
    """Where the elements stand that sorting puts one after the other; ties keep their order.

    Args:
        array: at least one dimension.
        axis: the dimension.
        descending: greatest first. nan counts as greater than all numbers.
    """
    if not descending:
        return np.argsort(array, axis=axis, kind="stable").astype(np.int64)
    # Sorted backwards and read backwards, so that ties come in their own order.
    behind = np.argsort(np.flip(array, axis), axis=axis, kind="stable")
    found: Array = (array.shape[axis] - 1 - np.flip(behind, axis)).astype(np.int64)
    return found


def sort(
    input: Tensor, dim: int = -1, descending: bool = False, *, stable: bool | None = None
) -> Chosen:
    """All elements in order along a dimension, and where they stood; equal ones keep their order."""
    del stable  # PyTorch's order is stable either way on the CPU
    axis = wrapped(dim, input.ndim)
    order = _found(
        input, axis, lambda array, axis: sorted_order(array, axis, descending=descending)
    )
    indices = Tensor(as_array(order))
    return SortAlong(_sort(input, indices, dim=axis, keepdim=True), indices)


def argsort(
    input: Tensor, dim: int = -1, descending: bool = False, *, stable: bool | None = None
) -> Tensor:
    """Where the elements stand that sorting puts one after the other."""
    return sort(input, dim, descending, stable=stable).indices
