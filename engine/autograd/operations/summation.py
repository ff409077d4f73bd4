"""Sums in the order in which ATen adds, so that float results agree to the last bit.

A whole contiguous tensor is summed in lanes: 8 of float32 or 4 of float64, each with four running
sums; what does not fill a round is added first lane by lane (SEMANTICS.md, part E).
"""

import math
from typing import Any, Final

import numpy as np

from engine.autograd.dtypes import Array
from engine.autograd.operations.partial_sums import summed_along

_RUNNING: Final = 4
_LANES: Final = {"f": 8, "d": 4}


def summed(array: Array, dims: tuple[int, ...], keepdim: bool = False) -> Any:
    """Sum along dimensions; integers and bool are summed as int64.

    Args:
        array: of any type.
        dims: dimensions counted from the front; none for a 0-d array.
        keepdim: keep them at size 1.
    """
    if array.dtype.kind != "f":
        return array.sum(axis=dims, keepdims=keepdim, dtype=np.int64)
    lanes = _LANES.get(array.dtype.char)
    whole = len(dims) == array.ndim
    if lanes is None or (whole and not array.flags.c_contiguous):
        return array.sum(axis=dims, keepdims=keepdim)
    if not whole:
        count = math.prod([array.shape[dim] for dim in dims])
        if count <= _RUNNING:
            return array.sum(axis=dims, keepdims=keepdim)
        return summed_along(array, dims, keepdim, lanes)
    total = total_of(array)
    return total.reshape((1,) * array.ndim) if keepdim else total


def sum_of(array: Array) -> Any:
    """The sum of all elements; integers and bool are summed as int64."""
    if array.dtype.char in _LANES and array.flags.c_contiguous:
        return total_of(array)
    return summed(array, tuple(range(array.ndim)))


def total_of(array: Array) -> Any:
    """The sum of all elements of a contiguous float32 or float64 array, as a scalar."""
    size = array.size
    flat = array if array.ndim == 1 else array.reshape(size)
    lanes = _LANES[array.dtype.char]
    if size <= lanes:
        if size == 0:
            return array.dtype.type(0)
        return _in_order(flat.take(_FEW[size]) if size in _FEW and lanes > size else flat)
    rest = size % lanes
    inner = _interleaved(flat[: size - rest], lanes)
    return _in_order(np.concatenate((flat[size - rest :], inner)) if rest else inner)


# Below one lane the first of four running sums takes what the others have no room for.
_FEW: Final = {5: [0, 4, 1, 2, 3], 6: [0, 4, 5, 1, 2, 3], 7: [0, 4, 5, 6, 1, 2, 3]}
# ATen starts from zero, which shows in a sum of negative zeros.
_ZERO: Final = np.float32(0)


def _in_order(flat: Array) -> Any:
    """The elements added one after the other; a reduction would pair them from eight on."""
    return np.add.accumulate(flat)[-1] + _ZERO


def _interleaved(flat: Array, lanes: int) -> Any:
    """Four running sums of every fourth row of lanes, then those one after the other."""
    size = flat.size // lanes
    if size == 1:
        return flat
    rows = flat.reshape(size, lanes)
    full = size // _RUNNING * _RUNNING
    # Along the first axis NumPy adds row after row, which is the order wanted here.
    if not full:
        return np.add.reduce(rows, 0)
    running = rows[:full].reshape(-1, _RUNNING, lanes).sum(axis=0)
    for row in rows[full:]:
        running[0] += row
    return np.add.reduce(running, 0)
