"""A node of the graph: one operation that was recorded, and what its backward will need."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias, Union

import numpy as np

from engine.autograd.dtypes import Array
from engine.autograd.hooks import Registered, RemovableHandle

if TYPE_CHECKING:
    from engine.autograd.planning import Plan
    from engine.autograd.tensor import Tensor

# An array in an ordinary pass, a Tensor with create_graph=True; None where nothing flows.
Value: TypeAlias = Any

# `ExpBackward0` is spoken of as Exp, `MaxBackward1` as Max1, a program's `FBackward` as F.
_SUFFIX: Final = re.compile(r"Backward(?:0?$|(?=[1-9]\d*$))")


class Operation(Protocol):
    """What a node needs to know of the operation it stands for."""

    @property
    def name(self) -> str:
        """PyTorch's name of its nodes."""

    def pull_back(self, node: Any, cotangent: Any, as_tensors: bool) -> Sequence[Value]:
        """The cotangent for each edge; None where nothing flows.

        Args:
            node: one application of the operation.
            cotangent: the output's; of an operation with several outputs a list, in which None
                stands where nothing arrived.
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
    """One recorded operation with one output.

    Attributes:
        operation: knows the name, and the way back.
        sequence: its number in the order of creation; backward runs the highest first.
        edges: where the cotangent of each differentiable input goes; None if the input needs none.
        shape: the output's shape, which is that of the cotangent.
        dtype: the output's NumPy type, likewise.
        frame: what the operation will read in backward; None once released.
        versions: for each saved value, with which the frame begins, the version it was saved at; -1
            for what has none.
        fits: whether the inputs have the output's shape and type, and their cotangents thus too.
        hooks: for each output, functions that see or replace the cotangent before the node runs.
        plan: what a backward pass from here found below, kept with the graph for another.
        retained: for each output that was told `retain_grad()`, a weak reference to its tensor.
    """

    __slots__ = (
        "__weakref__",
        "dtype",
        "edges",
        "fits",
        "frame",
        "hooks",
        "operation",
        "plan",
        "retained",
        "sequence",
        "shape",
        "versions",
    )

    def __init__(
        self,
        operation: Operation,
        sequence: int,
        edges: "Sequence[Edge | None]",
        shape: tuple[int, ...],
        dtype: np.dtype[Any],
        frame: Sequence[Any] = (),
        versions: Sequence[int] = (),
        fits: bool = False,
    ) -> None:
        self.operation = operation
        self.sequence = sequence
        self.edges = edges
        self.shape = shape
        self.dtype = dtype
        self.frame: Sequence[Any] | None = frame
        self.versions = versions
        self.fits = fits
        self.hooks: dict[int, list[Registered]] | None = None
        self.plan: Plan | None = None
        self.retained: dict[int, Callable[[], Tensor | None]] | None = None

    def name(self) -> str:
        """The node's name in PyTorch, such as `MulBackward0`."""
        return self.operation.name

    @property
    def next_functions(self) -> tuple[tuple["Node | AccumulateGrad | None", int], ...]:
        """The nodes that cotangents go to next, each with the number of its output."""
        return tuple(_function_and_number(edge) for edge in self.edges)

    def register_hook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """Call a function with two tuples: what the node sends on, and what had arrived."""
        from engine.autograd.node_hooks import register_after  # noqa: PLC0415 - made of nodes

        return register_after(self, hook)

    def register_prehook(self, hook: Callable[..., Any]) -> RemovableHandle:
        """Call a function with a tuple of what arrives at the node."""
        from engine.autograd.node_hooks import register_before  # noqa: PLC0415 - made of nodes

        return register_before(self, hook)

    def __repr__(self) -> str:
        return f"<{self.name().rpartition('::')[2]} object at {id(self):#x}>"

    def release(self) -> None:
        """Give up what was saved; a node that saved nothing can run again."""
        if self.versions:
            self.frame = None


class NodeOfSeveral(Node):
    """One recorded operation with several outputs.

    Attributes:
        outputs: where the cotangents arrive, in the order of the outputs.
    """

    __slots__ = ("outputs",)

    def __init__(
        self,
        operation: Operation,
        sequence: int,
        edges: "Sequence[Edge | None]",
        outputs: Iterable[tuple[tuple[int, ...], np.dtype[Any]]],
    ) -> None:
        self.outputs = tuple(
            Output(self, number, shape, dtype) for number, (shape, dtype) in enumerate(outputs)
        )
        first = self.outputs[0]
        super().__init__(operation, sequence, edges, first.shape, first.dtype)


class Output:
    """One output of a node that has several.

    Attributes:
        node: the node.
        number: which of its outputs.
        shape: the output's shape.
        dtype: the output's NumPy type.
    """

    __slots__ = ("dtype", "node", "number", "shape")

    def __init__(
        self, node: NodeOfSeveral, number: int, shape: tuple[int, ...], dtype: np.dtype[Any]
    ) -> None:
        self.node = node
        self.number = number
        self.shape = shape
        self.dtype = dtype


# Where a cotangent goes: a node, one of the outputs of a node that has several, or a leaf.
Edge: TypeAlias = Union[Node, Output, "Tensor"]


class AccumulateGrad:
    """The end of the graph at a leaf, made when a program looks at it."""

    __slots__ = ("after", "variable")

    next_functions = ()

    def __init__(self, variable: "Tensor") -> None:
        self.variable = variable
        # Functions that see the leaf each time its `.grad` was filled.
        self.after: list[Registered] = []

    def name(self) -> str:
        """The name PyTorch gives it, with its namespace."""
        return "torch::autograd::AccumulateGrad"

    def __repr__(self) -> str:
        return f"<AccumulateGrad object at {id(self.variable):#x}>"


def _function_and_number(edge: "Edge | None") -> tuple[Node | AccumulateGrad | None, int]:
    """What a program sees of an edge."""
    if edge is None or isinstance(edge, Node):
        return edge, 0
    if isinstance(edge, Output):
        return edge.node, edge.number
    if edge.accumulator is None:
        edge.accumulator = AccumulateGrad(edge)
    return edge.accumulator, 0


def spoken(node: Node) -> str:
    """A node's name inside the in-place error: without `Backward` and the number 0."""
    return _SUFFIX.sub("", node.name())


def recorded_producer_of(tensor: "Tensor") -> str | None:
    """As `producer_of`, whatever became of the base of a view since."""
    node = tensor.node
    return None if node is None else f"output {tensor.output_nr} of {spoken(node)}"


def producer_of(tensor: "Tensor") -> str | None:
    """Which output of which operation a tensor is; None for a leaf."""
    node = tensor.grad_fn
    return None if node is None else f"output {tensor.output_nr} of {spoken(node)}"
