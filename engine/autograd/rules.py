"""The named rules of a backward pass, as one object that is swapped as a whole for a run.

The default is PyTorch. What old PyTorch did, and what people wrongly believe PyTorch does, are
other objects of the same kind; operations, graph and traversal do not know which one is in force.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engine.autograd import errors
from engine.autograd.dtypes import DType, float32
from engine.autograd.operations.summation import summed
from engine.autograd.step import Step

if TYPE_CHECKING:
    from engine.autograd.tensor import Tensor

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


def zeros(tensor: "Tensor", owner: "Tensor | None") -> None:  # noqa: ARG001 - others look at the owner
    """`zero_()` writes zeros and keeps the object."""
    tensor.array.fill(0)


def dropped(tensor: "Tensor") -> None:
    """`x.grad = None` leaves no gradient."""
    tensor.held_grad = None


def released_unless_retained(retain_graph: bool) -> bool:
    """A node gives up what it saved as soon as it has run, unless the graph is retained."""
    return not retain_graph


def leaves_and_retained(is_leaf: bool, retains_grad: bool) -> bool:
    """Leaves keep a gradient, and so does a tensor that was told to with `retain_grad()`."""
    return is_leaf or retains_grad


@dataclass(frozen=True, slots=True)
class Rules:
    """What a program does where people hold different beliefs.

    A rule that is None in PyTorch's own object is asked nothing at all there.

    Attributes:
        start: (gradient, output's shape, where to look up their numbers) -> the cotangent that an
            output starts with.
        send: (starting cotangent, retain_graph) -> the cotangent that a backward call sends.
        begin: (tensor that holds a gradient) -> what becomes of it when a backward call begins.
        local: (step) -> what a node sends on, in place of its own formulas.
        accumulate: (held, arriving) -> what a tensor's `.grad` becomes.
        unbroadcast: (cotangent, operand's shape) -> the cotangent of an operand that was broadcast.
        release: retain_graph -> whether a node gives up its saved values after it has run.
        keeps_grad: (is_leaf, retains_grad) -> whether a tensor's `.grad` is filled.
        absent: (tensor, the sum of the cotangents that arrived at it, or None) -> what `.grad` reads
            where nothing is held, and `autograd.grad` gives where nothing arrives.
        zero: (tensor, the tensor whose gradient it is, or None) -> what `zero_()` does.
        drop: (tensor) -> what `x.grad = None` does.
        detached: (tensor) -> what `detach()` and `.data` give.
        leaf: (requires_grad, has a grad_fn) -> what `is_leaf` says.
        made: (leaf that requires a gradient) -> what happens to it when it is made.
        switches: whether `no_grad` and its kin have an effect.
        updates: whether `.data = ...`, and writing to leaves in place, changes them.
        guards: whether leaves that require a gradient are guarded against being written to in place,
            and what was saved of them against such changes.
        records: whether `create_graph=True` records the backward pass.
        fills: whether `autograd.grad` adds to `.grad` as well.
        forgiving: whether a program goes on where PyTorch raises: a vector output without gradient
            gets ones, nothing to differentiate does nothing, saved values may have been changed in
            place, and so may leaves.
        turns: how many turns more, or fewer, each loop of the program takes.
        default_dtype: the type of tensors made of Python's floats.
    """

    start: Callable[[Value, Shape, Places], Value] = exact_shape
    send: Callable[["Tensor", bool], "Tensor"] | None = None
    begin: Callable[["Tensor"], None] | None = None
    local: Callable[[Step], Sequence[Value]] | None = None
    accumulate: Callable[[Value, Value], Value] = added
    unbroadcast: Callable[[Value, Shape], Value] = summed_to
    release: Callable[[bool], bool] = released_unless_retained
    keeps_grad: Callable[[bool, bool], bool] = leaves_and_retained
    absent: Callable[["Tensor", Value], "Tensor | None"] | None = None
    zero: Callable[["Tensor", "Tensor | None"], None] = zeros
    drop: Callable[["Tensor"], None] = dropped
    detached: Callable[["Tensor"], "Tensor"] | None = None
    leaf: Callable[[bool, bool], bool] | None = None
    made: Callable[["Tensor"], None] | None = None
    switches: bool = True
    updates: bool = True
    guards: bool = True
    records: bool = True
    fills: bool = False
    forgiving: bool = False
    turns: int = 0
    default_dtype: DType = float32


PYTORCH: Final = Rules()
LEGACY: Final = replace(PYTORCH, start=summed_shape)
