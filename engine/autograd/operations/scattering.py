"""Elements written to positions, out of place and in place."""

from typing import Any

import numpy as np

from engine.autograd import errors
from engine.autograd.dtypes import of
from engine.autograd.in_place import write
from engine.autograd.operations import picking
from engine.autograd.operations.dimensions import broadcast, wrapped
from engine.autograd.operations.gathering import (
    check_flat,
    check_range,
    refuse_other_than_long,
)
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor

_INDICES = ("int32", "int64")


def _done(in_place: bool, primitive: Primitive, inputs: tuple[Any, ...], **options: Any) -> Tensor:
    if in_place:
        return write(primitive, inputs, options)
    result: Tensor = primitive(*inputs, **options)
    return result


def _check_scattering(input: Tensor, dim: int, index: Tensor, src: Tensor | None) -> int:
    axis = wrapped(dim, input.ndim)
    if index.dtype.name not in _INDICES:
        raise RuntimeError("scatter(): Expected dtype int32/int64 for index")
    if src is not None and src.dtype is not input.dtype:
        raise RuntimeError("scatter(): Expected self.dtype to be equal to src.dtype")
    places, own = index.array, input.array
    if places.size == 0:
        return axis
    ndim = max(own.ndim, 1)
    if max(places.ndim, 1) != ndim:
        raise RuntimeError("Index tensor must have the same number of dimensions as self tensor")
    if src is not None and max(src.ndim, 1) != ndim:
        raise RuntimeError("Index tensor must have the same number of dimensions as src tensor")
    large = any(
        size > other
        for place, (size, other) in enumerate(
            zip(places.shape or (1,), own.shape or (1,), strict=False)
        )
        if place != axis
    )
    if src is not None:
        beyond = any(
            size > other
            for size, other in zip(places.shape or (1,), src.array.shape or (1,), strict=False)
        )
        if large or beyond:
            raise RuntimeError(
                f"Expected index {errors.sizes(places.shape)} to be no larger than self "
                f"{errors.sizes(own.shape)} apart from dimension {axis} and to be no larger size "
                f"than src {errors.sizes(src.array.shape)}"
            )
    elif large:
        raise RuntimeError(
            f"Expected index {errors.sizes(places.shape)} to be no larger than self "
            f"{errors.sizes(own.shape)} apart from dimension {axis}"
        )
    check_range(places, own.shape[axis] if own.ndim else 1, axis)
    return axis


def scatter(
    input: Tensor, dim: int, index: Tensor, src: Tensor, *, in_place: bool = False
) -> Tensor:
    """Elements of a source written to the positions along a dimension that an index tells.

    Raises:
        RuntimeError: for an index of another type or shape, a source of another type, and positions
            outside.
        IndexError: when there is no such dimension.
    """
    axis = _check_scattering(input, dim, index, src)
    return _done(in_place, picking.scatter, (input, index, src), dim=axis)


def scatter_number(
    input: Tensor, dim: int, index: Tensor, value: float, *, in_place: bool = False
) -> Tensor:
    """One number written to the positions along a dimension that an index tells.

    Raises:
        RuntimeError: for an index of another type or shape, and positions outside.
        IndexError: when there is no such dimension.
    """
    axis = _check_scattering(input, dim, index, None)
    return _done(in_place, picking.scatter_number, (input, index), dim=axis, value=value)


def scatter_add(
    input: Tensor, dim: int, index: Tensor, src: Tensor, *, in_place: bool = False
) -> Tensor:
    """Elements of a source added at the positions along a dimension that an index tells.

    Raises:
        RuntimeError: for an index of another type or shape, a source of another type, and positions
            outside.
        IndexError: when there is no such dimension.
    """
    axis = _check_scattering(input, dim, index, src)
    return _done(in_place, picking.scatter_add, (input, index, src), dim=axis)


def index_add(
    input: Tensor, dim: int, index: Tensor, source: Tensor, alpha: float, *, in_place: bool = False
) -> Tensor:
    """Rows of a source, times a number, added to the rows whose positions a vector tells.

    Raises:
        RuntimeError: for other types, and shapes that do not fit.
        IndexError: when there is no such dimension, and for positions outside.
    """
    axis = wrapped(dim, input.ndim)
    places, own, rows = index.array, input.array, source.array
    if places.ndim > 1:
        raise IndexError(
            f"index_add_(): Index is supposed to be a vector, but got dim: {places.ndim} with type: "
            f"{index.dtype.title} and size: {errors.sizes(places.shape)}"
        )
    if index.dtype.name not in _INDICES:
        raise RuntimeError(
            f"index_add_(): Expected dtype int32/int64 for index but got: {index.dtype.title}"
        )
    if input.dtype is not source.dtype:
        raise RuntimeError(
            f"index_add_(): self ({input.dtype.title}) and source ({source.dtype.title}) must have "
            "the same scalar type"
        )
    count = rows.shape[axis] if rows.ndim > axis else 1
    if places.size != count:
        raise RuntimeError(
            f"index_add_(): Number of indices ({places.size}) should be equal to source.size(dim): "
            f"({count}), for dim: {axis}"
        )
    if _without(own.shape, axis) != _without(rows.shape, axis) or own.ndim != rows.ndim:
        raise RuntimeError(
            "source tensor shape must match self tensor shape, excluding the specified dimension. "
            f"Got self.shape = {errors.sizes(own.shape)} source.shape = {errors.sizes(rows.shape)}"
        )
    size = own.shape[axis] if own.ndim else 1
    if input.ndim > 1:
        check_range(places, size, axis)
    if ((places < 0) | (places >= size)).any():
        raise IndexError("index out of range in self")
    if input.dtype.category == 1:
        alpha = int(alpha)
    return _done(in_place, picking.index_add, (input, index, source), dim=axis, alpha=alpha)


def _without(shape: tuple[int, ...], axis: int) -> tuple[int, ...]:
    return shape[:axis] + shape[axis + 1 :]


def index_copy(
    input: Tensor, dim: int, index: Tensor, source: Tensor, *, in_place: bool = False
) -> Tensor:
    """Rows of a source written to the rows whose positions a vector tells.

    Raises:
        RuntimeError: for other types, and shapes that do not fit.
        IndexError: when there is no such dimension, and for positions outside.
    """
    axis = wrapped(dim, input.ndim)
    places, own, rows = index.array, input.array, source.array
    if places.ndim > 1:
        raise IndexError(f"index_copy_(): Index should have dimension 1 or 0 (got {places.ndim})")
    if rows.ndim != own.ndim and rows.ndim and own.ndim:
        raise IndexError(
            "index_copy_(): When source and destination are not scalars, their dimensionality must "
            f"match. Source dimensionality ({rows.ndim}), destination dimensionality ({own.ndim})"
        )
    refuse_other_than_long("index_copy_", index)
    if input.dtype is not source.dtype:
        raise RuntimeError(
            "index_copy_(): self and source expected to have the same dtype, but got (self) "
            f"{input.dtype.title} and (source) {source.dtype.title}"
        )
    before, after = _without(own.shape, axis), _without(rows.shape, axis)
    if before != after:
        raise RuntimeError(
            "index_copy_(): Source/destination tensor must have same slice shapes. Destination slice "
            f"shape: {' '.join(map(str, before))} at dimension {axis} and source slice shape: "
            f"{' '.join(map(str, after))} at dimension 0."
        )
    count = rows.shape[axis] if rows.ndim else 1
    if places.size != count:
        raise IndexError(
            f"index_copy_(): Number of indices ({places.size}) should be equal to source.size(dim) "
            f"({count})"
        )
    size = own.shape[axis] if own.ndim else 1
    outside = places[(places < 0) | (places >= size)]
    if outside.size:
        raise IndexError(
            f"index_copy_(): index {int(outside.flat[0])} is out of bounds for dimension {axis} with "
            f"size {size}"
        )
    return _done(in_place, picking.index_copy, (input, index, source), dim=axis)


def index_fill(
    input: Tensor, dim: int, index: Tensor, value: Any, *, in_place: bool = False
) -> Tensor:
    """One number, or a 0-d tensor, written to the rows whose positions a vector tells.

    Raises:
        RuntimeError: for an index or a value with more dimensions.
        IndexError: when there is no such dimension, for an index of another type, and for positions
            outside.
    """
    axis = wrapped(dim, input.ndim)
    if isinstance(value, Tensor) and value.ndim:
        raise RuntimeError(
            "index_fill_ only supports a 0-dimensional value tensor, but got tensor with "
            f"{value.ndim} dimension(s)."
        )
    if index.dtype.name != "int64":
        raise IndexError("index_fill_(): Expected dtype int64 for index.")
    if index.ndim > 1:
        raise RuntimeError("Index has to be a vector/scalar")
    size = input.array.shape[axis] if input.ndim else 1
    places = index.array
    outside = places[(places < -size) | (places >= size)]
    if outside.size:
        raise IndexError(
            f"index {int(outside.flat[0])} is out of bounds for dimension {axis} with size {size}"
        )
    if isinstance(value, Tensor):
        return _done(in_place, picking.index_fill, (input, index, value), dim=axis)
    return _done(in_place, picking.index_fill_number, (input, index), dim=axis, value=value)


def put(
    input: Tensor, index: Tensor, source: Tensor, accumulate: bool, *, in_place: bool = False
) -> Tensor:
    """Elements written, or added, at positions in the row of all elements.

    Raises:
        RuntimeError: for other types.
        IndexError: for another number of elements, and for positions outside.
    """
    if index.dtype.name != "int64":
        raise RuntimeError(f"put_(): Expected a long tensor for index, but got {index.dtype.title}")
    if input.dtype is not source.dtype:
        raise RuntimeError(
            "put_(): self and source expected to have the same dtype, but got self.dtype = "
            f"{input.dtype.title} and source.dtype = {source.dtype.title}"
        )
    if index.array.size != source.array.size:
        raise IndexError(
            "put_(): Expected source and index to have the same number of elements, but got "
            f"source.numel() = {source.array.size}, index.numel() = {index.array.size}"
        )
    check_flat("out of range: tried to access index {} on a tensor of {} elements.", index, input)
    return _done(in_place, picking.put, (input, index, source), accumulate=accumulate)


def masked_scatter(
    input: Tensor, mask: Tensor, source: Tensor, *, in_place: bool = False
) -> Tensor:
    """The elements of a source, in order, written to where a mask holds.

    Raises:
        RuntimeError: for a mask that is none, another type, and a source that is too short.
    """
    if input.dtype is not source.dtype:
        raise RuntimeError(
            "masked_scatter: expected self and source to have same dtypes but got"
            f"{of(input.array).title} and {of(source.array).title}"
        )
    if mask.array.dtype.kind != "b":
        raise RuntimeError(
            "masked_scatter_ only supports boolean masks, but got mask with dtype "
            f"{mask.dtype.title}"
        )
    shape = broadcast(mask.array.shape, input.array.shape)
    if int(np.broadcast_to(mask.array, shape).sum()) > source.array.size:
        raise RuntimeError("Number of elements of source < number of ones in mask")
    return _done(in_place, picking.masked_scatter, (input, mask, source))
