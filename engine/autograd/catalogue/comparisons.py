"""Comparisons, and logic on truths and on bits."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd.arguments import Function
from engine.autograd.operations import bitwise, comparison

_OUT: Final = "Tensor out = None"


def _compared(name: str, function: Callable[..., Any]) -> Function:
    return Function(
        name,
        {
            f"(Tensor input, Tensor other, *, {_OUT})": function,
            f"(Tensor input, Number other, *, {_OUT})": function,
        },
    )


def _pair(name: str, function: Callable[..., Any], *, out: bool = True) -> Function:
    text = f"(Tensor input, Tensor other, *, {_OUT})" if out else "(Tensor input, Tensor other)"
    return Function(name, {text: function})


def _one(name: str, function: Callable[..., Any], *, out: bool = False) -> Function:
    return Function(name, {f"(Tensor input, *, {_OUT})" if out else "(Tensor input)": function})


def _close(name: str, function: Callable[..., Any]) -> Function:
    return Function(
        name,
        {
            "(Tensor input, Tensor other, float rtol = 1e-05, float atol = 1e-08, "
            "bool equal_nan = False)": function
        },
    )


_COMPARED: Final = {
    "eq": comparison.eq, "ne": comparison.ne, "lt": comparison.lt, "le": comparison.le,
    "gt": comparison.gt, "ge": comparison.ge, "not_equal": comparison.ne, "less": comparison.lt,
    "less_equal": comparison.le, "greater": comparison.gt, "greater_equal": comparison.ge,
}  # fmt: skip
_BITWISE: Final = {
    "bitwise_and": bitwise.bitwise_and,
    "bitwise_or": bitwise.bitwise_or,
    "bitwise_xor": bitwise.bitwise_xor,
}
_BITWISE_IN_PLACE: Final = {
    "bitwise_and_": bitwise.bitwise_and_,
    "bitwise_or_": bitwise.bitwise_or_,
    "bitwise_xor_": bitwise.bitwise_xor_,
}
_BOTH: Final = (
    *(_compared(name, function) for name, function in _COMPARED.items()),
    _pair("logical_and", comparison.logical_and),
    _pair("logical_or", comparison.logical_or),
    _pair("logical_xor", comparison.logical_xor),
    _pair("equal", comparison.equal, out=False),
    _close("allclose", comparison.allclose),
    _close("isclose", comparison.isclose),
    _one("logical_not", comparison.logical_not, out=True),
    _one("bitwise_not", bitwise.bitwise_not, out=True),
    _one("isnan", comparison.isnan),
    _one("isinf", comparison.isinf),
    _one("isfinite", comparison.isfinite),
)


def _bits(name: str, function: Callable[..., Any]) -> Function:
    return Function(
        name,
        {
            f"(Tensor input, Tensor other, *, {_OUT})": function,
            "(Number self, Tensor other)": function,
            f"(Tensor input, Number other, *, {_OUT})": function,
        },
    )


METHODS: Final[dict[str, Callable[..., Any]]] = {
    **{f.name: f.method() for f in _BOTH},
    **{n: _compared(n, f).method() for n, f in (_BITWISE | _BITWISE_IN_PLACE).items()},
}
TORCH: Final[dict[str, Callable[..., Any]]] = {
    **{f.name: f.function() for f in _BOTH},
    **{n: _bits(n, f).function() for n, f in _BITWISE.items()},
}
