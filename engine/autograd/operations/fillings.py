"""Writing whole tensors: `zero_`, `fill_`, `copy_`."""

from typing import Any

from engine.autograd import errors
from engine.autograd.context import current
from engine.autograd.in_place import refuse_writing, write
from engine.autograd.operations.dimensions import broadcast
from engine.autograd.operations.memory import copy, fill_number, fill_tensor, zero
from engine.autograd.tensor import Tensor


def zero_(input: Tensor) -> Tensor:
    """Write zeros, in place, by the rule of the run."""
    recorded = current().grad_enabled and input.requires_grad
    if recorded:
        return write(zero, (input,), {})
    run = current()
    owners = (held for held in run.holders or () if held.held_grad is input)
    run.rules.zero(input, next(owners, None))
    input.counter().count += 1
    return input


def fill_(input: Tensor, value: Any) -> Tensor:
    """Write one number everywhere, in place.

    Raises:
        RuntimeError: for a tensor with dimensions as value.
    """
    if isinstance(value, Tensor):
        if value.ndim:
            raise RuntimeError(
                "fill_ only supports 0-dimension value tensor but got tensor with "
                f"{value.ndim} dimensions."
            )
        return write(fill_tensor, (input, value), {})
    return write(fill_number, (input,), {"value": value})


def copy_(input: Tensor, src: Tensor, non_blocking: bool = False) -> Tensor:  # noqa: ARG001
    """Write another tensor's elements, broadcast, in place.

    Raises:
        RuntimeError: when the shapes do not fit.
    """
    if not isinstance(src, Tensor):
        raise errors.not_a_tensor("copy_", "other", 1, src)
    try:
        shape = broadcast(input.array.shape, src.array.shape)
    except RuntimeError:
        refuse_writing(input, src)
        raise
    if shape != input.array.shape:
        refuse_writing(input, src)
        raise errors.written_misfit(input.array.shape, shape)
    return write(copy, (input, src), {})
