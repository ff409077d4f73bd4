"""Sums in the order in which NumPy adds one variant's numbers, so that they agree to the last bit.

NumPy goes along memory: rows are added one after the other, but numbers that lie side by side are
summed pairwise, in blocks of 128 with eight running sums each. Here the variants lie side by side,
so that order has to be followed by hand.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.autograd.batch.alignment import REDUCTIONS, Shape
from engine.autograd.batch.signals import NotBatched

_RUNNING: Final = 8
_BLOCK: Final = 128


def summed(
    values: NDArray[Any],
    axis: int | Shape,
    *,
    dtype: Any = None,
    keepdims: bool = False,
) -> NDArray[Any]:
    """The sums of each variant.

    Args:
        values: shape (*shape, variants).
        axis: visible axes.
        dtype: as of `numpy.sum`.
        keepdims: as of `numpy.sum`.
    """
    axes = (axis,) if isinstance(axis, int) else axis
    if dtype is not None and np.dtype(dtype) != values.dtype:
        values = values.astype(dtype)
    if values.dtype.kind == "f":
        inner = _side_by_side(values, axes)
        if inner:
            return _by_rows(values, axes, inner, keepdims)
    return values.sum(axis=axes, keepdims=keepdims)  # type: ignore[no-any-return]


def _side_by_side(values: NDArray[Any], axes: Shape) -> Shape:
    """The reduced axes along which a variant's numbers lie without gaps, the outermost first."""
    strides, shape = values.strides, values.shape
    wide = [axis for axis in range(values.ndim - 1) if shape[axis] != 1]
    order = sorted(wide, key=lambda axis: -abs(strides[axis]))
    inner: list[int] = []
    for axis in reversed(order):
        if axis not in axes:
            break
        if inner and strides[axis] != strides[inner[0]] * shape[inner[0]]:
            break
        inner.insert(0, axis)
    return tuple(inner)


def _by_rows(values: NDArray[Any], axes: Shape, inner: Shape, keepdims: bool) -> NDArray[Any]:
    if values.dtype == np.float16:
        # NumPy sums these in a wider type, and rounds in between.
        raise NotBatched
    places = range(len(inner))
    front = np.moveaxis(values, inner, places)
    rows = front.reshape(-1, *front.shape[len(inner) :])
    sums = np.expand_dims(_pairwise(rows), tuple(places))
    whole = np.moveaxis(sums, places, inner)
    outer = tuple(axis for axis in axes if axis not in inner)
    # Along these, one sum after the other is added to zero.
    total = whole.sum(axis=outer, keepdims=True) if outer else whole
    return total if keepdims else total.squeeze(axes)


def _pairwise(rows: NDArray[Any]) -> NDArray[Any]:
    """The sum along the first axis, as NumPy sums numbers that lie side by side."""
    size = len(rows)
    if size < _RUNNING:
        return rows.sum(axis=0)  # type: ignore[no-any-return]
    if size > _BLOCK:
        half = size // 2
        half -= half % _RUNNING
        both: NDArray[Any] = _pairwise(rows[:half]) + _pairwise(rows[half:])
        return both
    full = size - size % _RUNNING
    # Along the first axis NumPy adds row after row.
    r = rows[:full].reshape(-1, _RUNNING, *rows.shape[1:]).sum(axis=0)
    total: NDArray[Any] = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]))
    for row in rows[full:]:
        total = total + row
    return total


REDUCTIONS[np.add] = REDUCTIONS[np.sum] = summed
