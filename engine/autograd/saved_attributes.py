"""What a node saved, as a program may look at it: `y.grad_fn._saved_self` and the like."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd.errors import Unsupported
from engine.autograd.node import Node
from engine.autograd.node_hooks import Observed
from engine.autograd.recipe import Recipe
from engine.autograd.saved import tensors_of
from engine.autograd.tensor import Tensor

NAMES: Final = (
    "self", "other", "result", "exponent", "condition", "mat2", "vec", "tensor", "target", "weight",
)  # fmt: skip
"""The inputs that a program may ask for, by PyTorch's names of them."""


def saved_value(node: Node, name: str) -> Any:
    """A saved input or output of an operation.

    Args:
        node: one use of the operation.
        name: the input's name, or "result".

    Returns:
        The tensor, or None where this use saved nothing under the name.

    Raises:
        AttributeError: when the operation never saves anything under the name.
        RuntimeError: when what was saved has been released or written to.
        Unsupported: for operands that were numbers, whose type is not known any more.
    """
    operation = node.operation.observed if isinstance(node.operation, Observed) else node.operation
    if isinstance(operation, Recipe):
        place = operation.places.get(name)
        if place is not None:
            value = tensors_of(node, False)[place]
            if not isinstance(value, Tensor):
                raise Unsupported("a look at the number that an operation saved")
            return value
        if name in operation.readable:
            return None
    raise AttributeError(f"'{node.name()}' object has no attribute '_saved_{name}'")


def _reading(name: str) -> Callable[[Node], Any]:
    return lambda node: saved_value(node, name)


def install() -> None:
    """Give the class Node a property for each name."""
    for name in NAMES:
        setattr(Node, f"_saved_{name}", property(_reading(name)))
