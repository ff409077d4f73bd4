"""What the items of an index say, before anything is read or written."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.autograd import errors
from engine.autograd.batch import plain_array
from engine.autograd.dtypes import Array
from engine.autograd.tensor import Tensor


def is_number(item: Any) -> bool:
    """Whether an item is a 0-d tensor of integers, which counts as a number."""
    return isinstance(item, Tensor) and item.array.ndim == 0 and item.array.dtype.kind in "iu"


def dimensions(item: Any) -> int:
    """How many of the tensor's dimensions an item takes up."""
    if item is None or item is Ellipsis or isinstance(item, bool):
        return 0
    if isinstance(item, Tensor) and item.array.dtype.kind == "b":
        return item.array.ndim
    return 1


def covers(part: slice, size: int) -> bool:
    """Whether a slice says plainly that it takes everything; PyTorch then makes no view."""
    start, stop = part.start or 0, part.stop
    if not (isinstance(start, int) and part.step in (None, 1)):
        return False
    return start == 0 and (stop is None or (isinstance(stop, int) and stop >= size))


def bound(value: Any) -> int | None:
    """A bound of a slice as a number.

    Raises:
        TypeError: for what is none.
    """
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Tensor):
        return int(value.array.item())
    raise TypeError("slice indices must be integers or None or have an __index__ method")


def refuse_number(index: Any) -> None:
    """Say that a 0-d tensor has no elements to count, in PyTorch's words for 0 and for others."""
    if isinstance(index, int) and not isinstance(index, bool):
        if index:
            raise IndexError(f"index {index} is out of bounds for dimension 0 with size 0")
        raise IndexError(errors.INDEX_OF_SCALAR)


def fits(shape: tuple[int, ...], to: tuple[int, ...]) -> bool:
    """Whether a shape broadcasts to another, leading ones apart."""
    while len(shape) > len(to) and shape[0] == 1:
        shape = shape[1:]
    if len(shape) > len(to):
        return False
    return all(size in (1, wanted) for size, wanted in zip(shape[::-1], to[::-1], strict=False))


def picking(item: Any) -> Array:
    """The positions, or the truths, that a list or a tensor picks by.

    Raises:
        IndexError: for what is no index.
    """
    if isinstance(item, Tensor):
        if item.array.dtype.kind == "f":
            raise IndexError("tensors used as indices must be long, int, byte or bool tensors")
        return plain_array(item.array)
    if isinstance(item, Sequence) and not isinstance(item, str):
        return np.asarray(item, dtype=np.int64 if not len(item) else None)
    raise IndexError(errors.INDEX_KIND.format(type(item).__name__))


def check_picking(array: Array, part: Tensor, dim: int) -> None:
    """Refuse positions outside a dimension, and masks of another shape."""
    shape = part.array.shape
    if array.dtype.kind == "b":
        for axis, size in enumerate(array.shape):
            if size != shape[dim + axis]:
                raise IndexError(
                    f"The shape of the mask {errors.sizes(array.shape)} at index {axis} does not "
                    f"match the shape of the indexed tensor {errors.sizes(shape)} at index "
                    f"{dim + axis}"
                )
        return
    size = shape[dim]
    outside = array[(array < -size) | (array >= size)]
    if outside.size:
        raise IndexError(
            f"index {int(outside.flat[0])} is out of bounds for dimension {dim} with size {size}"
        )
