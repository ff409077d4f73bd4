"""Tensors cut into parts along a dimension, all of them views."""

from collections.abc import Callable, Sequence
from typing import Any, Final, cast

import numpy as np

from engine.autograd import errors
from engine.autograd.context import current
from engine.autograd.dtypes import Array
from engine.autograd.edges import edge_of
from engine.autograd.node import NodeOfSeveral
from engine.autograd.operations.dimensions import wrapped
from engine.autograd.operations.indexing import select_one, slice_of
from engine.autograd.operations.joining import cat, stack
from engine.autograd.tensor import Tensor
from engine.autograd.views import Origin, View

_Join = Callable[[Sequence[Any], int], Any]


class Parting:
    """An operation that takes a tensor apart into views along one dimension."""

    __slots__ = ("_join", "_join_arrays", "name")

    def __init__(self, name: str, join: _Join, join_arrays: _Join) -> None:
        """Declare one.

        Args:
            name: PyTorch's name of its node.
            join: puts the cotangents of the parts together again: (Tensors, dimension).
            join_arrays: the same for arrays.
        """
        self.name = name
        self._join = join
        self._join_arrays = join_arrays

    def __call__(self, input: Tensor, arrays: Sequence[Array], dim: int) -> tuple[Tensor, ...]:
        """Views of these parts of the memory, in order."""
        run = current()
        parts = tuple(Tensor(array) for array in arrays)
        node = None
        if run.grad_enabled and input.requires_grad and parts:
            # First, as it may make a node that must come before this one.
            edges = (edge_of(input),)
            run.created += 1
            outputs = [(part.array.shape, part.array.dtype) for part in parts]
            node = NodeOfSeveral(self, run.created, edges, outputs)
            node.frame = (dim,)
        for number, part in enumerate(parts):
            origin = Origin.ONE_OF_SEVERAL if run.grad_enabled else Origin.WITHOUT_GRAD
            View.attach(part, input, origin)
            if node is not None:
                part.node = node
                part.needs_grad = True
                part.output_nr = number
        return parts

    def pull_back(self, node: NodeOfSeveral, cotangents: list[Any], as_tensors: bool) -> list[Any]:
        """Put the cotangents together again; parts that were not used count as zeros."""
        whole: list[Any] = []
        for g, output in zip(cotangents, node.outputs, strict=True):
            part = np.zeros(output.shape, output.dtype) if g is None else g
            whole.append(Tensor(part) if as_tensors and g is None else part)
        (dim,) = cast("tuple[int]", node.frame)
        return [self._join(whole, dim) if as_tensors else self._join_arrays(whole, dim)]


_UNBIND: Final = Parting("UnbindBackward0", stack, np.stack)
_SPLIT: Final = Parting("SplitBackward0", cat, np.concatenate)
_SPLIT_WITH_SIZES: Final = Parting("SplitWithSizesBackward0", cat, np.concatenate)


def unbind(input: Tensor, dim: int = 0) -> tuple[Tensor, ...]:
    """All rows of a tensor, as views; this is also what a loop over a tensor goes through.

    Raises:
        IndexError: for a 0-d tensor, and when there is no such dimension.
    """
    if input.ndim == 0:
        raise IndexError("Dimension specified as 0 but tensor has no dimensions")
    axis = wrapped(dim, input.ndim)
    front = np.moveaxis(input.array, axis, 0)
    return _UNBIND(input, [front[index, ...] for index in range(len(front))], axis)


def _cut(input: Tensor, sizes: Sequence[int], axis: int) -> list[Array]:
    before = (slice(None),) * axis
    arrays = []
    start = 0
    for size in sizes:
        arrays.append(input.array[(*before, slice(start, start + size))])
        start += size
    return arrays


def split(input: Tensor, split_size: int, dim: int) -> tuple[Tensor, ...]:
    """Parts of equal size, the last one perhaps smaller.

    Raises:
        RuntimeError: for a 0-d tensor, and sizes that are negative or 0.
        IndexError: when there is no such dimension.
    """
    if input.ndim == 0:
        raise RuntimeError("split expects at least a 1-dimensional tensor")
    if split_size < 0:
        raise RuntimeError(
            f"split expects split_size be non-negative, but got split_size={split_size}"
        )
    axis = wrapped(dim, input.ndim)
    length = input.array.shape[axis]
    if split_size == 0 and length:
        raise RuntimeError(
            f"split_size can only be 0 if dimension size is 0, but got dimension size of {length}"
        )
    count = max(-(-length // split_size), 1) if split_size else 1
    sizes = [split_size] * (count - 1) + [length - split_size * (count - 1)]
    return _SPLIT(input, _cut(input, sizes, axis), axis)


def split_with_sizes(input: Tensor, split_sizes: Sequence[int], dim: int) -> tuple[Tensor, ...]:
    """Parts of given sizes.

    Raises:
        RuntimeError: for a 0-d tensor, negative sizes, and sizes that do not add up.
        IndexError: when there is no such dimension.
    """
    if input.ndim == 0:
        raise RuntimeError("split expects at least a 1-dimensional tensor")
    axis = wrapped(dim, input.ndim)
    length = input.array.shape[axis]
    if any(size < 0 for size in split_sizes):
        raise RuntimeError(
            "split_with_sizes expects split_sizes have only non-negative entries, but got "
            f"split_sizes={errors.sizes(split_sizes)}"
        )
    if sum(split_sizes) != length:
        raise RuntimeError(
            f"split_with_sizes expects split_sizes to sum exactly to {length} (input tensor's size "
            f"at dimension {dim}), but got split_sizes={errors.sizes(split_sizes)}"
        )
    return _SPLIT_WITH_SIZES(input, _cut(input, split_sizes, axis), axis)


def chunk(input: Tensor, chunks: int, dim: int) -> tuple[Tensor, ...]:
    """At most so many parts of equal size, the last one perhaps smaller.

    Raises:
        RuntimeError: for a 0-d tensor, and for no parts.
        IndexError: when there is no such dimension.
    """
    if input.ndim == 0:
        raise RuntimeError("chunk expects at least a 1-dimensional tensor")
    if chunks <= 0:
        raise RuntimeError(f"chunk expects `chunks` to be greater than 0, got: {chunks}")
    axis = wrapped(dim, input.ndim)
    length = input.array.shape[axis]
    size = -(-length // chunks)
    if size == 0:
        current().allow(chunks)
        return split_with_sizes(input, [0] * chunks, axis)
    return split(input, size, axis)


def narrow(input: Tensor, dim: int, start: int, length: int) -> Tensor:
    """A part of a dimension, from a place on and so long.

    Raises:
        RuntimeError: for a 0-d tensor, and parts that reach beyond the end.
        IndexError: when there is no such dimension or place.
    """
    if input.ndim == 0:
        raise RuntimeError("narrow() cannot be applied to a 0-dim tensor.")
    if length < 0:
        raise RuntimeError("narrow(): length must be non-negative.")
    axis = wrapped(dim, input.ndim)
    size = input.array.shape[axis]
    if not -size <= start <= size:
        raise IndexError(
            f"start out of range (expected to be in range of [{-size}, {size}], but got {start})"
        )
    first = start + size if start < 0 else start
    if first + length > size:
        raise RuntimeError(f"start ({first}) + length ({length}) exceeds dimension size ({size}).")
    return slice_of(input, axis, slice(first, first + length, 1))


def select(input: Tensor, dim: int, index: int) -> Tensor:
    """One row along a dimension, as a view.

    Raises:
        IndexError: for a 0-d tensor, and when there is no such dimension or row.
    """
    if input.ndim == 0:
        raise IndexError("select() cannot be applied to a 0-dim tensor.")
    axis = wrapped(dim, input.ndim)
    size = input.array.shape[axis]
    if not -size <= index < size:
        raise IndexError(
            f"select(): index {index} out of range for tensor of size "
            f"{errors.sizes(input.array.shape)} at dimension {axis}"
        )
    return select_one(input, axis, index)
