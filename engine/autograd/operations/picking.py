# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Elements read from, or written to, positions that a tensor tells: the operations themselves.

What reads undoes what writes, so their formulas call one another. A 0-d tensor counts as a row of
one element.
"""

import math
from typing import Any

import numpy as np

from engine.autograd.dtypes import Array
from engine.autograd.operations.dimensions import broadcast
from engine.autograd.operations.reductions import sum as total
from engine.autograd.operations.selection import masked_fill_number
from engine.autograd.operations.shapes import expand, reshape
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor


def _row(array: Array) -> Array:
    return array if array.ndim else array.reshape(1)


def _places(index: Array, dim: int) -> tuple[Array, ...]:
    """For each place of an index its coordinates, but along the dimension what stands there."""
    grids: list[Array] = list(np.ogrid[tuple(slice(size) for size in index.shape)])
    grids[dim] = index
    return tuple(grids)


def _gathered(self: Array, index: Array, dim: int) -> Array:
    if index.size == 0:
        return np.zeros(index.shape, self.dtype)
    return _row(self)[_places(_row(index), dim)].reshape(index.shape)


def _scattered(self: Array, index: Array, src: Any, dim: int, add: bool) -> Array:
    changed = _row(self).copy()
    if index.size:
        row = _row(index)
        values = src
        if hasattr(src, "shape"):
            values = _row(src)[tuple(slice(size) for size in row.shape)]
        if add:
            np.add.at(changed, _places(row, dim), values)
        else:
            changed[_places(row, dim)] = values
    return changed.reshape(self.shape)


def _along(index: Array, dim: int) -> tuple[Any, ...]:
    return (slice(None),) * dim + (_row(index),)


def _rows_written(self: Array, index: Array, source: Any, dim: int, add: bool) -> Array:
    changed = _row(self).copy()
    if add:
        np.add.at(changed, _along(index, dim), source)
    else:
        changed[_along(index, dim)] = source
    return changed.reshape(self.shape)


def _rows_filled(self: Array, index: Array, value: Any, dim: int) -> Array:
    changed = self.copy("K")
    (changed if changed.ndim else changed.reshape(1))[_along(index, dim)] = value
    return changed


def _zeros(g: Any, shape: tuple[int, ...]) -> Array:
    return np.zeros_like(g.array if isinstance(g, Tensor) else g, shape=shape)


def _picked_back(g: Any, index: Any, shape: tuple[int, ...], dim: int, node: str) -> Any:
    """The cotangent of what was scattered, of which every element must have been used."""
    if tuple(index.shape) != shape:
        raise RuntimeError(
            f"Function {node} returned an invalid gradient at index 1 - got {list(index.shape)} but "
            f"expected shape compatible with {list(shape)}"
        )
    return gather(g, index, dim=dim)


def _times(g: Any, factor: float) -> Any:
    return g if factor == 1 else g * factor


def _rows_back(g: Any, index: Any, dim: int, shape: tuple[int, ...]) -> Any:
    rows = index_select(g, index, dim=dim)
    return expand(rows, shape) if shape else reshape(rows, shape)


# PyTorch saves the tensor to read from, though it needs its shape alone; so these formulas name it.
gather: Primitive = Primitive(
    "GatherBackward0",
    lambda self, index, *, dim: _gathered(self, index, dim),
    self=lambda g, self, index, dim: scatter_add(_zeros(g, tuple(self.shape)), index, g, dim=dim),
)
scatter_add: Primitive = Primitive(
    "ScatterAddBackward0",
    lambda self, index, src, *, dim: _scattered(self, index, src, dim, add=True),
    self=lambda g: g,
    src=lambda g, index, dim, src_shape: _picked_back(
        g, index, src_shape, dim, "ScatterAddBackward0"
    ),
)
scatter: Primitive = Primitive(
    "ScatterBackward0",
    lambda self, index, src, *, dim: _scattered(self, index, src, dim, add=False),
    self=lambda g, index, dim: scatter_number(g, index, dim=dim, value=0.0),
    src=lambda g, index, dim, src_shape: _picked_back(g, index, src_shape, dim, "ScatterBackward0"),
)
scatter_number: Primitive = Primitive(
    "ScatterBackward1",
    lambda self, index, *, dim, value: _scattered(self, index, value, dim, add=False),
    self=lambda g, index, dim: scatter_number(g, index, dim=dim, value=0.0),
)
index_select: Primitive = Primitive(
    "IndexSelectBackward0",
    lambda self, index, *, dim: np.take(self, _row(index), axis=dim) if self.ndim else self.copy(),
    self=lambda g, index, dim, self_shape: index_add(
        _zeros(g, self_shape), index, g, dim=dim, alpha=1
    ),
)
index_add: Primitive = Primitive(
    "IndexAddBackward0",
    lambda self, index, source, *, dim, alpha: _rows_written(
        self, index, _times(source, alpha), dim, add=True
    ),
    self=lambda g: g,
    source=lambda g, index, dim, alpha, source_shape: _times(
        _rows_back(g, index, dim, source_shape), alpha
    ),
)
index_copy: Primitive = Primitive(
    "IndexCopyBackward0",
    lambda self, index, source, *, dim: _rows_written(self, index, source, dim, add=False),
    self=lambda g, index, dim: index_fill_number(g, index, dim=dim, value=0.0),
    source=lambda g, index, dim, source_shape: _rows_back(g, index, dim, source_shape),
)
index_fill_number: Primitive = Primitive(
    "IndexFillBackward0",
    lambda self, index, *, dim, value: _rows_filled(self, index, value, dim),
    self=lambda g, index, dim: index_fill_number(g, index, dim=dim, value=0.0),
)
index_fill: Primitive = Primitive(
    "IndexFillBackward1",
    lambda self, index, value, *, dim: _rows_filled(self, index, value, dim),
    self=lambda g, index, dim: index_fill_number(g, index, dim=dim, value=0.0),
    value=lambda g, index, dim: total(index_select(g, _once(index), dim=dim)),
)


def _once(index: Any) -> Any:
    """Every position of an index once."""
    if isinstance(index, Tensor):
        return Tensor(np.unique(index.array))
    return np.unique(index)


def _whole(self: Array, mask: Array) -> tuple[int, ...]:
    return broadcast(self.shape, mask.shape)


masked_select: Primitive = Primitive(
    "MaskedSelectBackward0",
    lambda self, mask: np.broadcast_to(self, _whole(self, mask))[
        np.broadcast_to(mask, _whole(self, mask))
    ].reshape(-1),
    self=lambda g, self, mask: masked_scatter(_zeros(g, _whole(self, mask)), mask, g),
)


def _masked_written(self: Array, mask: Array, source: Array) -> Array:
    shape = _whole(self, mask)
    changed = np.broadcast_to(self, shape).copy()
    where = np.broadcast_to(mask, shape)
    changed[where] = source.reshape(-1)[: int(where.sum())]
    return changed


masked_scatter: Primitive = Primitive(
    "MaskedScatterBackward0",
    _masked_written,
    self=lambda g, mask: masked_fill_number(g, mask, value=0.0),
    source=lambda g, mask, source_shape: _masked_back(g, mask, shape=source_shape),
)
_masked_back: Primitive = Primitive(
    "MaskedScatterBackwardBackward0",
    lambda g, mask, *, shape: _filled_up(
        g[np.broadcast_to(mask, g.shape)], math.prod(shape)
    ).reshape(shape),
    g=lambda g, mask, g_shape: masked_scatter(_zeros(g, g_shape), mask, g),
)


def _filled_up(values: Array, size: int) -> Array:
    whole = np.zeros_like(values, shape=(size,))
    whole[: values.size] = values
    return whole


take: Primitive = Primitive(
    "TakeBackward0",
    lambda self, index: self.reshape(-1)[index],
    self=lambda g, self, index: put(_zeros(g, tuple(self.shape)), index, g, accumulate=True),
)


def _put(self: Array, index: Array, source: Any, accumulate: bool) -> Array:
    changed = self.copy()
    flat = changed.reshape(-1)
    values = np.reshape(source, index.shape) if np.ndim(source) else source
    if accumulate:
        np.add.at(flat, index, values)
    else:
        flat[index] = values
    kept = self.copy("K")
    kept[...] = changed
    return kept


put: Primitive = Primitive(
    "PutBackward0",
    lambda self, index, source, *, accumulate: _put(self, index, source, accumulate),
    self=lambda g, index, accumulate: g if accumulate else put(g, index, 0.0, accumulate=False),
    source=lambda g, index, source_shape: reshape(take(g, index), source_shape),
)
