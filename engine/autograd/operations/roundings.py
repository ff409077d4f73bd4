# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Rounding to decimals, and numbers in the place of what is none."""

from typing import Any

import numpy as np

from engine.autograd.in_place import write
from engine.autograd.operations.memory import zeros_of
from engine.autograd.operations.promotion import to_floating
from engine.autograd.operations.requirements import floating_for
from engine.autograd.operations.selection import where
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor


def _rounded(self: Any, *, decimals: int) -> Any:
    power = self.dtype.type(10.0 ** abs(decimals))
    if decimals < 0:
        return np.round(self / power) * power
    return np.round(self * power) / power


_round: Primitive = Primitive("RoundBackward1", _rounded, self=zeros_of)


def round_to(input: Tensor, decimals: int) -> Tensor:
    """Rounded to a number of decimals, which may be negative; halves go to the even digit.

    Raises:
        NotImplementedError: for integers and bool, unless `decimals` is 0.
    """
    if decimals and input.array.dtype.kind != "f":
        floating_for("round_cpu", input)
    result: Tensor = _round(input, decimals=decimals)
    return result


def _numbered(self: Any, *, nan: float | None, posinf: float | None, neginf: float | None) -> Any:
    if self.dtype.kind != "f":
        return self.copy()
    kind = self.dtype.type
    limits = np.finfo(self.dtype)
    self = np.where(np.isnan(self), kind(0 if nan is None else nan), self)
    self = np.where(self == np.inf, limits.max if posinf is None else kind(posinf), self)
    return np.where(self == -np.inf, limits.min if neginf is None else kind(neginf), self)


def _finite(value: Any) -> Any:
    return Tensor(np.isfinite(value.array)) if isinstance(value, Tensor) else np.isfinite(value)


_nan_to_num: Primitive = Primitive(
    "NanToNumBackward0", _numbered, self=lambda g, self: g * _finite(self)
)


def nan_to_num(
    input: Tensor,
    nan: float | None = None,
    posinf: float | None = None,
    neginf: float | None = None,
) -> Tensor:
    """Numbers in the place of nan (0) and of the infinities (the type's greatest and smallest)."""
    result: Tensor = _nan_to_num(input, nan=nan, posinf=posinf, neginf=neginf)
    return result


def nan_to_num_(
    input: Tensor,
    nan: float | None = None,
    posinf: float | None = None,
    neginf: float | None = None,
) -> Tensor:
    """As `nan_to_num`, in place."""
    return write(_nan_to_num, (input,), {"nan": nan, "posinf": posinf, "neginf": neginf})


def _logit_forward(self: Any, *, eps: float | None) -> Any:
    inside = self
    if eps is not None:
        inside = np.where(self < eps, self.dtype.type(eps), self)
        inside = np.where(inside > 1 - eps, self.dtype.type(1 - eps), inside)
    return np.log(inside / (1 - inside))


def _logit_back(g: Any, self: Any, eps: float | None) -> Any:
    slope = g / (self * (1 - self))
    if eps is None:
        return where((self >= 0.0) & (self <= 1.0), slope, np.nan)
    return where((self >= eps) & (self <= 1.0 - eps), slope, 0.0)


_logit: Primitive = Primitive(
    "LogitBackward0", _logit_forward, self=lambda g, self, eps: _logit_back(g, self, eps)
)


def logit(input: Tensor, eps: float | None = None) -> Tensor:
    """`log(x / (1 - x))`, of numbers brought between `eps` and `1 - eps` first."""
    result: Tensor = _logit.apply((input,), {"eps": eps}, [to_floating(input.array)])
    return result


def logit_(input: Tensor, eps: float | None = None) -> Tensor:
    """As `logit`, in place."""
    return write(_logit, (input,), {"eps": eps}, [to_floating(input.array)])
