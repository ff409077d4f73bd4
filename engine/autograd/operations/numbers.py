"""Python's numbers as elements of a type, and the bounds that PyTorch holds them to."""

import math
from typing import Any, Final

import numpy as np

from engine.autograd import errors
from engine.autograd.batch.alignment import NUMBERS
from engine.autograd.dtypes import DType

# What the compiler calls the types of elements, which messages say.
_NAMES: Final = {
    "uint8": "uint8_t", "int8": "int8_t", "int16": "int16_t", "int32": "int", "int64": "int64_t",
    "float16": "c10::Half", "float32": "float", "float64": "double",
}  # fmt: skip


def number_within(value: Any, dtype: DType, *, plain_name: bool = False) -> Any:
    """A number as an element of a type: cut off after the point for integers, wrapped below zero.

    Args:
        value: a number; one that varies between variants is left as it is.
        dtype: the type of the elements.
        plain_name: whether a message calls the type by PyTorch's own name.

    Raises:
        RuntimeError: for a number that is too large.
    """
    if type(value) in NUMBERS or (dtype.category == 2 and not math.isfinite(value)):
        return value
    if dtype.category == 0:
        return bool(value)
    if dtype.category == 2:
        if abs(value) > float(np.finfo(dtype.numpy).max):
            raise _overflow(dtype, plain_name)
        return value
    bounds = np.iinfo(dtype.numpy)
    lowest = -int(bounds.max) if bounds.min == 0 else int(bounds.min)
    if not math.isfinite(value) or not lowest <= int(value) <= bounds.max:
        raise _overflow(dtype, plain_name)
    return int(value) % 2**8 if bounds.min == 0 else int(value)


def _overflow(dtype: DType, plain_name: bool) -> RuntimeError:
    return RuntimeError(errors.OVERFLOW.format(dtype.name if plain_name else _NAMES[dtype.name]))
