"""What a tensor does with the gradient that arrives at it."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from engine.autograd.context import Run
from engine.autograd.operations.dimensions import broadcast
from engine.autograd.operations.memory import clone, copy
from engine.autograd.tensor import Tensor

Value: TypeAlias = Any


def to_tensor(value: Value) -> Tensor:
    """The Tensor of a cotangent, whichever form the pass works on."""
    return value if isinstance(value, Tensor) else Tensor(value)


def accumulate(
    run: Run, leaf: Tensor, value: Value, free: bool, is_held: Callable[[Value], bool]
) -> None:
    """Add a gradient to a leaf's `.grad`.

    The first one is stored as memory of its own, which may be its own already; unless it is a view
    that nothing else holds: that PyTorch keeps as it is, so it shares memory with the gradient it
    was made of. Later ones are
    added in place, so a program that kept `x.grad` sees it change; with create_graph=True the sum
    is a new tensor with a history.

    Args:
        run: the run in progress.
        leaf: the leaf; one that no longer requires a gradient is left alone.
        value: the gradient, of the leaf's shape and type; a Tensor with create_graph=True.
        free: whether it is memory of its own, as a leaf's is, that nobody else holds.
        is_held: whether something else holds a gradient.
    """
    if not leaf.needs_grad or not run.rules.keeps_grad(True, False):
        return
    held = leaf.held_grad
    if run.reshaped and value.shape != leaf.array.shape:
        value = _spread(value, leaf.array.shape)
    if isinstance(value, Tensor):
        leaf.hold(_copied(value) if held is None else run.rules.accumulate(held, value))
    elif held is None:
        kept = free or _may_be_kept(leaf, value, is_held)
        leaf.held_grad = Tensor(value if kept else value.copy())
        if run.holders is not None:
            run.holders.append(leaf)
    else:
        memory = held.array
        memory[...] = run.rules.accumulate(memory, value)
        held.counter().count += 1


def _spread(value: Value, shape: tuple[int, ...]) -> Value:
    """A gradient for a leaf that was given another shape since, broadcast to that as PyTorch does.

    Raises:
        RuntimeError: when it does not broadcast.
    """
    array = to_tensor(value).array
    broadcast(shape, array.shape)
    spread = np.broadcast_to(array, shape).copy()
    return Tensor(spread) if isinstance(value, Tensor) else spread


def _may_be_kept(leaf: Tensor, value: Value, is_held: Callable[[Value], bool]) -> bool:
    if getattr(value, "base", None) is None or leaf.hooks or not value.flags.writeable:
        return False
    layout = zip(value.shape, value.strides, leaf.array.strides, strict=True)
    if any(size != 1 and stride != wanted for size, stride, wanted in layout):
        return False
    return not is_held(value)


def retain(run: Run, tensor: Tensor, gradient: Tensor) -> None:
    """Fill the `.grad` of a tensor that asked for it; the sum is always a new tensor."""
    if not run.rules.keeps_grad(False, True):
        return
    held = tensor.held_grad
    tensor.hold(clone(gradient) if held is None else run.rules.accumulate(held, gradient))


def _copied(gradient: Tensor) -> Tensor:
    """Memory of its own with the gradient's history."""
    copied: Tensor = copy(Tensor(np.empty_like(gradient.array, order="C")), gradient)
    return copied
