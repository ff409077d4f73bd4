"""The type that Python's numbers have in a run."""

from typing import Any

from engine.autograd.context import current
from engine.autograd.dtypes import DType, bool_, int64


def default_type() -> DType:
    """The type of tensors made of Python's floats: float32, unless the rules of the run say another."""
    return current().rules.default_dtype


def of_number(value: Any) -> DType:
    """The type a Python number has before it meets a tensor: bool, int64 or the default."""
    if isinstance(value, bool):
        return bool_
    return int64 if isinstance(value, int) else default_type()
