# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Reading and writing parts of a tensor."""

import math
from typing import Any

import numpy as np

from engine.autograd.context import current
from engine.autograd.dtypes import Array
from engine.autograd.operations.contiguity import in_order
from engine.autograd.operations.memory import alias
from engine.autograd.operations.positions import (
    Picked,
    bound,
    covers,
    dimensions,
    is_number,
    is_truth,
    listed,
    picking,
    refuse_number,
)
from engine.autograd.operations.shapes import unsqueeze
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor


def _at(dim: int, what: Any) -> tuple[Any, ...]:
    return (slice(None),) * dim + (what,)


def _placed(g: Array, *, shape: tuple[int, ...], where: Any) -> Array:
    whole = np.zeros_like(g, shape=shape)
    whole[where] = g
    return whole


def _added_at(g: Array, index: Any, *, shape: tuple[int, ...]) -> Array:
    whole = np.zeros_like(g, shape=shape)
    np.add.at(whole, index, g)
    return whole


_select: Primitive = Primitive(
    "SelectBackward0",
    # The ellipsis keeps NumPy from handing out a copy of a single element.
    lambda self, *, dim, index: self[(*_at(dim, index), ...)],
    view=True,
    self=lambda g, dim, index, self_shape: _place(
        g, shape=self_shape, where=(*_at(dim, index), ...)
    ),
)
_slice: Primitive = Primitive(
    "SliceBackward0",
    lambda self, *, dim, part: self[_at(dim, part)],
    view=True,
    self=lambda g, dim, part, self_shape: _place_slice(g, shape=self_shape, where=_at(dim, part)),
)
_place: Primitive = Primitive(
    "SelectBackwardBackward0",
    _placed,
    g=lambda g, where: _take(g, where=where),
)
_take: Primitive = Primitive(
    "SelectBackward0",
    lambda self, *, where: self[where],
    self=lambda g, where, self_shape: _place(g, shape=self_shape, where=where),
)
_place_slice: Primitive = Primitive(
    "SliceBackwardBackward0",
    _placed,
    g=lambda g, where: _take_slice(g, where=where),
)
_take_slice: Primitive = Primitive(
    "SliceBackward0",
    lambda self, *, where: self[where],
    self=lambda g, where, self_shape: _place_slice(g, shape=self_shape, where=where),
)


def _picked(self: Array, index: Any) -> Array:
    return in_order(self[index])


index_by: Primitive = Primitive(
    "IndexBackward0",
    _picked,
    self=lambda g, index, self_shape: _spread(g, index, shape=self_shape),
)
_spread: Primitive = Primitive(
    "IndexPutImplBackward0", _added_at, g=lambda g, index: index_by(g, index)
)


def get(input: Tensor, index: Any) -> Tensor:
    """`input[index]`: a view for numbers, slices, `...` and None; a copy for lists and tensors.

    Raises:
        IndexError: as PyTorch does, for what lies outside or is no index.
        ValueError: for a slice that runs backwards.
    """
    if isinstance(index, slice):
        return _sliced(input, 0, index)
    part, picked = followed(input, index)
    if picked is not None:
        Picked(picked, part.array.shape).check_range()
        _ask_for_room(part, picked)
        result: Tensor = index_by(part, picked)
        return result
    if part is input:
        part = alias(part)
    return part


def select_one(input: Tensor, dim: int, index: int) -> Tensor:
    """One row along a dimension that is known to have it, as a view."""
    result: Tensor = _select(input, dim=dim, index=index)
    return result


def slice_of(input: Tensor, dim: int, part: slice) -> Tensor:
    """A part of a dimension, as a view."""
    result: Tensor = _slice(input, dim=dim, part=part)
    return result


def _ask_for_room(part: Tensor, picked: tuple[Any, ...]) -> None:
    """Positions may be picked again and again, so the result can outgrow the tensor."""
    positions = max((item.size for item in picked if isinstance(item, np.ndarray)), default=1)
    first = next(place for place, item in enumerate(picked) if isinstance(item, np.ndarray))
    covered = picked[first].ndim if picked[first].dtype.kind == "b" else 1
    taken = math.prod(part.array.shape[first : first + covered])
    current().allow(positions * (part.array.size // (taken or 1)))


def _sliced(input: Tensor, dim: int, part: slice) -> Tensor:
    bounds = [bound(item) for item in (part.start, part.stop, part.step)]
    step = 1 if bounds[2] is None else bounds[2]
    if step <= 0:
        raise ValueError("step must be greater than zero")
    if input.ndim == 0:
        raise IndexError("slice() cannot be applied to a 0-dim tensor.")
    result: Tensor = _slice(input, dim=dim, part=slice(bounds[0], bounds[1], step))
    return result


def followed(input: Tensor, index: Any) -> tuple[Tensor, tuple[Any, ...] | None]:
    """Follow numbers, slices, `...` and None; what lists and tensors pick is given back.

    Whether that lies inside is not checked yet, since writing asks for other things first.
    """
    items = listed(index)
    named = sum(dimensions(item) for item in items)
    if input.ndim == 0:
        refuse_number(index)
    if named > input.ndim:
        raise IndexError(f"too many indices for tensor of dimension {input.ndim}")
    part, dim = input, 0
    picked: list[Any] = []
    for place, item in enumerate(items):
        whole = item.array.item() if is_number(item) else item
        if isinstance(whole, int) and not isinstance(whole, bool):
            part = _selected(part, dim, whole, place)
        elif isinstance(item, slice):
            part = part if _whole(part, dim, item) else _sliced(part, dim, item)
            dim += 1
        elif item is Ellipsis:
            dim += input.ndim - named
        elif item is None:
            part = unsqueeze(part, dim)
            dim += 1
        else:
            part, array = _picked_by(item, part, dim)
            picked += [slice(None)] * (dim - len(picked)) + [array]
            # A mask of several dimensions fills several places of the index at once.
            dim += array.ndim if array.dtype.kind == "b" else 1
            picked += [_FILLED] * (dim - len(picked))
    if not any(isinstance(item, np.ndarray) for item in picked):
        return part, None
    return part, tuple(item for item in picked if item is not _FILLED)


_FILLED = object()


def _picked_by(item: Any, part: Tensor, dim: int) -> tuple[Tensor, Array]:
    """What a list or tensor picks; for True and False in a dimension made for them."""
    if is_truth(item):
        return unsqueeze(part, dim), np.zeros(1 if item else 0, np.int64)
    return part, picking(item)


def _whole(part: Tensor, dim: int, item: slice) -> bool:
    return dim < part.array.ndim and covers(item, part.array.shape[dim])


def _selected(part: Tensor, dim: int, index: int, place: int) -> Tensor:
    size = part.array.shape[dim]
    if not -size <= index < size:
        raise IndexError(f"index {index} is out of bounds for dimension {place} with size {size}")
    result: Tensor = _select(part, dim=dim, index=index)
    return result
