"""Sums in the order in which ATen adds, so that float results agree to the last bit.

A whole contiguous tensor is summed in lanes: 8 of float32 or 4 of float64, each with four running
sums; what does not fill a round is added first lane by lane (SEMANTICS.md, part E).
"""

from typing import Any, Final

import numpy as np

from engine.autograd.dtypes import Array

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
    whole = len(dims) == array.ndim
    lanes = _LANES.get(array.dtype.char)
    if not whole or lanes is None or array.size <= _RUNNING or not array.flags.c_contiguous:
        return array.sum(axis=dims, keepdims=keepdim)
    total = _in_lanes(array.ravel(), lanes)
    return total.reshape((1,) * array.ndim) if keepdim else total


def _in_lanes(flat: Array, lanes: int) -> Any:
    size = flat.size
    if size < lanes:
        return _interleaved(flat)
    rows = size // lanes
    inner = _interleaved(flat[: rows * lanes].reshape(rows, lanes))
    rest = flat[rows * lanes :]
    total = rest.dtype.type(0)
    for value in rest:
        total = total + value
    for value in inner:
        total = total + value
    return total


def _interleaved(rows: Array) -> Any:
    """Four running sums over every fourth row, then those one after the other."""
    size = len(rows)
    full = size // _RUNNING * _RUNNING
    # Along the first axis NumPy adds row after row, which is the order wanted here.
    running = rows[:full].reshape(-1, _RUNNING, *rows.shape[1:]).sum(axis=0)
    for k in range(full, size):
        running[0] = running[0] + rows[k]
    total = running[0]
    for other in running[1:]:
        total = total + other
    return total
