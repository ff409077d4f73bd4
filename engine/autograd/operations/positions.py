"""What the items of an index say, before anything is read or written."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from engine.autograd import errors
from engine.autograd.batch import plain_array
from engine.autograd.context import current
from engine.autograd.dtypes import Array, bool_, int32, int64
from engine.autograd.tensor import Tensor

_INDICES: Final = {dtype.numpy.num for dtype in (bool_, int32, int64)}
# A list that is longer counts as positions, whatever it holds.
_LONG: Final = 32
_NOWHERE: Final = np.zeros(0, np.int64)
_PARTS: Final = (Tensor, slice, list, tuple, str, range)


def is_number(item: Any) -> bool:
    """Whether an item is a 0-d tensor of integers, which counts as a number."""
    return isinstance(item, Tensor) and item.array.ndim == 0 and item.array.dtype.kind in "iu"


def is_truth(item: Any) -> bool:
    """Whether an item is True or False, which takes all or nothing along a new dimension."""
    return isinstance(item, bool) or (
        isinstance(item, Tensor) and item.array.ndim == 0 and item.array.dtype.kind == "b"
    )


def listed(index: Any) -> tuple[Any, ...]:
    """The items of an index.

    PyTorch still takes a short list for a tuple when it holds anything but numbers, and says that it
    will not do so for ever.
    """
    if isinstance(index, tuple):
        return index
    if isinstance(index, list | str | range) and len(index) < _LONG:
        for item in index:
            if item is None or item is Ellipsis or isinstance(item, _PARTS):
                current().warn(errors.LIST_AS_TUPLE)
                return tuple(index)
    return (index,)


def dimensions(item: Any) -> int:
    """How many of the tensor's dimensions an item takes up."""
    if item is None or item is Ellipsis or is_truth(item):
        return 0
    if isinstance(item, Tensor) and (is_byte(item) or item.array.dtype.kind == "b"):
        return item.array.ndim
    return 1


def is_byte(item: Tensor) -> bool:
    """Whether a tensor is a mask of the old kind."""
    return item.array.dtype == np.uint8 and item.array.ndim > 0


def covers(part: slice, size: int) -> bool:
    """Whether a slice says plainly that it takes everything; PyTorch then makes no view."""
    start, stop = bound(part.start) or 0, bound(part.stop)
    return start == 0 and part.step in (None, 1) and (stop is None or stop >= size)


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
        TypeError: for text.
    """
    if isinstance(item, Tensor):
        if is_byte(item):
            current().warn(errors.BYTE_INDEX)
            mask: Array = plain_array(item.array) != 0
            return mask
        if item.array.dtype.num not in _INDICES:
            raise IndexError("tensors used as indices must be long, int, byte or bool tensors")
        return plain_array(item.array)
    if isinstance(item, str):
        raise TypeError("new(): invalid data type 'str'")
    if isinstance(item, Sequence):
        array: Array = np.asarray(item)
        return array if array.dtype.kind == "b" else array.astype(np.int64)
    raise IndexError(errors.INDEX_KIND.format(type(item).__name__))


def check_mask(array: Array, shape: Sequence[int], dim: int) -> None:
    """Refuse a mask of another shape than the dimensions that it covers, from one on."""
    for axis, size in enumerate(array.shape):
        if size != shape[dim + axis]:
            raise IndexError(
                f"The shape of the mask {errors.sizes(array.shape)} at index {axis} does not match "
                f"the shape of the indexed tensor {errors.sizes(shape)} at index {dim + axis}"
            )


class Picked:
    """Tensors of positions and masks that pick together, held against the tensor they pick from."""

    def __init__(self, items: Sequence[Any], shape: Sequence[int]) -> None:
        """Refuse masks of another shape, and tensors of positions that do not broadcast.

        Args:
            items: for each place of the index an array, or a slice that takes all.
            shape: the shape of the tensor that is read or written.

        Raises:
            IndexError: in PyTorch's words.
        """
        self._places: list[tuple[Array, int]] = []
        self._shapes: list[tuple[int, ...]] = []
        dim = 0
        for item in items:
            if isinstance(item, np.ndarray) and item.dtype.kind == "b":
                check_mask(item, shape, dim)
                self._places += [(_NOWHERE, shape[dim])] * item.ndim
                self._shapes += [(int(item.sum()),)] * item.ndim
                dim += item.ndim
                continue
            if isinstance(item, np.ndarray):
                self._places.append((item, shape[dim]))
                self._shapes.append(item.shape)
            dim += 1
        self._check_broadcast()

    def _check_broadcast(self) -> None:
        try:
            np.broadcast_shapes(*self._shapes)
        except ValueError:
            raise IndexError(
                "shape mismatch: indexing tensors could not be broadcast together with shapes "
                + ", ".join(map(errors.sizes, self._shapes))
            ) from None
        if any(array.size and not size for array, size in self._places):
            raise IndexError("index is out of bounds for dimension with size 0")

    def check_range(self) -> None:
        """Refuse positions outside their dimensions.

        Raises:
            IndexError: in PyTorch's words, which count the dimensions that are picked from.
        """
        for number, (array, size) in enumerate(self._places):
            outside = array[(array < -size) | (array >= size)]
            if outside.size:
                raise IndexError(
                    f"index {int(outside.flat[0])} is out of bounds for dimension {number} with "
                    f"size {size}"
                )
