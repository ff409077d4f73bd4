# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Elements brought between bounds, which are numbers or tensors."""

from typing import Any, Final

import numpy as np

from engine.autograd.batch import number_as
from engine.autograd.dtypes import of
from engine.autograd.in_place import write
from engine.autograd.operations.promotion import operands
from engine.autograd.operations.selection import where
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor

_NO_BOUND: Final = "torch.clamp: At least one of 'min' or 'max' must not be None"
_C_NAMES: Final = {"int64": "long int", "int16": "short int", "bool": "bool"}


def _raised(self: Any, low: Any) -> Any:
    # Written with comparisons, because nan in either place comes out, and -0.0 stays as it is.
    if low is None:
        return self
    low = number_as(low, self.dtype) if isinstance(low, int | float) else low
    return np.where((self < low) | (low != low), low, self)  # noqa: PLR0124 - nan is not itself


def _lowered(self: Any, high: Any) -> Any:
    if high is None:
        return self
    high = number_as(high, self.dtype) if isinstance(high, int | float) else high
    return np.where((self > high) | (high != high), high, self)  # noqa: PLR0124


def _clamp_back(g: Any, self: Any, low: Any, high: Any) -> Any:
    """Both bounds themselves let the cotangent pass."""
    if low is not None and high is not None:
        return where((self >= low) & (self <= high), g, 0.0)
    if low is not None:
        return where(self >= low, g, 0.0)
    return where(self <= high, g, 0.0)


def _low_back(g: Any, self: Any, low: Any, high: Any) -> Any:
    chosen = self < low
    return where(chosen if high is None else chosen & (low < high), g, 0.0)


def _high_back(g: Any, self: Any, low: Any, high: Any) -> Any:
    chosen = self > high
    return where(chosen if low is None else chosen | (high < low), g, 0.0)


_clamp: Primitive = Primitive(
    "ClampBackward1",
    lambda self, *, low, high: _lowered(_raised(self, low), high),
    self=lambda g, self, low, high: _clamp_back(g, self, low, high),
)
_clamp_tensors: Primitive = Primitive(
    "ClampBackward0",
    lambda self, low, high: _lowered(_raised(self, low), high),
    promotes=True,
    self=lambda g, self, low, high: _clamp_back(g, self, low, high),
    low=lambda g, self, low, high: _low_back(g, self, low, high),
    high=lambda g, self, low, high: _high_back(g, self, low, high),
)
_clamp_min: Primitive = Primitive(
    "ClampMinBackward0",
    lambda self, *, low: _raised(self, low),
    self=lambda g, self, low: _clamp_back(g, self, low, None),
)
_clamp_min_tensor: Primitive = Primitive(
    "ClampMinBackward1",
    lambda self, low: _raised(self, low),
    promotes=True,
    self=lambda g, self, low: _clamp_back(g, self, low, None),
    low=lambda g, self, low: _low_back(g, self, low, None),
)
_clamp_max: Primitive = Primitive(
    "ClampMaxBackward0",
    lambda self, *, high: _lowered(self, high),
    self=lambda g, self, high: _clamp_back(g, self, None, high),
)
_clamp_max_tensor: Primitive = Primitive(
    "ClampMaxBackward1",
    lambda self, high: _lowered(self, high),
    promotes=True,
    self=lambda g, self, high: _clamp_back(g, self, None, high),
    high=lambda g, self, high: _high_back(g, self, None, high),
)


def _for_numbers(input: Tensor, *bounds: float | None) -> Any:
    """The array to clamp in the type that it and its bounds share.

    Raises:
        RuntimeError: when there is no bound at all.
    """
    given = [bound for bound in bounds if bound is not None]
    if not given:
        raise RuntimeError(_NO_BOUND)
    array = input.array
    for bound in given:
        if array.dtype.kind != "f":
            array = operands(Tensor(array), bound)[0]
    return array


def _for_tensors(input: Tensor, *bounds: Tensor | None) -> list[Any]:
    """All arrays in the type that they share; None stays.

    Raises:
        RuntimeError: when there is no bound at all, or shapes do not broadcast.
    """
    given = [bound for bound in bounds if bound is not None]
    if not given:
        raise RuntimeError(_NO_BOUND)
    array = input.array
    for bound in given:
        array = operands(Tensor(array), bound)[0]
    kind = array.dtype
    return [array, *(None if b is None else b.array.astype(kind, copy=False) for b in bounds)]


def clamp(input: Tensor, min: float | None = None, max: float | None = None) -> Tensor:
    """Elements brought between two numbers, of which one may be missing.

    Raises:
        RuntimeError: when both are missing.
    """
    array = _for_numbers(input, min, max)
    result: Tensor = _clamp.apply((input,), {"low": min, "high": max}, [array])
    return result


def clamp_tensors(input: Tensor, min: Tensor | None = None, max: Tensor | None = None) -> Tensor:
    """Elements brought between those of two tensors, of which one may be missing.

    Raises:
        RuntimeError: when both are missing.
    """
    result: Tensor = _clamp_tensors.apply((input, min, max), {}, _for_tensors(input, min, max))
    return result


def clamp_(input: Tensor, min: float | None = None, max: float | None = None) -> Tensor:
    """As `clamp`, in place.

    Raises:
        RuntimeError: when both are missing, or the bounds are of a type that does not fit in.
    """
    array = _for_numbers(input, min, max)
    _refuse_floating(input, array)
    return write(_clamp, (input,), {"low": min, "high": max}, [array])


def _refuse_floating(input: Tensor, array: Any) -> None:
    if array.dtype.kind == "f" and input.array.dtype.kind != "f":
        kind = of(input.array)
        raise RuntimeError(
            f"result type {of(array).title} can't be cast to the desired output type "
            f"{_C_NAMES.get(kind.name, kind.c_name)}"
        )


def clamp_tensors_(input: Tensor, min: Tensor | None = None, max: Tensor | None = None) -> Tensor:
    """As `clamp_tensors`, in place."""
    return write(_clamp_tensors, (input, min, max), {}, _for_tensors(input, min, max))


def clamp_min(input: Tensor, min: Any) -> Tensor:
    """Elements that are below a number or a tensor's element, raised to it."""
    result: Tensor
    if isinstance(min, Tensor):
        result = _clamp_min_tensor.apply((input, min), {}, _for_tensors(input, min))
    else:
        result = _clamp_min.apply((input,), {"low": min}, [_for_numbers(input, min)])
    return result


def clamp_max(input: Tensor, max: Any) -> Tensor:
    """Elements that are above a number or a tensor's element, lowered to it."""
    result: Tensor
    if isinstance(max, Tensor):
        result = _clamp_max_tensor.apply((input, max), {}, _for_tensors(input, max))
    else:
        result = _clamp_max.apply((input,), {"high": max}, [_for_numbers(input, max)])
    return result


def clamp_min_(input: Tensor, min: Any) -> Tensor:
    """As `clamp_min`, in place."""
    if isinstance(min, Tensor):
        return write(_clamp_min_tensor, (input, min), {}, _for_tensors(input, min))
    return write(_clamp_min, (input,), {"low": min}, [_for_numbers(input, min)])


def clamp_max_(input: Tensor, max: Any) -> Tensor:
    """As `clamp_max`, in place."""
    if isinstance(max, Tensor):
        return write(_clamp_max_tensor, (input, max), {}, _for_tensors(input, max))
    return write(_clamp_max, (input,), {"high": max}, [_for_numbers(input, max)])
