"""The named rules of a backward pass, as one object that is swapped as a whole for a run.

The default is PyTorch. What old PyTorch did, and what people wrongly believe PyTorch does, are
other objects of the same kind; operations, graph and traversal do not know which one is in force.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from engine.autograd import errors
from engine.autograd.operations.summation import summed

Shape: TypeAlias = tuple[int, ...]
# An array in an ordinary pass, a Tensor with create_graph=True.
Value: TypeAlias = Any
# The number of a gradient among the gradients, and of its output among the outputs.
Places: TypeAlias = Callable[[], tuple[int, int]]


def summed_to(value: Value, shape: Shape) -> Value:
    """Undo broadcasting: sum a cotangent down to the shape its operand had.

    Args:
        value: an array or Tensor whose shape `shape` broadcasts to.
        shape: the operand's shape.

    Returns:
        The sums, of exactly that shape.
    """
    recorded = hasattr(value, "grad_fn")
    leading = len(value.shape) - len(shape)
    if leading == 1 and shape and value.shape[1:] == shape and not recorded:
        return value.sum(axis=0)
    axes = tuple(range(leading)) + tuple(
        leading + axis
        for axis, size in enumerate(shape)
        if size == 1 and value.shape[leading + axis] != 1
    )
    if axes:
        if recorded and not shape:
            return value.sum()
        value = value.sum(axes, True) if recorded else summed(value, axes, keepdim=True)
    return value.reshape(shape) if leading else value


def exact_shape(gradient: Value, shape: Shape, places: Places) -> Value:
    """PyTorch since 1.4: a gradient must have its output's shape."""
    given = gradient.array if hasattr(gradient, "array") else gradient
    if given.shape != shape:
        raise errors.gradient_shape(*places(), gradient.shape, shape)
    return gradient


def summed_shape(gradient: Value, shape: Shape, places: Places) -> Value:
    """PyTorch 1.0-1.3: a gradient that the output broadcasts to is summed to the output's shape."""
    given = tuple(gradient.shape)
    fits = len(given) >= len(shape) and all(
        size in (1, other) for size, other in zip(reversed(shape), reversed(given), strict=False)
    )
    if not fits:
        raise errors.legacy_gradient_shape(places()[0], given, shape)
    return gradient if given == shape else summed_to(gradient, shape)


def added(old: Value, new: Value) -> Value:
    """A gradient becomes the sum of what was held and what arrives."""
    return old + new


def zeros(array: Value) -> None:
    """`zero_()` writes zeros and keeps the object."""
    array.fill(0)


def released_unless_retained(retain_graph: bool) -> bool:
    """A node gives up what it saved as soon as it has run, unless the graph is retained."""
    return not retain_graph


def leaves_and_retained(is_leaf: bool, retains_grad: bool) -> bool:
    """Leaves keep a gradient, and so does a tensor that was told to with `retain_grad()`."""
    return is_leaf or retains_grad


@dataclass(frozen=True, slots=True)
class Rules:
    """What a backward pass does where people hold different beliefs.

    Attributes:
        start: (gradient, output's shape, where to look up their numbers) -> the cotangent that an
            output starts with.
        accumulate: (held, arriving) -> what a tensor's `.grad` becomes.
        zero: what `zero_()` does to the array it is called on.
        unbroadcast: (cotangent, operand's shape) -> the cotangent of an operand that was broadcast.
        release: retain_graph -> whether a node gives up its saved values after it has run.
        keeps_grad: (is_leaf, retains_grad) -> whether a tensor's `.grad` is filled.
    """

    start: Callable[[Value, Shape, Places], Value] = exact_shape
    accumulate: Callable[[Value, Value], Value] = added
    zero: Callable[[Value], None] = zeros
    unbroadcast: Callable[[Value, Shape], Value] = summed_to
    release: Callable[[bool], bool] = released_unless_retained
    keeps_grad: Callable[[bool, bool], bool] = leaves_and_retained


PYTORCH: Final = Rules()
LEGACY: Final = replace(PYTORCH, start=summed_shape)
