"""Hooks on whole nodes, and on leaves after their gradient was added.

A node with hooks of its own gets an operation that wraps its own, so that those without pay nothing.
"""

from collections.abc import Callable, Sequence
from typing import Any

from engine.autograd import errors
from engine.autograd.context import current
from engine.autograd.hooks import Registered, RemovableHandle, check_replacement
from engine.autograd.node import AccumulateGrad, Node, NodeOfSeveral, Operation
from engine.autograd.tensor import Tensor, as_array

Gradients = tuple[Tensor | None, ...]


class Observed:
    """The operation of a node with hooks.

    Attributes:
        before: hooks that see what arrives at the node, and may replace it.
        observed: the operation that the node had before.
        after: hooks that see what the node sends on and what had arrived, and may replace the first.
    """

    __slots__ = ("after", "before", "observed")

    def __init__(self, operation: Operation) -> None:
        self.observed = operation
        self.before: list[Registered] = []
        self.after: list[Registered] = []

    @property
    def name(self) -> str:
        """PyTorch's name of the node."""
        return self.observed.name

    def pull_back(self, node: Node, cotangent: Any, as_tensors: bool) -> Sequence[Any]:
        """What the operation sends on, as its hooks left it.

        Args:
            node: one application of the operation.
            cotangent: the output's, or a list of those of several outputs.
            as_tensors: whether values are Tensors (create_graph) or arrays.

        Raises:
            TypeError: when a hook returns no tuple of tensors.
            RuntimeError: when it returns another number of them, or other shapes or types.
        """
        several = isinstance(node, NodeOfSeveral)
        arrived = _tensors(cotangent if several else [cotangent])
        for hook in tuple(self.before):
            arrived = _replaced(hook, arrived, hook.function(arrived))
        values = arrived if as_tensors else _arrays(arrived)
        sent = self.observed.pull_back(node, list(values) if several else values[0], as_tensors)
        if not self.after:
            return sent
        leaving = _tensors(_fitted(node, sent))
        for hook in tuple(self.after):
            leaving = _replaced(hook, leaving, hook.function(leaving, arrived))
        return leaving if as_tensors else _arrays(leaving)


def register_after(node: Node, hook: Callable[..., Any]) -> RemovableHandle:
    """Call a function with what a node sends on, and with what had arrived there."""
    return RemovableHandle(_observed(node).after, hook)


def register_before(node: Node, hook: Callable[..., Any]) -> RemovableHandle:
    """Call a function with what arrives at a node."""
    return RemovableHandle(_observed(node).before, hook)


def _observed(node: Node) -> Observed:
    operation = node.operation
    if not isinstance(operation, Observed):
        operation = Observed(operation)
        node.operation = operation
        node.fits = False
    return operation


def _tensors(values: Sequence[Any]) -> Gradients:
    return tuple(
        value if value is None or isinstance(value, Tensor) else Tensor(as_array(value))
        for value in values
    )


def _arrays(tensors: Gradients) -> tuple[Any, ...]:
    return tuple(None if tensor is None else tensor.array for tensor in tensors)


def _fitted(node: Node, sent: Sequence[Any]) -> list[Any]:
    """What a node sends on, in the shapes of its inputs."""
    unbroadcast = current().rules.unbroadcast
    fitted: list[Any] = []
    for edge, value in zip(node.edges, sent, strict=True):
        shape: Any = edge.array.shape if isinstance(edge, Tensor) else getattr(edge, "shape", None)
        fits = edge is None or value is None or value.shape == shape
        fitted.append(value if fits else unbroadcast(value, shape))
    return fitted


def _replaced(hook: Registered, values: Gradients, result: Any) -> Gradients:
    if result is None:
        return values
    if not isinstance(result, tuple):
        raise TypeError(errors.HOOK_KIND.format(type(result).__name__))
    if len(result) != len(values):
        raise RuntimeError(errors.HOOK_COUNT.format(hook.name(), len(result), len(values)))
    for value, replacement in zip(values, result, strict=True):
        if replacement is not None:
            check_replacement(hook, value, replacement)
    return result


def register_after_accumulation(tensor: Tensor, hook: Callable[[Tensor], Any]) -> RemovableHandle:
    """Call a function with a leaf each time its `.grad` has been filled.

    Args:
        tensor: the leaf.
        hook: takes the leaf.

    Returns:
        A handle whose `remove()` takes the hook away.

    Raises:
        RuntimeError: when the tensor does not require a gradient, or is no leaf.
    """
    if not tensor.requires_grad:
        raise RuntimeError(errors.HOOK_WITHOUT_GRAD)
    if tensor.grad_fn is not None:
        raise RuntimeError(errors.HOOK_AFTER_NON_LEAF)
    return RemovableHandle(_accumulator_of(tensor).after, hook)


def run_after_accumulation(leaf: Tensor) -> None:
    """Call the hooks of a leaf whose `.grad` was filled.

    Raises:
        TypeError: when a hook returns something.
    """
    if leaf.accumulator is None:
        return
    for hook in tuple(leaf.accumulator.after):
        result = hook.function(leaf)
        if result is not None and not isinstance(result, Tensor):
            raise TypeError(errors.HOOK_RETURNED.format(type(result).__name__))


def _accumulator_of(leaf: Tensor) -> AccumulateGrad:
    if leaf.accumulator is None:
        leaf.accumulator = AccumulateGrad(leaf)
    return leaf.accumulator
