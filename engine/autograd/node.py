"""A node of the graph: one operation that was recorded, and what its backward will need."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from engine.autograd.dtypes import Array, DType
from engine.autograd.hooks import Registered

if TYPE_CHECKING:
    from engine.autograd.tensor import Tensor

# An array in an ordinary pass, a Tensor with create_graph=True; None where nothing flows.
Value: TypeAlias = Any
# Where a cotangent goes: an output of a node, or a leaf (then the number is 0).
Edge: TypeAlias = tuple["Node | Tensor", int]
Metadata: TypeAlias = tuple[tuple[int, ...], DType]

# `ExpBackward0` is spoken of as Exp, `MaxBackward1` as Max1.
_SUFFIX: Final = re.compile(r"Backward(?:0$|(?=[1-9]\d*$))")


class Operation(Protocol):
    """What a node needs to know of the operation it stands for."""

    name: str

    def pull_back(self, node: "Node", cotangents: list[Value], as_tensors: bool) -> list[Value]:
        """The cotangent for each edge, from one for each output.

        Args:
            node: one application of the operation.
            cotangents: one for each output; None where nothing arrived.
            as_tensors: whether values are Tensors (create_graph) or arrays.
        """


class Version:
    """How often a piece of memory was written to in place; shared by a tensor and its views."""

    __slots__ = ("count",)

    def __init__(self, count: int = 0) -> None:
        self.count = count


class SavedOutput:
    """An operation's own result, kept without its Tensor, which would keep the node in turn."""

    __slots__ = ("array", "number", "versions")

    def __init__(self, array: Array, number: int, versions: Version) -> None:
        self.array = array
        self.number = number
        self.versions = versions


class Node:
    """One recorded operation.

    Attributes:
        sequence: its number in the order of creation; backward runs the highest first.
        edges: where the cotangent of each differentiable input goes; None if the input needs none.
        outputs: shape and dtype of each output: what the cotangents arriving here must have.
        hooks: for each output, functions that see or replace the cotangent before the node runs.
        retained: for each output that was told `retain_grad()`, a weak reference to its tensor.
    """

    __slots__ = (
        "__weakref__",
        "edges",
        "hooks",
        "operation",
        "outputs",
        "retained",
        "saved",
        "sequence",
        "static",
    )

    def __init__(
        self,
        operation: Operation,
        sequence: int,
        edges: tuple[Edge | None, ...],
        outputs: tuple[Metadata, ...],
    ) -> None:
        self.operation = operation
        self.sequence = sequence
        self.edges = edges
        self.outputs = outputs
        # (place in the formula's frame, value, version at that time); the
        # version is -1 for what has none; None once released.
        self.saved: list[tuple[int, Any, int]] | None = []
        # The rest of the frame: options and shapes, which no release takes away.
        self.static: tuple[Any, ...] = ()
        self.hooks: dict[int, list[Registered]] | None = None
        self.retained: dict[int, Callable[[], Tensor | None]] | None = None

    def name(self) -> str:
        """The node's name in PyTorch, such as `MulBackward0`."""
        return self.operation.name

    @property
    def next_functions(self) -> tuple[tuple["Node | AccumulateGrad | None", int], ...]:
        """The nodes that cotangents go to next, each with the number of its output."""
        return tuple(
            (None, 0) if edge is None else (function_of(edge[0]), edge[1]) for edge in self.edges
        )

    def __repr__(self) -> str:
        return f"<{self.name()} object at {id(self):#x}>"

    def release(self) -> None:
        """Give up what was saved; a node that saved nothing can run again."""
        if self.saved:
            self.saved = None


class AccumulateGrad:
    """The end of the graph at a leaf, made when a program looks at it."""

    __slots__ = ("variable",)

    next_functions = ()

    def __init__(self, variable: "Tensor") -> None:
        self.variable = variable

    def name(self) -> str:
        """The name PyTorch gives it, with its namespace."""
        return "torch::autograd::AccumulateGrad"

    def __repr__(self) -> str:
        return f"<AccumulateGrad object at {id(self.variable):#x}>"


def function_of(target: "Node | Tensor") -> "Node | AccumulateGrad":
    """What a program sees of an edge's target."""
    if isinstance(target, Node):
        return target
    if target.accumulator is None:
        target.accumulator = AccumulateGrad(target)
    return target.accumulator


def spoken(node: Node) -> str:
    """A node's name inside the in-place error: without `Backward` and the number 0."""
    name = node.name()
    return "torch::autograd::CopySlices" if name == "CopySlices" else _SUFFIX.sub("", name)


def producer_of(tensor: "Tensor") -> str | None:
    """Which output of which operation a tensor is; None for a leaf."""
    node = tensor.grad_fn
    return None if node is None else f"output {tensor.output_nr} of {spoken(node)}"
