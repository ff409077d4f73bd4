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


def number_in(value: Any, dtype: np.dtype[Any]) -> NDArray[Any]:
    """A number as a 0-d array of a type; for a number that varies, as a batch."""
    if type(value) in NUMBERS:
        in_type: Any = Batch(weak(value, dtype).astype(dtype, copy=False))
        return in_type  # type: ignore[no-any-return] # it stands for an array
    return np.asarray(value, dtype)
