"""Numbers written to where a mask holds, and choices between two tensors."""

from typing import Any

import numpy as np

from engine.autograd import errors
from engine.autograd.context import current
from engine.autograd.in_place import write
from engine.autograd.operations import selection
from engine.autograd.operations.dimensions import broadcast
from engine.autograd.operations.gathering import nonzero_of_each
from engine.autograd.operations.numbers import number_within
from engine.autograd.tensor import Tensor


def masked_fill(input: Tensor, mask: Tensor, value: Any, *, in_place: bool = False) -> Tensor:
    """A number, or a 0-d tensor, in the tensor's own type wherever a mask holds.

    Raises:
        RuntimeError: for a mask that is none, a value with dimensions or one that does not fit the
            type, and shapes that do not broadcast.
    """
    if mask.array.dtype.kind != "b":
        raise RuntimeError(
            f"masked_fill_ only supports boolean masks, but got mask with dtype {mask.dtype.c_name}"
        )
    shape = broadcast(mask.array.shape, input.array.shape)
    current().allow(int(np.prod(shape)))
    kind = input.array.dtype
    if isinstance(value, Tensor):
        if value.ndim:
            raise RuntimeError(
                "masked_fill_ only supports a 0-dimensional value tensor, but got tensor with "
                f"{value.ndim} dimension(s)."
            )
        inputs = (input, mask, value)
        arrays = [input.array, mask.array, value.array.astype(kind)]
        if in_place:
            return write(selection.masked_fill_tensor, inputs, {}, arrays)
        result: Tensor = selection.masked_fill_tensor.apply(inputs, {}, arrays)
        return result
    options = {"value": number_within(value, input.dtype)}
    if in_place:
        return write(selection.masked_fill_number, (input, mask), options)
    filled: Tensor = selection.masked_fill_number(input, mask, **options)
    return filled


def where(condition: Tensor, input: Any, other: Any) -> Tensor:
    """One value where a condition holds, another elsewhere.

    Raises:
        RuntimeError: for a condition that is none, and shapes that do not broadcast.
    """
    array = condition.array
    if array.dtype.kind != "b":
        if array.dtype != np.uint8:
            raise RuntimeError(
                "where expected condition to be a boolean tensor, but got a tensor with dtype "
                f"{condition.dtype.title}"
            )
        current().warn(errors.BYTE_CONDITION, once=True)
        condition = Tensor(array != 0)
    result: Tensor = selection.where(condition, input, other)
    return result


def positions(condition: Tensor) -> tuple[Tensor, ...]:
    """Where a condition holds: the positions, one vector for each dimension."""
    return nonzero_of_each(condition)
