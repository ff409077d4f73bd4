"""What NumPy cannot dispatch: addresses and windows of memory, and numbers as arrays."""

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from engine.autograd.batch.alignment import NUMBERS, Shape, weak
from engine.autograd.batch.arrays import Batch


def address(array: Any) -> int:
    """Where the first element of an array or batch lies in memory."""
    values = array.values if type(array) is Batch else array
    interface: dict[str, Any] = values.__array_interface__
    place: int = interface["data"][0]
    return place


def windowed(array: Any, shape: Shape, strides: Shape) -> Any:
    """A view of an array's or batch's memory from its first element on.

    Args:
        array: whose memory it is.
        shape: of the view.
        strides: of the view, in bytes; the caller answers for staying inside the memory.
    """
    if type(array) is Batch:
        values = array.values
        hidden = values.shape[-1], values.strides[-1]
        return Batch(as_strided(values, (*shape, hidden[0]), (*strides, hidden[1])))
    return as_strided(array, shape, strides)


def numbers_in(values: list[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    """Numbers as an array of one dimension; as a batch, when one of them varies.

    Raises:
        OverflowError: one is too wide for the type.
    """
    first = next((value for value in values if type(value) in NUMBERS), None)
    if first is None:
        return np.array(values, dtype)
    variants = len(first.raw)
    whole = _items_of(first.origin, values)
    if whole is not None:
        made = whole.reshape(len(values), variants).astype(dtype, copy=False)
    else:
        made = np.empty((len(values), variants), dtype)
        for row, value in zip(made, values, strict=True):
            row[...] = weak(value, dtype) if type(value) in NUMBERS else value
    batch: Any = Batch(made)
    return batch  # type: ignore[no-any-return] # it stands for an array


def _items_of(origin: tuple[NDArray[Any], int] | None, values: list[Any]) -> NDArray[Any] | None:
    """The array of which these are all items, in order, if there is one."""
    if origin is None or origin[0].size != len(values) * origin[0].shape[-1]:
        return None
    array = origin[0]
    for place, value in enumerate(values):
        if type(value) not in NUMBERS or value.origin is None:
            return None
        owner, own_place = value.origin
        if owner is not array or own_place != place:
            return None
    return array


def number_as(value: Any, dtype: np.dtype[Any]) -> NDArray[Any]:
    """A number as a 0-d array of a type; for a number that varies, as a batch."""
    if type(value) in NUMBERS:
        in_type: Any = Batch(weak(value, dtype).astype(dtype, copy=False))
        return in_type  # type: ignore[no-any-return] # it stands for an array
    return np.asarray(value, dtype)
