"""The type that operands are computed in, and the check that their shapes broadcast."""

from typing import Any

import numpy as np

from engine.autograd.context import current
from engine.autograd.dtypes import Array, DType, float32, of, of_number, promoted
from engine.autograd.operations.dimensions import broadcast
from engine.autograd.tensor import Tensor


def common_type(left: Any, right: Any) -> DType:
    """The type two operands are computed in: dimensions outrank 0-d tensors, those numbers."""
    standings: dict[int, DType] = {}
    for value in (left, right):
        if isinstance(value, Tensor):
            standing, dtype = (0 if value.array.ndim else 1), of(value.array)
        else:
            standing, dtype = 2, of_number(value)
        held = standings.get(standing)
        standings[standing] = dtype if held is None else promoted(held, dtype)
    ordered = [standings[key] for key in sorted(standings)]
    common = ordered[0]
    for dtype in ordered[1:]:
        # A lower standing counts only when it is of a higher category.
        if dtype.category > common.category:
            common = dtype
    return common


def operands(left: Any, right: Any, *, floating: bool = False) -> list[Any]:
    """The arrays and numbers to compute with, in their common type; checks that shapes broadcast.

    Args:
        left: a Tensor or number.
        right: a Tensor or number; at least one is a Tensor.
        floating: whether integers are to become floating point, as in a division.
    """
    if isinstance(left, Tensor) and isinstance(right, Tensor):
        a, b = left.array, right.array
        if a.shape != b.shape:
            sizes = broadcast(a.shape, b.shape)
            current().allow(int(np.prod(sizes)))
        if a.dtype is b.dtype and (not floating or a.dtype.kind == "f"):
            return [a, b]
        common = common_type(left, right)
    else:
        tensor, number = (left, right) if isinstance(left, Tensor) else (right, left)
        array = tensor.array
        if array.dtype.kind == "f":
            # NumPy takes a Python number in the array's type, as PyTorch does.
            return [array, number] if tensor is left else [number, array]
        common = common_type(left, right)
    if floating and not common.is_floating_point:
        common = float32
    return [_in_type(value, common) for value in (left, right)]


def _in_type(value: Any, dtype: DType) -> Array:
    array = value.array if isinstance(value, Tensor) else value
    return np.asarray(array, dtype.numpy)


def to_floating(array: Array) -> Array:
    """An array as it is if it is floating point, else in float32."""
    return array if array.dtype.kind == "f" else array.astype(np.float32)
