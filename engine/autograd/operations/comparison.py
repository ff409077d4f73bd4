"""Comparisons and logic: results of type bool, which carry no gradient."""

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.autograd.operations.promotion import operands
from engine.autograd.tensor import Tensor, as_array


def _comparing(compare: Callable[[Any, Any], Any], symbol: str) -> Callable[[Any, Any], Tensor]:
    def function(input: Any, other: Any) -> Tensor:
        arrays = operands(input, other)
        return Tensor(as_array(compare(*arrays)))

    function.__doc__ = f"Whether `input {symbol} other`, for each pair of elements."
    return function


eq = _comparing(np.equal, "==")
ne = _comparing(np.not_equal, "!=")
lt = _comparing(np.less, "<")
le = _comparing(np.less_equal, "<=")
gt = _comparing(np.greater, ">")
ge = _comparing(np.greater_equal, ">=")
logical_and = _comparing(np.logical_and, "and")
logical_or = _comparing(np.logical_or, "or")
logical_xor = _comparing(np.logical_xor, "differs in truth from")


def logical_not(input: Tensor) -> Tensor:
    """Whether an element is zero."""
    return Tensor(as_array(np.logical_not(input.array)))


def equal(input: Tensor, other: Tensor) -> bool:
    """Whether two tensors have the same shape and elements."""
    return bool(np.array_equal(input.array, other.array))


def isclose(
    input: Tensor,
    other: Tensor,
    rtol: float = 1e-05,
    atol: float = 1e-08,
    equal_nan: bool = False,
) -> Tensor:
    """Whether elements are within `atol + rtol * |other|` of each other.

    Raises:
        RuntimeError: when the types differ, and for negative tolerances.
    """
    if input.array.dtype != other.array.dtype:
        raise RuntimeError(f"{input.dtype.title} did not match {other.dtype.title}")
    for name, tolerance in (("rtol", rtol), ("atol", atol)):
        if tolerance < 0:
            raise RuntimeError(
                f"{name} must be greater than or equal to zero, but got {tolerance:g}"
            )
    left, right = operands(input, other)
    return Tensor(as_array(np.isclose(left, right, rtol, atol, equal_nan)))


def allclose(
    input: Tensor,
    other: Tensor,
    rtol: float = 1e-05,
    atol: float = 1e-08,
    equal_nan: bool = False,
) -> bool:
    """Whether all elements are close, as `isclose` says it."""
    return bool(isclose(input, other, rtol, atol, equal_nan).array.all())


def isnan(input: Tensor) -> Tensor:
    """Whether an element is nan."""
    return Tensor(as_array(np.isnan(input.array)))


def isinf(input: Tensor) -> Tensor:
    """Whether an element is infinite."""
    return Tensor(as_array(np.isinf(input.array)))


def isfinite(input: Tensor) -> Tensor:
    """Whether an element is neither nan nor infinite."""
    return Tensor(as_array(np.isfinite(input.array)))
