"""Elements picked by positions or by a mask, into new memory."""

import math

import numpy as np

from engine.autograd import errors
from engine.autograd.context import current
from engine.autograd.dtypes import Array
from engine.autograd.operations import picking
from engine.autograd.operations.dimensions import broadcast, wrapped
from engine.autograd.tensor import Tensor

_INDICES = ("int32", "int64")


def gather(input: Tensor, dim: int, index: Tensor, sparse_grad: bool = False) -> Tensor:
    """For each place of an index, the element whose position along a dimension stands there.

    Raises:
        RuntimeError: for an index of another type or shape, and positions outside.
        IndexError: when there is no such dimension.
    """
    if sparse_grad:
        raise errors.Unsupported("gather() with sparse_grad=True")
    axis = wrapped(dim, input.ndim)
    if index.dtype.name not in _INDICES:
        raise RuntimeError("gather(): Expected dtype int32/int64 for index")
    if index.array.size:
        _check_gathering(input.array, index.array, axis)
    current().allow(index.array.size)
    result: Tensor = picking.gather(input, index, dim=axis)
    return result


def _check_gathering(array: Array, index: Array, axis: int) -> None:
    if max(index.ndim, 1) != max(array.ndim, 1):
        raise RuntimeError("Index tensor must have the same number of dimensions as input tensor")
    for place, (size, own) in enumerate(zip(index.shape, array.shape, strict=False)):
        if place != axis and size > own:
            raise RuntimeError(
                f"Size does not match at dimension {place} expected index "
                f"{errors.sizes(index.shape)} to be no larger than self "
                f"{errors.sizes(array.shape)} apart from dimension {axis}"
            )
    check_range(index, array.shape[axis] if array.ndim else 1, axis)


def check_range(index: Array, size: int, axis: int) -> None:
    """Refuse positions outside of a dimension, from the front of which they are counted."""
    outside = index[(index < 0) | (index >= size)]
    if outside.size:
        raise RuntimeError(
            f"index {int(outside.flat[0])} is out of bounds for dimension {axis} with size {size}"
        )


def index_select(input: Tensor, dim: int, index: Tensor) -> Tensor:
    """The rows along a dimension whose positions a vector tells.

    Raises:
        RuntimeError: for an index of another type, and positions outside of the second dimension.
        IndexError: when there is no such dimension, for an index of more dimensions, and for
            positions outside of another dimension.
    """
    axis = wrapped(dim, input.ndim)
    if index.ndim > 1:
        raise IndexError("index_select(): Index is supposed to be a vector")
    if index.dtype.name not in _INDICES:
        raise RuntimeError("index_select(): Expected dtype int32 or int64 for index")
    positions = index.array
    if input.ndim == 0 and positions.size != 1:
        raise RuntimeError(
            f"index_select(): Index to scalar can have only 1 value, got {positions.size} value(s)"
        )
    size = input.array.shape[axis] if input.ndim else 1
    outside = positions[(positions < 0) | (positions >= size)]
    if outside.size and input.ndim > 1 and size == 0:
        raise RuntimeError("index_select(): self indexing axis dim should be positive")
    if outside.size and axis == 1:
        raise RuntimeError(
            f"INDICES element is out of DATA bounds, id={int(outside.flat[0])} axis_dim={size}"
        )
    if outside.size:
        raise IndexError("index out of range in self")
    current().allow(positions.size * (input.array.size // (size or 1)))
    result: Tensor = picking.index_select(input, index, dim=axis)
    return result


def masked_select(input: Tensor, mask: Tensor) -> Tensor:
    """The elements where a mask holds, as a vector; both are broadcast.

    Raises:
        RuntimeError: for a mask that is none, and shapes that do not broadcast.
    """
    if mask.array.dtype.kind != "b":
        raise RuntimeError("masked_select: expected BoolTensor for mask")
    shape = broadcast(mask.array.shape, input.array.shape)
    current().allow(math.prod(shape))
    result: Tensor = picking.masked_select(input, mask)
    return result


def take(input: Tensor, index: Tensor) -> Tensor:
    """Elements by their positions in the row of all elements.

    Raises:
        RuntimeError: for an index of another type.
        IndexError: for positions outside.
    """
    refuse_other_than_long("take", index)
    check_flat("out of range: tried to access index {} on a tensor of {} elements.", index, input)
    current().allow(index.array.size)
    result: Tensor = picking.take(input, index)
    return result


def refuse_other_than_long(function: str, index: Tensor) -> None:
    """Refuse an index of any type but int64."""
    if index.dtype.name != "int64":
        raise RuntimeError(
            f"{function}(): Expected a long tensor for index, but got {index.dtype.title}"
        )


def check_flat(text: str, index: Tensor, input: Tensor) -> None:
    """Refuse positions outside of the row of all elements, counted from either end."""
    size = input.array.size
    positions = index.array
    outside = positions[(positions < -size) | (positions >= size)]
    if outside.size:
        raise IndexError(text.format(int(outside.flat[0]), size))


def nonzero(input: Tensor) -> Tensor:
    """The positions of all elements but zeros, one row each."""
    found = np.argwhere(input.array) if input.ndim else np.zeros((int(input.array != 0), 0))
    return Tensor(found.astype(np.int64))


def nonzero_of_each(input: Tensor) -> tuple[Tensor, ...]:
    """The positions of all elements but zeros, one vector for each dimension."""
    array = input.array if input.ndim else input.array.reshape(1)
    return tuple(Tensor(positions.astype(np.int64)) for positions in np.nonzero(array))
