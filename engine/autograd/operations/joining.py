"""Operations with any number of inputs, and those with several outputs."""

from collections.abc import Callable, Sequence
from typing import Any, Final, cast

import numpy as np

from engine.autograd import errors
from engine.autograd.context import current
from engine.autograd.dtypes import Array, of, promoted
from engine.autograd.edges import edge_of
from engine.autograd.node import Node
from engine.autograd.operations.contiguity import in_order
from engine.autograd.operations.dimensions import wrapped
from engine.autograd.operations.indexing import get
from engine.autograd.operations.layouts import at_least
from engine.autograd.operations.shapes import reshape
from engine.autograd.tensor import Tensor


class Joining:
    """An operation that lays any number of tensors side by side along one dimension."""

    __slots__ = ("_forward", "_part", "name")

    def __init__(
        self,
        name: str,
        forward: Callable[[list[Array], int], Array],
        part: Callable[[Any, int, int, int], Any],
    ) -> None:
        """Declare one.

        Args:
            name: PyTorch's name of its node.
            forward: (arrays, dimension) -> the joined array.
            part: (cotangent, dimension, start, size) -> the cotangent of the input that lies there.
        """
        self.name = name
        self._forward = forward
        self._part = part

    def __call__(self, tensors: Sequence[Tensor], dim: int, sizes: Sequence[int | None]) -> Tensor:
        """Join tensors whose extents along the dimension are `sizes`; None for one left out."""
        run = current()
        run.allow(sum(tensor.array.size for tensor in tensors))
        common = of(tensors[0].array)
        for tensor in tensors[1:]:
            common = promoted(common, of(tensor.array))
        arrays = [
            tensor.array.astype(common.numpy, copy=False)
            for tensor, size in zip(tensors, sizes, strict=True)
            if size is not None
        ]
        result = Tensor(in_order(self._forward(arrays, dim)))
        if run.grad_enabled and any(tensor.requires_grad for tensor in tensors):
            edges = [edge_of(tensor) if tensor.requires_grad else None for tensor in tensors]
            run.created += 1
            node = Node(self, run.created, edges, result.array.shape, result.array.dtype)
            node.frame = (dim, sizes)
            result.node = node
            result.needs_grad = True
        return result

    def pull_back(self, node: Node, g: Any, as_tensors: bool) -> list[Any]:  # noqa: ARG002 - one way for both
        """Cut the cotangent into its parts."""
        if g is None:
            return [None] * len(node.edges)
        dim, sizes = cast("tuple[int, list[int | None]]", node.frame)
        parts: list[Any] = []
        start = 0
        for edge, size in zip(node.edges, sizes, strict=True):
            if edge is None:
                parts.append(None)
            elif size is None:
                parts.append(_nothing(g))
            else:
                parts.append(self._part(g, dim, start, size))
            start += size or 0
        return parts


def _nothing(g: Any) -> Any:
    """The cotangent of a tensor of shape [0]."""
    nothing = np.zeros_like(g.array if isinstance(g, Tensor) else g, shape=(0,))
    return Tensor(nothing) if isinstance(g, Tensor) else nothing


def _slice_of(g: Any, dim: int, start: int, size: int) -> Any:
    where = (slice(None),) * dim + (slice(start, start + size),)
    return get(g, where) if isinstance(g, Tensor) else g[where]


def _row_of(g: Any, dim: int, start: int, size: int) -> Any:  # noqa: ARG001 - rows have size 1
    where = (slice(None),) * dim + (start,)
    return get(g, where) if isinstance(g, Tensor) else g[where]


_CAT: Final = Joining("CatBackward0", np.concatenate, _slice_of)
_STACK: Final = Joining("StackBackward0", np.stack, _row_of)


def cat(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Tensors one after the other along an existing dimension.

    Tensors of shape [0] fit everywhere, as they did before tensors could be empty otherwise.

    Raises:
        ValueError: for no tensors.
        RuntimeError: for 0-d tensors, and for shapes that differ elsewhere.
    """
    listed = _some("cat", tensors)
    for index, tensor in enumerate(listed):
        if tensor.ndim == 0:
            raise RuntimeError(
                f"zero-dimensional tensor (at position {index}) cannot be concatenated"
            )
    first = next((tensor for tensor in listed if not _fits_everywhere(tensor)), listed[0])
    axis = wrapped(dim, first.ndim)
    sizes: list[int | None] = []
    for index, tensor in enumerate(listed):
        if _fits_everywhere(tensor) and first.ndim > 1:
            sizes.append(None)
            continue
        if not _fits_everywhere(tensor):
            _check_beside(first.array.shape, tensor.array.shape, axis, index)
        sizes.append(tensor.array.shape[axis])
    return _CAT(listed, axis, sizes)


def _fits_everywhere(tensor: Tensor) -> bool:
    return tensor.array.shape == (0,)


def _check_beside(wanted: tuple[int, ...], shape: tuple[int, ...], axis: int, index: int) -> None:
    """Refuse a shape that differs in another dimension than the one along which is joined."""
    if len(shape) != len(wanted):
        raise RuntimeError(
            f"Tensors must have same number of dimensions: got {len(wanted)} and {len(shape)}"
        )
    for place, (size, other) in enumerate(zip(shape, wanted, strict=True)):
        if place != axis and size != other:
            raise RuntimeError(
                f"Sizes of tensors must match except in dimension {axis}. Expected size {other} "
                f"but got size {size} for tensor number {index} in the list."
            )


def stack(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Tensors of one shape along a new dimension.

    Raises:
        RuntimeError: for no tensors, and for shapes that differ.
    """
    listed = _some("stack", tensors)
    first = listed[0].array.shape
    for index, tensor in enumerate(listed):
        if tensor.array.shape != first:
            raise RuntimeError(
                f"stack expects each tensor to be equal size, but got {errors.sizes(first)} at "
                f"entry 0 and {errors.sizes(tensor.array.shape)} at entry {index}"
            )
    return _STACK(listed, wrapped(dim, len(first) + 1), [1] * len(listed))


def hstack(tensors: Sequence[Tensor]) -> Tensor:
    """Vectors one after the other, matrices side by side."""
    listed = [at_least(tensor, 1) for tensor in _some("hstack", tensors)]
    return cat(listed, 0 if listed[0].ndim == 1 else 1)


def vstack(tensors: Sequence[Tensor]) -> Tensor:
    """Rows, or matrices, one below the other."""
    return cat([at_least(tensor, 2) for tensor in _some("vstack", tensors)], 0)


def column_stack(tensors: Sequence[Tensor]) -> Tensor:
    """Columns, or matrices, side by side."""
    listed = [
        tensor if tensor.ndim > 1 else reshape(tensor, tensor.array.size, 1)
        for tensor in _some("column_stack", tensors)
    ]
    return cat(listed, 1)


def _some(function: str, tensors: Sequence[Tensor]) -> Sequence[Tensor]:
    if not tensors:
        if function == "cat":
            raise ValueError("torch.cat(): expected a non-empty list of Tensors")
        raise RuntimeError(f"{function} expects a non-empty TensorList")
    return tensors
