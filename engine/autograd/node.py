"""A node of the graph: one operation that was recorded, and what its backward will need."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engine.autograd import errors
from engine.autograd.dtypes import Array, DType, of

if TYPE_CHECKING:
    from engine.autograd.primitive import Primitive
    from engine.autograd.tensor import Tensor

# An array in an ordinary pass, a Tensor with create_graph=True; None where nothing flows.
Value: TypeAlias = Any
Hook: TypeAlias = Callable[["Tensor"], Any]
# Where a cotangent goes: an output of a node, or a leaf (then the number is 0).
Edge: TypeAlias = tuple["Node | Tensor", int]
Metadata: TypeAlias = tuple[tuple[int, ...], DType]

_SUFFIX: Final = re.compile(r"Backward\d*$")


class Version:
    """How often a piece of memory was written to in place; shared by a tensor and its views."""

    __slots__ = ("count",)

    def __init__(self, count: int = 0) -> None:
        self.count = count


class SavedOutput:
    """An operation's own result, kept without its Tensor, which would keep the node in turn."""

    __slots__ = ("array", "number", "version")

    def __init__(self, array: Array, number: int, version: Version) -> None:
        self.array = array
        self.number = number
        self.version = version


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
        "__weakref__", "edges", "hooks", "operation", "outputs", "retained", "saved", "sequence",
        "static",
    )

    def __init__(
        self,
        operation: "Primitive",
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
        self.hooks: dict[int, list[Hook]] | None = None
        self.retained: dict[int, Callable[[], "Tensor | None"]] | None = None

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

    def frame(self, as_tensors: bool, dtype: Any = None) -> list[Any]:
        """What the formulas may read: inputs and output as saved, then options and shapes.

        Args:
            as_tensors: whether the formulas run on Tensors (create_graph) or on arrays.
            dtype: for operations that promote their operands: the NumPy type of the cotangent,
                which array operands are brought to.

        Returns:
            The frame; None where nothing was saved.

        Raises:
            RuntimeError: when the values were released, or written to since they were saved.
        """
        saved = self.saved
        if saved is None:
            raise RuntimeError(errors.FREED)
        frame: list[Any] = [None] * self.operation.width
        for place, value, version in saved:
            if isinstance(value, SavedOutput):
                if value.version.count != version:
                    self._refuse(value.array, f"output {value.number} of {spoken(self)}",
                                 value.version.count, version)
                frame[place] = self.operation.tensor(value, self) if as_tensors else value.array
            elif version < 0:
                frame[place] = value
            else:
                if value._counter is not None and value._counter.count != version:
                    self._refuse(value.array, producer_of(value), value._version, version)
                frame[place] = value if as_tensors else _matching(value.array, dtype)
        frame += self.static
        return frame

    def release(self) -> None:
        """Give up what was saved; a node that saved nothing can run again."""
        if self.saved:
            self.saved = None

    def _refuse(self, array: Array, producer: str | None, found: int, expected: int) -> None:
        kind = f"torch.{of(array).title}Tensor"
        raise errors.modified_in_place(kind, array.shape, producer, found, expected)


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
    if target._accumulator is None:
        target._accumulator = AccumulateGrad(target)
    return target._accumulator


def spoken(node: Node) -> str:
    """A node's name inside the in-place error: without the suffix `Backward0`."""
    name = node.name()
    return "torch::autograd::CopySlices" if name == "CopySlices" else _SUFFIX.sub("", name)


def producer_of(tensor: "Tensor") -> str | None:
    """Which output of which operation a tensor is; None for a leaf."""
    node = tensor.grad_fn
    return None if node is None else f"output {tensor.output_nr} of {spoken(node)}"


def _matching(array: Array, dtype: Any) -> Array:
    """An operand in the type that the operation computed in."""
    if dtype is None or array.dtype is dtype or array.dtype.kind == "b":
        return array
    return array.astype(dtype)
