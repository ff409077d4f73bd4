"""Sums, differences, products, powers and quotients by name; the operators go a shorter way."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd.arguments import Function
from engine.autograd.arguments.hidden import FunctionWithHidden
from engine.autograd.operations import arithmetic, divisions, powers
from engine.autograd.tensor import Tensor

_OUT: Final = "Tensor out = None"
_ANY: Final = "Tensor or Number input, Tensor or Number other"


def _types(*values: Any) -> set[str]:
    """What kinds of type some operands are of: "b", "i", "u" and "f"."""
    kinds: set[str] = set()
    for value in values:
        if isinstance(value, Tensor):
            kinds.add(value.array.dtype.kind)
        else:
            kinds.add("b" if isinstance(value, bool) else "i" if isinstance(value, int) else "f")
    return kinds


def _scaled(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """A sum or difference that checks what the second operand is multiplied by."""

    def with_alpha(input: Any, other: Any, alpha: Any) -> Tensor:
        if alpha is not True and alpha == 1:
            return function(input, other)
        kinds = _types(input, other)
        if isinstance(alpha, bool) and kinds != {"b"}:
            raise RuntimeError("Boolean alpha only supported for Boolean results.")
        if isinstance(alpha, float) and "f" not in kinds:
            raise RuntimeError(
                "For integral input tensors, argument alpha must not be a floating point number."
            )
        return function(input, other, alpha=alpha)

    return with_alpha


def _sum(name: str, function: Callable[..., Tensor]) -> Function:
    text = f"({_ANY}, *, Number alpha = 1, {_OUT})"
    return FunctionWithHidden(name, {text: _scaled(function)})


def _product(name: str, function: Callable[..., Tensor]) -> Function:
    return Function(name, {f"({_ANY}, *, {_OUT})": function})


def _named_twice(name: str, function: Callable[..., Tensor]) -> Function:
    return Function(
        name,
        {
            f"(Tensor or Number input, Tensor other, *, {_OUT})": function,
            "(Tensor or Number input, Number other)": function,
        },
    )


def _difference(name: str, function: Callable[..., Tensor]) -> Function:
    scaled = _scaled(function)
    return Function(
        name,
        {
            f"(Tensor or Number input, Tensor other, *, Number alpha = 1, {_OUT})": scaled,
            "(Tensor or Number input, Number other, Number alpha = 1)": scaled,
        },
    )


def _power(name: str, function: Callable[..., Tensor]) -> Function:
    return Function(
        name,
        {
            f"(Tensor input, Tensor exponent, *, {_OUT})": function,
            f"(Number self, Tensor exponent, *, {_OUT})": function,
            f"(Tensor input, Number exponent, *, {_OUT})": function,
        },
    )


def _power_method(name: str, function: Callable[..., Tensor]) -> Function:
    return Function(
        name,
        {
            "(Tensor input, Tensor exponent)": function,
            "(Tensor input, Number exponent)": function,
        },
    )


_BOTH: Final = (
    _sum("add", arithmetic.add),
    _sum("sub", arithmetic.sub),
    _difference("subtract", arithmetic.sub),
    _product("mul", arithmetic.mul),
    _named_twice("multiply", arithmetic.mul),
    _named_twice("true_divide", arithmetic.div),
    _named_twice("floor_divide", divisions.floor_divide),
)
_IN_PLACE: Final = (
    _sum("add_", arithmetic.add_),
    _sum("sub_", arithmetic.sub_),
    _difference("subtract_", arithmetic.sub_),
    _product("mul_", arithmetic.mul_),
    _named_twice("multiply_", arithmetic.mul_),
    _named_twice("true_divide_", arithmetic.div_),
    _power_method("pow_", powers.pow_),
)

METHODS: Final[dict[str, Callable[..., Any]]] = {
    **{f.name: f.method() for f in (*_BOTH, *_IN_PLACE)},
    "pow": _power_method("pow", powers.pow).method(),
}
TORCH: Final[dict[str, Callable[..., Any]]] = {
    **{f.name: f.function() for f in _BOTH},
    "pow": _power("pow", powers.pow).function(),
}
