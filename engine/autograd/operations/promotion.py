"""The type that operands are computed in, and the check that their shapes broadcast."""

import math
from functools import lru_cache
from typing import Any, Final

import numpy as np

from engine.autograd.batch import number_as
from engine.autograd.context import current
from engine.autograd.default_type import default_type, of_number
from engine.autograd.dtypes import Array, DType, of, of_type_number, promoted
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
    """The arrays to compute with, in their common type; checks that shapes broadcast.

    Args:
        left: a Tensor or number.
        right: a Tensor or number; at least one is a Tensor.
        floating: whether integers are to become floating point, as in a division.
    """
    if isinstance(left, Tensor):
        a = left.array
        if isinstance(right, Tensor):
            b = right.array
            if a.shape != b.shape:
                check_broadcast(a.shape, b.shape)
            if a.dtype is b.dtype and (not floating or a.dtype.kind == "f"):
                return [a, b]
        elif a.dtype.kind == "f":
            return [a, number_in(right, a.dtype)]
    elif right.array.dtype.kind == "f":
        return [number_in(left, right.array.dtype), right.array]
    common = common_type(left, right)
    if floating and not common.is_floating_point:
        common = default_type()
    return [_in_type(value, common) for value in (left, right)]


def number_in(number: Any, dtype: np.dtype[Any]) -> Any:
    """A Python number as a 0-d array of a floating-point type.

    NumPy takes a Python number in an array's type too, but works that out anew each time.
    """
    if type(number) in _PLAIN and number:
        return _held(number, dtype.num)
    return number_as(number, dtype)


_PLAIN: Final = frozenset({int, float})


@lru_cache(maxsize=1024)
def _held(number: float, type_number: int) -> Array:
    array = np.array(number, of_type_number(type_number).numpy)
    array.flags.writeable = False
    return array


def check_broadcast(left: tuple[int, ...], right: tuple[int, ...]) -> None:
    """Check that shapes broadcast, and that what they broadcast to may be made."""
    longer, shorter = (left, right) if len(left) >= len(right) else (right, left)
    if longer[len(longer) - len(shorter) :] != shorter:
        current().allow(math.prod(broadcast(left, right)))


def _in_type(value: Any, dtype: DType) -> Array:
    if isinstance(value, Tensor):
        return value.array.astype(dtype.numpy, copy=False)
    return number_as(value, dtype.numpy)


def to_floating(array: Array) -> Array:
    """An array as it is if it is floating point, else in the default type."""
    return array if array.dtype.kind == "f" else array.astype(default_type().numpy)
