# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Divisions that round, and what is left of them."""

from typing import Any, Final

import numpy as np

from engine.autograd import errors
from engine.autograd.in_place import write
from engine.autograd.operations.arithmetic import div as true_div
from engine.autograd.operations.arithmetic import floor_divide as floor_div
from engine.autograd.operations.memory import zeros_of
from engine.autograd.operations.promotion import operands
from engine.autograd.operations.requirements import not_implemented_for
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor


def _kind(left: Any, right: Any) -> str:
    """The kind of type in which two operands are computed; one may be a number."""
    kinds = [value.dtype.kind for value in (left, right) if hasattr(value, "dtype")]
    return "f" if "f" in kinds or float in (type(left), type(right)) else kinds[0]


def _truncated(self: Any, other: Any) -> Any:
    if _kind(self, other) == "f":
        return np.trunc(np.true_divide(self, other))
    whole = np.abs(self) // np.abs(other)
    return whole * (np.sign(self) * np.sign(other))


_ROUNDED: Final[dict[str, Any]] = {"floor": np.floor_divide, "trunc": _truncated}

# With a mode the node is another one, also where the mode says not to round.
_rounding: Primitive = Primitive(
    "DivBackward2",
    lambda self, other, *, mode: _ROUNDED[mode](self, other),
    promotes=True,
    # What PyTorch saves is saved here too, so that it can be released.
    self=lambda g, other: zeros_of(g),  # noqa: ARG005
    other=lambda g, self: zeros_of(g),  # noqa: ARG005
)
_not_rounding: Primitive = Primitive(
    "DivBackward2",
    lambda self, other: np.true_divide(self, other),
    promotes=True,
    self=lambda g, other: g / other,
    other=lambda g, self, other: -g * ((self / other) / other),
)


def _quotient(left: Any, right: Any, mode: str) -> Any:
    """The rounded quotient, of arrays or Tensors; its gradient is zero."""
    return _rounding(left, right, mode=mode)


def _remainder_back(g: Any, self: Any, other: Any, mode: str) -> Any:
    return -g * _quotient(self, other, mode)


def _remaining(self: Any, other: Any) -> Any:
    """The remainder with the divisor's sign; a zero keeps the dividend's, unlike NumPy's."""
    if _kind(self, other) != "f":
        return np.remainder(self, other)
    left = np.fmod(self, other)
    crossing = (left != 0) & (np.less(other, 0) != (left < 0))
    return np.where(crossing, left + other, left)


_fmod_number: Primitive = Primitive(
    "FmodBackward0", lambda self, *, other: np.fmod(self, other), self=lambda g: g
)
_fmod_tensor: Primitive = Primitive(
    "FmodBackward1",
    lambda self, other: np.fmod(self, other),
    promotes=True,
    self=lambda g: g,
    other=lambda g, self, other: _remainder_back(g, self, other, "trunc"),
)
_remainder_number: Primitive = Primitive(
    "RemainderBackward0", lambda self, *, other: _remaining(self, other), self=lambda g: g
)
_remainder_tensor: Primitive = Primitive(
    "RemainderBackward1",
    lambda self, other: _remaining(self, other),
    promotes=True,
    self=lambda g: g,
    other=lambda g, self, other: _remainder_back(g, self, other, "floor"),
)


def _no_derivative(_: Any) -> Any:
    raise RuntimeError(errors.NOT_IMPLEMENTED.format("remainder"))


_remainder_of_number: Primitive = Primitive(
    "NotImplemented",
    lambda other, *, self: _remaining(self, other),
    other=_no_derivative,
)


def refuse_zero(kernel: str, arrays: list[Any]) -> list[Any]:
    """The operands themselves, unless integers are to be divided by zero, or bools at all.

    Raises:
        RuntimeError: for integers divided by zero.
        NotImplementedError: for bools, naming the code that does not know them.
    """
    if _kind(*arrays) == "b":
        raise not_implemented_for(kernel, Tensor(np.asarray(arrays[0])))
    divided = getattr(arrays[0], "size", 1)
    if divided and _kind(*arrays) in "iu" and np.any(np.equal(arrays[1], 0)):
        raise RuntimeError("ZeroDivisionError")
    return arrays


def _mode_of(rounding_mode: str | None) -> str | None:
    if rounding_mode not in (None, "trunc", "floor"):
        raise RuntimeError(
            "div expected rounding_mode to be one of None, 'trunc', or 'floor' but found "
            f"'{rounding_mode}'"
        )
    return rounding_mode


def div(input: Any, other: Any) -> Tensor:
    """`input / other`, in floating point."""
    return true_div(input, other)


def div_with_mode(input: Any, other: Any, rounding_mode: str | None) -> Tensor:
    """`input / other`, rounded down ("floor"), towards zero ("trunc") or not at all (None).

    Raises:
        RuntimeError: for another mode, and for an integer divided by zero.
    """
    mode = _mode_of(rounding_mode)
    result: Tensor
    if mode is None:
        result = _not_rounding.apply((input, other), {}, operands(input, other, floating=True))
    else:
        arrays = refuse_zero(f"div_{mode}_cpu", operands(input, other))
        result = _rounding.apply((input, other), {"mode": mode}, arrays)
    return result


def div_with_mode_(input: Tensor, other: Any, rounding_mode: str | None) -> Tensor:
    """As `div_with_mode`, in place."""
    mode = _mode_of(rounding_mode)
    if mode is None:
        return write(_not_rounding, (input, other), {}, operands(input, other, floating=True))
    return write(
        _rounding,
        (input, other),
        {"mode": mode},
        refuse_zero(f"div_{mode}_cpu", operands(input, other)),
    )


def floor_divide(input: Any, other: Any) -> Tensor:
    """`input // other`; PyTorch has no derivative for it and says so in backward.

    Raises:
        RuntimeError: for an integer divided by zero.
    """
    refuse_zero("div_floor_cpu", operands(input, other))
    return floor_div(input, other)


def _plain(number: Any) -> Any:
    return number.item() if hasattr(number, "item") else number


def fmod(input: Tensor, other: Any) -> Tensor:
    """What is left of a division rounded towards zero, with the sign of `input`.

    Raises:
        RuntimeError: for an integer divided by zero.
    """
    arrays = refuse_zero("fmod_cpu", operands(input, other))
    result: Tensor
    if isinstance(other, Tensor):
        result = _fmod_tensor.apply((input, other), {}, arrays)
    else:
        result = _fmod_number.apply((input,), {"other": _plain(arrays[1])}, arrays[:1])
    return result


def remainder(input: Any, other: Any) -> Tensor:
    """What is left of a division rounded down, with the sign of `other`.

    Raises:
        RuntimeError: for an integer divided by zero.
    """
    arrays = refuse_zero("remainder_cpu", operands(input, other))
    result: Tensor
    if not isinstance(input, Tensor):
        result = _remainder_of_number.apply((other,), {"self": _plain(arrays[0])}, arrays[1:])
    elif isinstance(other, Tensor):
        result = _remainder_tensor.apply((input, other), {}, arrays)
    else:
        result = _remainder_number.apply((input,), {"other": _plain(arrays[1])}, arrays[:1])
    return result


def _in_place(kernel: str, number: Primitive, tensor: Primitive) -> Any:
    def function(input: Tensor, other: Any) -> Tensor:
        arrays = refuse_zero(kernel, operands(input, other))
        if isinstance(other, Tensor):
            return write(tensor, (input, other), {}, arrays)
        return write(number, (input,), {"other": _plain(arrays[1])}, arrays[:1])

    return function


fmod_ = _in_place("fmod_cpu", _fmod_number, _fmod_tensor)
remainder_ = _in_place("remainder_cpu", _remainder_number, _remainder_tensor)
