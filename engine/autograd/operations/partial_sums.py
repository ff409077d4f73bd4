"""Sums along some dimensions in ATen's order of addition.

ATen's kernel looks at how the elements lie in memory. Where those that are added lie side by side,
each row is summed as a whole tensor is, in lanes. Where whole rows are added, blocks of columns are
added row after row and the columns that are left with four running sums. Sixteen rows at a time are
added before they join the others. Layouts that none of this fits are left to NumPy.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

import numpy as np

from engine.autograd.dtypes import Array

_RUNNING: Final = 4
_BLOCK: Final = 16


def summed_along(array: Array, dims: tuple[int, ...], keepdim: bool, lanes: int) -> Any:
    """Sum a float32 or float64 array along some dimensions.

    Args:
        array: of any layout.
        dims: dimensions counted from the front, not all of them.
        keepdim: keep them at size 1.
        lanes: how many numbers the vector code takes at once.
    """
    order = sorted(range(array.ndim), key=lambda axis: -array.strides[axis])
    laid_out = array.transpose(order)
    groups = _groups(laid_out.shape, [axis in dims for axis in order])
    kinds = [reduced for reduced, _ in groups]
    sizes = [size for _, size in groups]
    few = max((size for reduced, size in groups if reduced), default=0) <= _RUNNING
    if few or not laid_out.flags.c_contiguous or kinds not in _KNOWN:
        return array.sum(axis=dims, keepdims=keepdim)
    if len(kinds) == 3 and kinds[-1]:
        total = _added([_along_rows(rows, lanes) for rows in laid_out.reshape(sizes)])
    elif kinds[-1]:
        total = _along_rows(laid_out.reshape((-1, sizes[-1])), lanes)
    else:
        total = _along_columns(laid_out.reshape((-1, *sizes[-2:])), lanes)
    kept = [axis for axis in order if axis not in dims]
    shape = [array.shape[axis] for axis in kept]
    result = total.reshape(shape).transpose(np.argsort(kept)) + array.dtype.type(0)
    return np.expand_dims(result, dims) if keepdim else result


# Which of the merged dimensions are added, in the order in which they lie in memory.
_KNOWN: Final = (
    [True],
    [False, True],
    [True, False],
    [True, False, True],
    [False, True, False],
)


def _groups(shape: Sequence[int], reduced: Sequence[bool]) -> list[tuple[bool, int]]:
    """Neighbouring dimensions of one kind as one; those of size 1 do not count."""
    pairs = [pair for pair in zip(reduced, shape, strict=True) if pair[1] != 1]
    found = []
    for kind, members in groupby(pairs, key=lambda pair: pair[0]):
        size = 1
        for _, length in members:
            size *= length
        found.append((kind, size))
    return found


def _along_rows(rows: Array, lanes: int) -> Array:
    count, length = rows.shape
    if length < lanes:
        return _four_running(rows.T)
    full = length // lanes * lanes
    vectors = rows[:, :full].reshape(count, -1, lanes).transpose(1, 0, 2)
    parts = np.concatenate([rows[:, full:], _four_running(vectors)], axis=1)
    total: Array = np.add.accumulate(parts, axis=1)[:, -1]
    return total


def _along_columns(stack: Array, lanes: int) -> Array:
    rows = stack.transpose(1, 0, 2)
    columns = rows.shape[2]
    block = _RUNNING * lanes if columns >= lanes else _RUNNING
    full = columns // block * block
    parts = [_row_by_row(rows[..., :full])] if full else []
    if full < columns:
        parts.append(_four_running(rows[..., full:]))
    return np.concatenate(parts, axis=-1)


def _four_running(rows: Array) -> Array:
    """Four running sums over every fourth row, then those one after the other."""
    full = len(rows) // _RUNNING * _RUNNING
    if not full:
        return _added(rows)
    running = _row_by_row(rows[:full].reshape(-1, _RUNNING, *rows.shape[1:]))
    first = _added([running[0], *rows[full:]])
    return _added([first, *running[1:]])


def _row_by_row(rows: Array) -> Array:
    """Rows added one after the other, in blocks that are added in the end."""
    if len(rows) < _BLOCK:
        return _added(rows)
    full = len(rows) // _BLOCK * _BLOCK
    blocks = [_added(rows[start : start + _BLOCK]) for start in range(0, full, _BLOCK)]
    total = _added(blocks)
    return _added(rows[full:]) + total if full < len(rows) else total


def _added(rows: Sequence[Array] | Array) -> Array:
    total: Array = rows[0]
    for row in rows[1:]:
        total = total + row
    return total
