"""The node of a custom function's call, and the backward pass through it."""

from typing import Any, Final, NamedTuple, Protocol

import numpy as np

from engine.autograd import errors
from engine.autograd.custom.context import CallRecord, FunctionContext, record_of
from engine.autograd.dtypes import Array
from engine.autograd.errors import functions as function_errors
from engine.autograd.node import Edge, NodeOfSeveral
from engine.autograd.tensor import Tensor

# Stands where an output is no tensor.
_NO_ARRAY: Final = np.zeros(0)


class FunctionNode(NodeOfSeveral):
    """A node whose attributes are also those of the call's `ctx`, which PyTorch has as one.

    Attributes:
        context: the `ctx`.
    """

    __slots__ = ("context",)

    def __init__(
        self,
        operation: "FunctionBackward",
        place: "Place",
        context: FunctionContext,
        outputs: tuple[Any, ...],
    ) -> None:
        """Record a call.

        Args:
            operation: the function's.
            place: where in the graph the call stands.
            context: its `ctx`.
            outputs: what `forward` returned; what is no tensor has no gradient either.
        """
        arrays = [value.array if isinstance(value, Tensor) else _NO_ARRAY for value in outputs]
        described = [(array.shape, array.dtype) for array in arrays]
        super().__init__(operation, place.sequence, place.edges, described)
        self.context = context

    def __getattr__(self, name: str) -> Any:
        return getattr(self.context, name)

    def __repr__(self) -> str:
        return f"<torch.autograd.function.{self.name()} object at {id(self):#x}>"

    def release(self) -> None:
        """Give up what `save_for_backward` kept; a call that kept nothing can be run again."""
        record = record_of(self.context)
        if record.kept:
            record.kept = ()
            record.freed = True


class Place(NamedTuple):
    """Where in the graph a call stands, as it is before its forward runs.

    Attributes:
        sequence: its number in the order of creation.
        edges: where the gradient of each tensor among the arguments goes.
    """

    sequence: int
    edges: tuple[Edge | None, ...]


class Differentiable(Protocol):
    """What the node needs to know of a function's class."""

    @classmethod
    def differentiate(cls, ctx: FunctionContext, *grad_outputs: Any) -> Any:
        """The gradients of the inputs, as the program computes them."""


class FunctionBackward:
    """The operation that stands for one custom function.

    Attributes:
        name: PyTorch's name of its nodes: the function's and `Backward`.
    """

    __slots__ = ("_function", "name")

    def __init__(self, function: type[Differentiable], name: str) -> None:
        self._function = function
        self.name = name

    def pull_back(self, node: FunctionNode, cotangent: Any, as_tensors: bool) -> list[Any]:
        """Run the function's own `backward` on Tensors and check what it returns.

        Args:
            node: the call.
            cotangent: one for each output; None where nothing arrived.
            as_tensors: whether values are Tensors (create_graph) or arrays.

        Returns:
            For each tensor among the inputs its gradient, or None.

        Raises:
            RuntimeError: for a wrong number of gradients, or one of a wrong kind or shape.
        """
        record = record_of(node.context)
        # Of a write to a part of a tensor, there is one output and its cotangent stands alone.
        cotangents = cotangent if isinstance(cotangent, list) else [cotangent]
        found = self._function.differentiate(node.context, *_shown(record, node, cotangents))
        gradients = found if isinstance(found, tuple) else (found,)
        sent = _of_tensors(_counted(gradients, record, self.name), record, self.name)
        for index, (edge, gradient) in enumerate(zip(node.edges, sent, strict=True)):
            if edge is not None and gradient is not None:
                _check_shape(edge, gradient, index, self.name)
        return [
            None if edge is None or g is None else (g if as_tensors else _own(g.array))
            for edge, g in zip(node.edges, sent, strict=True)
        ]


def _shown(record: CallRecord, node: FunctionNode, cotangents: list[Any]) -> list[Tensor | None]:
    """The gradients as the program's `backward` sees them."""
    shown: list[Tensor | None] = []
    for g, output, is_tensor in zip(cotangents, node.outputs, record.outputs, strict=True):
        if g is not None:
            shown.append(g if isinstance(g, Tensor) else Tensor(g))
        elif record.materialize and is_tensor:
            shown.append(Tensor(np.zeros(output.shape, output.dtype)))
        else:
            shown.append(None)
    return shown


def _counted(gradients: tuple[Any, ...], record: CallRecord, name: str) -> tuple[Any, ...]:
    """Exactly one gradient for each argument; what is left over may be None."""
    wanted = len(record.tensors)
    if len(gradients) > wanted and all(g is None for g in gradients[wanted:]):
        return gradients[:wanted]
    if len(gradients) != wanted:
        raise RuntimeError(function_errors.NUMBER_OF_GRADIENTS.format(name, wanted, len(gradients)))
    return gradients


def _of_tensors(gradients: tuple[Any, ...], record: CallRecord, name: str) -> list[Tensor | None]:
    """The gradients of those arguments that are tensors."""
    sent: list[Tensor | None] = []
    for position, (gradient, is_tensor) in enumerate(
        zip(gradients, record.tensors, strict=True), 1
    ):
        if not is_tensor:
            if gradient is not None:
                raise RuntimeError(function_errors.GRADIENT_OF_NO_TENSOR.format(name, position))
        elif gradient is not None and not isinstance(gradient, Tensor):
            raise RuntimeError(function_errors.GRADIENT_KIND.format(type(gradient).__name__))
        else:
            sent.append(gradient)
    return sent


def _check_shape(edge: Edge, gradient: Tensor, index: int, name: str) -> None:
    """A gradient must have its input's shape, or one that sums down to it."""
    wanted: tuple[int, ...] = edge.array.shape if isinstance(edge, Tensor) else edge.shape
    given = gradient.array.shape
    fits = len(given) >= len(wanted) and all(
        size in (1, other) for size, other in zip(reversed(wanted), reversed(given), strict=False)
    )
    if not fits:
        raise RuntimeError(
            function_errors.INVALID_GRADIENT.format(
                name, index, errors.sizes(given), errors.sizes(wanted)
            )
        )


def _own(array: Array) -> Array:
    """An array that no leaf may take for a view of its own: the program may hold the tensor."""
    return array if getattr(array, "base", None) is None else array.copy()
