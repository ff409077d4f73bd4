"""Operations with any number of inputs, and those with several outputs."""

from collections.abc import Callable, Sequence
from typing import Any, Final, cast

import numpy as np

from engine.autograd import errors
from engine.autograd.context import current
from engine.autograd.dtypes import Array, of, promoted
from engine.autograd.edges import edge_of
from engine.autograd.node import Node, NodeOfSeveral
from engine.autograd.operations.dimensions import wrapped
from engine.autograd.operations.indexing import get
from engine.autograd.tensor import Tensor
from engine.autograd.views import Origin, View


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

    def __call__(self, tensors: Sequence[Tensor], dim: int, sizes: list[int]) -> Tensor:
        """Join tensors whose extents along the dimension are `sizes`."""
        run = current()
        run.allow(sum(tensor.array.size for tensor in tensors))
        common = of(tensors[0].array)
        for tensor in tensors[1:]:
            common = promoted(common, of(tensor.array))
        arrays = [tensor.array.astype(common.numpy, copy=False) for tensor in tensors]
        result = Tensor(self._forward(arrays, dim))
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
        dim, sizes = cast("tuple[int, list[int]]", node.frame)
        parts: list[Any] = []
        start = 0
        for edge, size in zip(node.edges, sizes, strict=True):
            parts.append(None if edge is None else self._part(g, dim, start, size))
            start += size
        return parts


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

    Raises:
        RuntimeError: for no tensors, for 0-d ones, and for shapes that differ elsewhere.
    """
    listed = _checked("cat", tensors)
    ndim = listed[0].ndim
    for index, tensor in enumerate(listed):
        if tensor.ndim == 0:
            raise RuntimeError(
                f"zero-dimensional tensor (at position {index}) cannot be concatenated"
            )
    axis = wrapped(dim, ndim)
    for index, tensor in enumerate(listed[1:], 1):
        if tensor.ndim != ndim:
            raise RuntimeError(
                f"Tensors must have same number of dimensions: got {ndim} and {tensor.ndim}"
            )
        for place, (size, wanted) in enumerate(
            zip(tensor.array.shape, listed[0].array.shape, strict=True)
        ):
            if place != axis and size != wanted:
                raise RuntimeError(
                    f"Sizes of tensors must match except in dimension {axis}. Expected size "
                    f"{wanted} but got size {size} for tensor number {index} in the list."
                )
    return _CAT(listed, axis, [tensor.array.shape[axis] for tensor in listed])


def stack(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Tensors of one shape along a new dimension.

    Raises:
        RuntimeError: for no tensors, and for shapes that differ.
    """
    listed = _checked("stack", tensors)
    first = listed[0].array.shape
    for index, tensor in enumerate(listed):
        if tensor.array.shape != first:
            raise RuntimeError(
                f"stack expects each tensor to be equal size, but got {errors.sizes(first)} at "
                f"entry 0 and {errors.sizes(tensor.array.shape)} at entry {index}"
            )
    return _STACK(listed, wrapped(dim, len(first) + 1), [1] * len(listed))


def _checked(function: str, tensors: Any) -> tuple[Tensor, ...]:
    if isinstance(tensors, Tensor):
        raise errors.not_a_sequence(function, "Tensor")
    listed = tuple(tensors)
    if not listed:
        raise (
            ValueError("torch.cat(): expected a non-empty list of Tensors")
            if function == "cat"
            else RuntimeError("stack expects a non-empty TensorList")
        )
    for index, tensor in enumerate(listed):
        if not isinstance(tensor, Tensor):
            raise TypeError(
                f"expected Tensor as element {index} in argument 0, but got {type(tensor).__name__}"
            )
    return listed


class Unbinding:
    """The operation that takes a tensor apart into views along one dimension."""

    __slots__ = ()

    name = "UnbindBackward0"

    def __call__(self, input: Tensor, dim: int) -> tuple[Tensor, ...]:
        """The views, in order."""
        run = current()
        front = np.moveaxis(input.array, dim, 0)
        parts = tuple(Tensor(front[index, ...]) for index in range(len(front)))
        node = None
        if run.grad_enabled and input.requires_grad:
            run.created += 1
            outputs = [(part.array.shape, part.array.dtype) for part in parts]
            node = NodeOfSeveral(self, run.created, (edge_of(input),), outputs)
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
        """Stack the cotangents again; parts that were not used count as zeros."""
        whole: list[Any] = []
        for g, output in zip(cotangents, node.outputs, strict=True):
            part = np.zeros(output.shape, output.dtype) if g is None else g
            whole.append(Tensor(part) if as_tensors and g is None else part)
        (dim,) = cast("tuple[int]", node.frame)
        return [stack(whole, dim) if as_tensors else np.stack(whole, dim)]


_UNBIND: Final = Unbinding()


def unbind(input: Tensor, dim: int = 0) -> tuple[Tensor, ...]:
    """All rows of a tensor, as views; this is also what a loop over a tensor goes through.

    Raises:
        RuntimeError: for a 0-d tensor.
    """
    if input.ndim == 0:
        raise RuntimeError("Dimension specified as 0 but tensor has no dimensions")
    return _UNBIND(input, wrapped(dim, input.ndim))
