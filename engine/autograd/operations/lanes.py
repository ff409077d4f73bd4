"""Sums along the last dimension in the order of the vector code behind softmax.

One register holds 16 numbers of float32 or 8 of float64. Fewer are added one after the other;
more are added register upon register, and the last register by halves.
"""

from typing import Any, Final

import numpy as np

from engine.autograd.dtypes import Array

_WIDTH: Final = {"f": 16, "d": 8}


def summed_in_lanes(values: Array, axis: int) -> Any:
    """The sum along the last dimension, which stays at size 1.

    Args:
        values: float32 or float64; at least one element along the dimension.
        axis: the last dimension.
    """
    width = _WIDTH.get(values.dtype.char, 0)
    size = values.shape[axis]
    if size < width or not width:
        # NumPy's own sum goes another way from eight on; a running one adds in order.
        return _part(np.cumsum(values, axis=axis), axis, size - 1, size)
    total = _part(values, axis, 0, width)
    for start in range(width, size - width + 1, width):
        total = total + _part(values, axis, start, start + width)
    rest = size % width
    if rest:
        ahead = _part(total, axis, 0, rest) + _part(values, axis, size - rest, size)
        total = np.concatenate([ahead, _part(total, axis, rest, width)], axis)
    while width > 1:
        width //= 2
        total = _part(total, axis, 0, width) + _part(total, axis, width, 2 * width)
    return total


def _part(values: Any, axis: int, start: int, stop: int) -> Any:
    return values[(slice(None),) * axis + (slice(start, stop),)]
