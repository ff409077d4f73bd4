# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Writing to parts of a tensor."""

from typing import Any

import numpy as np

from engine.autograd import errors
from engine.autograd.batch import number_as
from engine.autograd.batch.alignment import NUMBERS
from engine.autograd.context import current
from engine.autograd.dtypes import Array, of
from engine.autograd.errors import Unsupported
from engine.autograd.in_place import refuse_recording, write
from engine.autograd.operations.indexing import followed, index_by
from engine.autograd.operations.memory import copy, fill_tensor
from engine.autograd.operations.positions import (
    Picked,
    check_mask,
    fits,
    is_byte,
    picking,
)
from engine.autograd.operations.shapes import expand, unsqueeze, view
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor
from engine.autograd.views import overlap, overlaps_itself


def _with_values(self: Array, values: Any, index: Any) -> Array:
    changed = self.copy("K")
    changed[index] = values
    return changed


def _with_values_added(self: Array, values: Any, index: Any) -> Array:
    changed = self.copy("K")
    np.add.at(changed, index, values)
    return changed


_index_put: Primitive = Primitive(
    "IndexPutBackward0",
    _with_values,
    self=lambda g, index: _index_put(g, 0.0, index),
    values=lambda g, index: index_by(g, index),
)

_index_add_at: Primitive = Primitive(
    "IndexPutBackward0",
    _with_values_added,
    self=lambda g: g,
    values=lambda g, index: index_by(g, index),
)


def set_(input: Tensor, index: Any, value: Any) -> None:
    """`input[index] = value`, recorded as PyTorch records it.

    Raises:
        RuntimeError: when the value does not fit, or the tensor may not be written to.
    """
    if index is False:
        return
    source = _source(input, value)
    if isinstance(index, Tensor) and is_byte(index) and source.array.ndim == 0:
        check_mask(index.array, input.array.shape, 0)
        raise RuntimeError(
            "masked_fill_ only supports boolean masks, but got mask with dtype unsigned char"
        )
    if isinstance(index, slice) and input.ndim == 0:
        raise IndexError("slice() cannot be applied to a 0-dim tensor.")
    part, picked = (unsqueeze(input, 0), None) if index is True else followed(input, index)
    if picked is not None:
        source = _without_leading_ones(source)
        _check_target(part, source)
        _refuse_overlap(part, picked, source)
        _check_puts(part, picked, source)
        arrays = [part.array, source.array.astype(part.array.dtype), picked]
        write(_index_put, (part, source, picked), {}, arrays)
    elif source.array.ndim == 0 and part.array.ndim:
        write(fill_tensor, (part, source), {})
    else:
        if source.array.shape != part.array.shape:
            source = expand(_without_leading_ones(source), part.array.shape)
        write(copy, (part, source), {})


def _source(input: Tensor, value: Any) -> Tensor:
    """What is to be written, a number as a 0-d tensor.

    Raises:
        TypeError: for what is neither tensor nor number.
    """
    if isinstance(value, Tensor):
        return value
    if not isinstance(value, int | float) and type(value) not in NUMBERS:
        raise TypeError(
            f"can't assign a {type(value).__name__} to a torch.{input.dtype.title}Tensor"
        )
    return Tensor(number_as(value, input.array.dtype))


def put_at(
    input: Tensor, indices: tuple[Tensor, ...], values: Tensor, accumulate: bool, *, in_place: bool
) -> Tensor:
    """Values written, or added, to where tensors of positions or masks meet.

    Raises:
        IndexError: for what is no index, lies outside, or is one too many.
        RuntimeError: for values that do not fit, and a tensor that may not be written to.
    """
    picked = tuple(picking(item) for item in indices)
    if not picked:
        raise Unsupported("index_put without indices")
    named = sum(array.ndim if array.dtype.kind == "b" else 1 for array in picked)
    if named > input.ndim:
        raise IndexError(f"too many indices for tensor of dimension {input.ndim} (got {named})")
    if in_place:
        _check_target(input, values)
        _refuse_overlap(input, picked, values)
    _check_puts(input, picked, values)
    primitive = _index_add_at if accumulate else _index_put
    if in_place:
        return write(primitive, (input, values, picked), {})
    result: Tensor = primitive(input, values, picked)
    return result


def _without_leading_ones(source: Tensor) -> Tensor:
    shape = source.array.shape
    while shape and shape[0] == 1:
        shape = shape[1:]
    stripped: Tensor = source if shape == source.array.shape else view(source, shape)
    return stripped


def _check_target(part: Tensor, source: Tensor) -> None:
    """Refuse a tensor that may not be written to, and warn of one that shows memory twice."""
    refuse_recording(part, (source,))
    if overlaps_itself(part.array):
        current().warn(errors.PUT_ON_EXPANDED)


def _refuse_overlap(part: Tensor, picked: tuple[Any, ...], source: Tensor) -> None:
    """Refuse values that lie in the memory they are to be written to, but for a number at a mask."""
    masked = all(isinstance(item, np.ndarray) and item.dtype.kind == "b" for item in picked)
    if masked and source.array.ndim == 0:
        return
    if source.counter() is part.counter() and overlap(part.array, source.array):
        raise RuntimeError(errors.OVERLAPPING_MEMORY)


def _check_puts(part: Tensor, picked: tuple[Any, ...], source: Tensor) -> None:
    """Refuse values that cannot be put at picked places: by size, by type, by place."""
    places = Picked(picked, part.array.shape)
    masked = all(isinstance(item, np.ndarray) and item.dtype.kind == "b" for item in picked)
    if masked and source.array.ndim == 0:
        return
    shape = part.array[tuple(_at_start(item) for item in picked)].shape
    if not fits(source.array.shape, shape):
        raise RuntimeError(
            f"shape mismatch: value tensor of shape {errors.sizes(source.array.shape)} cannot be "
            f"broadcast to indexing result of shape {errors.sizes(shape)}"
        )
    if source.array.dtype != part.array.dtype:
        raise RuntimeError(
            "Index put requires the source and destination dtypes match, got "
            f"{of(part.array).title} for the destination and {of(source.array).title} for the source."
        )
    places.check_range()


def _at_start(item: Any) -> Any:
    """As many positions, all inside, where only the shape of what they pick is asked for."""
    positions = isinstance(item, np.ndarray) and item.dtype.kind != "b"
    return np.zeros_like(item) if positions else item
