# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Reading and writing parts of a tensor."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.autograd import errors
from engine.autograd.context import current
from engine.autograd.dtypes import Array
from engine.autograd.errors import Unsupported
from engine.autograd.in_place import write
from engine.autograd.operations.memory import alias, copy, fill_tensor
from engine.autograd.operations.shapes import expand, unsqueeze
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor


def _at(dim: int, what: Any) -> tuple[Any, ...]:
    return (slice(None),) * dim + (what,)


def _placed(g: Array, *, shape: tuple[int, ...], where: Any) -> Array:
    whole = np.zeros(shape, g.dtype)
    whole[where] = g
    return whole


def _added_at(g: Array, index: Any, *, shape: tuple[int, ...]) -> Array:
    whole = np.zeros(shape, g.dtype)
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
    self=lambda g, dim, part, self_shape: _place(g, shape=self_shape, where=_at(dim, part)),
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
_index: Primitive = Primitive(
    "IndexBackward0",
    lambda self, index: self[index],
    self=lambda g, index, self_shape: _spread(g, index, shape=self_shape),
)
_spread: Primitive = Primitive(
    "IndexBackwardBackward0", _added_at, g=lambda g, index: _index(g, index)
)


def _with_values(self: Array, values: Any, index: Any) -> Array:
    changed = self.copy()
    changed[index] = values
    return changed


_index_put: Primitive = Primitive(
    "IndexPutBackward0",
    _with_values,
    self=lambda g, index: _index_put(g, 0.0, index),
    values=lambda g, index: _index(g, index),
)


def get(input: Tensor, index: Any) -> Tensor:
    """`input[index]`: a view for numbers, slices, `...` and None; a copy for lists and tensors.

    Raises:
        IndexError: as PyTorch does, for what lies outside or is no index.
        ValueError: for a slice that runs backwards.
    """
    if isinstance(index, slice):
        return _sliced(input, 0, index)
    part, picked = _basic(input, index)
    if picked is not None:
        _ask_for_room(part, picked)
        result: Tensor = _index(part, picked)
        return result
    if part is input:
        part = alias(part)
    return part


def set_(input: Tensor, index: Any, value: Any) -> None:
    """`input[index] = value`, recorded as PyTorch records it.

    Raises:
        RuntimeError: when the value does not fit, or the tensor may not be written to.
    """
    if isinstance(index, slice):
        part, picked = (input if index == slice(None) else _sliced(input, 0, index)), None
    else:
        part, picked = _basic(input, index)
    source = value if isinstance(value, Tensor) else Tensor(np.asarray(value, input.array.dtype))
    if picked is not None:
        _check_fits(part.array[picked].shape, source)
        arrays = [part.array, source.array.astype(part.array.dtype), picked]
        write(_index_put, (part, source, picked), {}, arrays)
    elif source.array.ndim == 0 and part.array.ndim:
        write(fill_tensor, (part, source), {})
    else:
        _check_fits(part.array.shape, source)
        arrays = [part.array, _without_leading_ones(source.array, part.array.ndim)]
        write(copy, (part, source), {}, arrays)


def _ask_for_room(part: Tensor, picked: tuple[Any, ...]) -> None:
    """Positions may be picked again and again, so the result can outgrow the tensor."""
    positions = max((item.size for item in picked if isinstance(item, np.ndarray)), default=1)
    first = next(place for place, item in enumerate(picked) if isinstance(item, np.ndarray))
    current().allow(positions * (part.array.size // (part.array.shape[first] or 1)))


def _without_leading_ones(array: Array, ndim: int) -> Array:
    while array.ndim > ndim and array.shape[0] == 1:
        array = array[0]
    return array


def _check_fits(shape: tuple[int, ...], source: Tensor) -> None:
    expand(Tensor(_without_leading_ones(source.array, len(shape))), shape)


def _sliced(input: Tensor, dim: int, part: slice) -> Tensor:
    bounds = [_bound(item) for item in (part.start, part.stop, part.step)]
    step = 1 if bounds[2] is None else bounds[2]
    if step <= 0:
        raise ValueError("step must be greater than zero")
    if input.ndim == 0:
        raise IndexError("slice() cannot be applied to a 0-dim tensor.")
    result: Tensor = _slice(input, dim=dim, part=slice(bounds[0], bounds[1], step))
    return result


def _bound(value: Any) -> int | None:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Tensor):
        return int(value.array.item())
    raise TypeError("slice indices must be integers or None or have an __index__ method")


def _refuse_number(index: Any) -> None:
    """Say that a 0-d tensor has no elements to count, in PyTorch's words for 0 and for others."""
    if isinstance(index, int) and not isinstance(index, bool):
        if index:
            raise IndexError(f"index {index} is out of bounds for dimension 0 with size 0")
        raise IndexError(errors.INDEX_OF_SCALAR)


def _basic(input: Tensor, index: Any) -> tuple[Tensor, tuple[Any, ...] | None]:
    """Follow numbers, slices, `...` and None; what lists and tensors pick is given back."""
    items = index if isinstance(index, tuple) else (index,)
    named = sum(_dimensions(item) for item in items)
    if input.ndim == 0:
        _refuse_number(index)
    if named > input.ndim:
        raise IndexError(f"too many indices for tensor of dimension {input.ndim}")
    part, dim = input, 0
    picked: list[Any] = []
    for item in items:
        if isinstance(item, bool):
            raise Unsupported("indexing with True or False")
        whole = item.array.item() if _is_number(item) else item
        if isinstance(whole, int):
            part = _selected(part, dim, whole, len(input.array.shape) - part.array.ndim)
        elif isinstance(item, slice):
            part = part if item == slice(None) else _sliced(part, dim, item)
            dim += 1
        elif item is Ellipsis:
            dim += input.ndim - named
        elif item is None:
            part = unsqueeze(part, dim)
            dim += 1
        else:
            array = _picking(item)
            _check_picking(array, part, dim)
            picked += [slice(None)] * (dim - len(picked)) + [array]
            # A mask of several dimensions fills several places of the index at once.
            dim += array.ndim if array.dtype.kind == "b" else 1
            picked += [_FILLED] * (dim - len(picked))
    if not any(isinstance(item, np.ndarray) for item in picked):
        return part, None
    return part, tuple(item for item in picked if item is not _FILLED)


_FILLED = object()


def _is_number(item: Any) -> bool:
    return isinstance(item, Tensor) and item.array.ndim == 0 and item.array.dtype.kind in "iu"


def _dimensions(item: Any) -> int:
    if item is None or item is Ellipsis or isinstance(item, bool):
        return 0
    if isinstance(item, Tensor) and item.array.dtype.kind == "b":
        return item.array.ndim
    return 1


def _selected(part: Tensor, dim: int, index: int, gone: int) -> Tensor:
    size = part.array.shape[dim]
    if not -size <= index < size:
        raise IndexError(
            f"index {index} is out of bounds for dimension {dim + gone} with size {size}"
        )
    result: Tensor = _select(part, dim=dim, index=index)
    return result


def _picking(item: Any) -> Array:
    if isinstance(item, Tensor):
        if item.array.dtype.kind == "f":
            raise IndexError("tensors used as indices must be long, int, byte or bool tensors")
        return item.array
    if isinstance(item, Sequence) and not isinstance(item, str):
        return np.asarray(item, dtype=np.int64 if not len(item) else None)
    raise IndexError(errors.INDEX_KIND.format(type(item).__name__))


def _check_picking(array: Array, part: Tensor, dim: int) -> None:
    shape = part.array.shape
    if array.dtype.kind == "b":
        for axis, size in enumerate(array.shape):
            if size != shape[dim + axis]:
                raise IndexError(
                    f"The shape of the mask {errors.sizes(array.shape)} at index {axis} does not "
                    f"match the shape of the indexed tensor {errors.sizes(shape)} at index "
                    f"{dim + axis}"
                )
        return
    size = shape[dim]
    outside = array[(array < -size) | (array >= size)]
    if outside.size:
        raise IndexError(
            f"index {int(outside.flat[0])} is out of bounds for dimension {dim} with size {size}"
        )
