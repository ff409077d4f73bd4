# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Copies, fillings, and the histories of tensors that share memory."""

from typing import Any

import numpy as np

from engine.autograd.context import current
from engine.autograd.dtypes import Array
from engine.autograd.edges import edge_of
from engine.autograd.errors import FREED, SHARED_MEMORY_WRITE
from engine.autograd.node import Edge, Node
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor
from engine.autograd.views import Geometry


def zeros_of(value: Any) -> Any:
    """Zeros of a value's shape and type, without a history: an array for an array."""
    if isinstance(value, Tensor):
        return Tensor(np.zeros_like(value.array))
    return np.zeros_like(value)


clone: Primitive = Primitive("CloneBackward0", lambda self: self.copy("K"), self=lambda g: g)
contiguous_clone: Primitive = Primitive(
    "CloneBackward0", lambda self: self.copy(), self=lambda g: g
)
alias: Primitive = Primitive("AliasBackward0", lambda self: self[...], view=True, self=lambda g: g)
copy: Primitive = Primitive(
    "torch::autograd::CopyBackwards",
    lambda self, src: np.broadcast_to(src, self.shape).astype(self.dtype, order="C"),
    self=zeros_of,
    src=lambda g: g,
)
zero: Primitive = Primitive("ZeroBackward0", lambda self: np.zeros_like(self), self=zeros_of)
fill_number: Primitive = Primitive(
    "FillBackward2", lambda self, *, value: np.full_like(self, value), self=zeros_of
)
fill_tensor: Primitive = Primitive(
    "FillBackward3",
    lambda self, value: np.full_like(self, value),
    self=zeros_of,
    value=lambda g: g,
)
read_part: Primitive = Primitive(
    "AsStridedBackward0",
    lambda self, *, geometry: geometry.read(self),
    self=lambda g, geometry: spread_part(g, geometry=geometry),
)
spread_part: Primitive = Primitive(
    "AsStridedBackward0",
    lambda self, *, geometry: geometry.spread(self),
    self=lambda g, geometry: read_part(g, geometry=geometry),
)
replace_part: Primitive = Primitive(
    "torch::autograd::CopySlices",
    lambda self, part, *, geometry: geometry.overwrite(self, part),
    self=lambda g, geometry: replace_part(g, 0.0, geometry=geometry),
    part=lambda g, geometry: read_part(g, geometry=geometry),
)


def history_through_base(base: Tensor, view: Tensor) -> Node:
    """The history of a view whose base was written to: the same elements of what the base is now.

    Args:
        base: the tensor that owns the memory, requiring a gradient.
        view: the tensor that shows part of it.
    """
    geometry = Geometry.between(base.array, view.array)
    recipe, options = read_part.recipe(1), {"geometry": geometry}
    edges = (edge_of(base) if base.needs_grad else None,)
    return recipe.record(current(), edges, (base,), (base.array,), options, view)


class SliceWriting:
    """The operation of the node that a base gets when it is written to through a view.

    The cotangent of the view's elements goes through the operation that wrote them; the rest passes.
    """

    __slots__ = ()

    name = "torch::autograd::CopySlices"

    def pull_back(self, node: "SliceWritingNode", g: Any, as_tensors: bool) -> list[Any]:
        """For each edge its cotangent, the base's own first."""
        if node.frame is None:
            raise RuntimeError(FREED)
        inner, geometry = node.inner, node.geometry
        part = read_part(g, geometry=geometry)
        sent = inner.operation.pull_back(inner, part, as_tensors)
        before = None
        if node.edges[0] is not None:
            if geometry.overlaps:
                raise RuntimeError(SHARED_MEMORY_WRITE)
            before = replace_part(g, sent[0], geometry=geometry)
        return [before, *sent[1:]]


class SliceWritingNode(Node):
    """A node that wraps the one of the operation on the view.

    Attributes:
        inner: the node of the operation.
        geometry: where the view lies in its base.
    """

    __slots__ = ("geometry", "inner")

    def __init__(
        self, sequence: int, first: Edge | None, base: Array, inner: Node, geometry: Geometry
    ) -> None:
        edges = (first, *inner.edges[1:])
        super().__init__(_SLICE_WRITING, sequence, edges, base.shape, base.dtype)
        self.inner = inner
        self.geometry = geometry

    def release(self) -> None:
        """Release the wrapped operation; PyTorch drops it, whether it saved anything or not."""
        self.frame = None
        self.inner.release()


_SLICE_WRITING = SliceWriting()


def write_through_base(base: Tensor, view: Tensor, inner: Node) -> Node:
    """The node a base gets when an operation, recorded as `inner`, wrote to a view of it."""
    geometry = Geometry.between(base.array, view.array)
    run = current()
    run.created += 1
    first = edge_of(base) if base.needs_grad else None
    return SliceWritingNode(run.created, first, base.array, inner, geometry)
