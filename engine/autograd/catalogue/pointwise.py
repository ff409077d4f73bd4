"""Functions of single elements: of one tensor, of two, and between bounds."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd.arguments import Function
from engine.autograd.in_place import write
from engine.autograd.operations import (
    arithmetic,
    clamping,
    divisions,
    elementwise,
    mixtures,
    powers,
    roundings,
    selection,
    trigonometry,
)
from engine.autograd.operations.promotion import to_floating
from engine.autograd.operations.requirements import not_implemented_for
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor

_OUT: Final = "Tensor out = None"
_NO_TRUTHS: Final = {
    "abs": "abs_cpu", "floor": "floor_vml_cpu", "ceil": "ceil_vml_cpu", "round": "round_vml_cpu",
    "trunc": "trunc_vml_cpu", "frac": "frac_cpu",
}  # fmt: skip
"""Functions that PyTorch has no code for where elements are bool, and what it says of them."""
_NO_FUNCTION_IN_PLACE: Final = frozenset({"sign_", "absolute_", "sgn_"})
"""What is a method only."""
_ALIASES: Final = {"absolute": "abs", "negative": "neg", "fix": "trunc"}


def _operand(name: str, input: Tensor) -> list[Any] | None:
    """The array to compute with, if it is not the tensor's own.

    Raises:
        NotImplementedError: for types of element that the function does not know.
        RuntimeError: for the negative of bool.
    """
    kind = input.array.dtype.kind
    if kind == "f":
        return None
    if name == "neg" and kind == "b":
        raise RuntimeError(
            "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to "
            "invert a mask, use the `~` or `logical_not()` operator instead."
        )
    if (kind == "b" and name in _NO_TRUTHS) or name == "frac":
        raise not_implemented_for(_NO_TRUTHS[name], input)
    if name in elementwise.KEEPING:
        # What rounds leaves integers as they are.
        return [input.array]
    return [to_floating(input.array)]


def _applied(name: str, primitive: Primitive) -> Callable[[Tensor], Tensor]:
    def function(input: Tensor) -> Tensor:
        result: Tensor = primitive.apply((input,), {}, _operand(name, input))
        return result

    return function


def _written(name: str, primitive: Primitive) -> Callable[[Tensor], Tensor]:
    def function(input: Tensor) -> Tensor:
        return write(primitive, (input,), {}, _operand(name, input))

    return function


def _quick(name: str, primitive: Primitive, checked: Callable[..., Any]) -> Callable[..., Any]:
    """A function of one tensor that looks at signatures only when it was given something else."""

    def function(*args: Any, **named: Any) -> Any:
        if len(args) == 1 and not named:
            (input,) = args
            if type(input) is Tensor:
                array = input.array
                if array.dtype.kind == "f":
                    return primitive.of_one(input, array, True)
        return checked(*args, **named)

    function.__name__ = name
    function.__doc__ = f"`{name}` of each element."
    return function


_PRIMITIVES: Final[dict[str, Primitive]] = {
    **elementwise.FLOATING,
    **{name: p for name, p in elementwise.KEEPING.items() if name != "relu"},
    **trigonometry.FLOATING,
}
_NAMED: Final = {
    **{name: (name, primitive) for name, primitive in _PRIMITIVES.items()},
    **{alias: (name, _PRIMITIVES[name]) for alias, name in _ALIASES.items()},
}
_IN_PLACE: Final = {
    trigonometry.FLOATING[name].name: primitive
    for name, primitive in trigonometry.ONLY_IN_PLACE.items()
}
_UNARY: Final = {
    name: Function(name, {f"(Tensor input, *, {_OUT})": _applied(known, primitive)})
    for name, (known, primitive) in _NAMED.items()
}
_UNARY_IN_PLACE: Final = {
    name + "_": Function(
        name + "_",
        {"(Tensor input)": _written(known, _IN_PLACE.get(primitive.name, primitive))},
    )
    for name, (known, primitive) in _NAMED.items()
}


def _square(input: Tensor) -> Tensor:
    return powers.pow(input, 2)


def _square_in_place(input: Tensor) -> Tensor:
    return powers.pow_(input, 2)


def _positive(input: Tensor) -> Tensor:
    if input.array.dtype.kind == "b":
        raise RuntimeError("The `+` operator, on a bool tensor is not supported.")
    return input


def _pair(name: str, function: Callable[..., Any]) -> Function:
    return Function(name, {f"(Tensor input, Tensor other, *, {_OUT})": function})


def _with_number(name: str, function: Callable[..., Any]) -> Function:
    return Function(
        name,
        {
            f"(Tensor input, Tensor other, *, {_OUT})": function,
            f"(Tensor input, Number other, *, {_OUT})": function,
        },
    )


def _division(name: str, plain: Callable[..., Any], rounding: Callable[..., Any]) -> Function:
    return Function(
        name,
        {
            f"(Tensor or Number input, Tensor or Number other, *, {_OUT})": plain,
            f"(Tensor or Number input, Tensor or Number other, *, str? rounding_mode, {_OUT})": (
                rounding
            ),
            "(Tensor input, Number other, *, str? rounding_mode)": rounding,
        },
    )


def _clamp(name: str, of_tensors: Callable[..., Any], of_numbers: Callable[..., Any]) -> Function:
    return Function(
        name,
        {
            f"(Tensor input, Tensor min = None, Tensor max = None, *, {_OUT})": of_tensors,
            f"(Tensor input, Number min = None, Number max = None, *, {_OUT})": of_numbers,
        },
    )


def _bound(name: str, bound: str, function: Callable[..., Any]) -> Function:
    return Function(
        name,
        {
            f"(Tensor input, Tensor {bound}, *, {_OUT})": function,
            f"(Tensor input, Number {bound}, *, {_OUT})": function,
        },
    )


_BOTH: Final = (
    _pair("maximum", selection.maximum),
    _pair("minimum", selection.minimum),
    _pair("fmax", mixtures.fmax),
    _pair("fmin", mixtures.fmin),
    _pair("atan2", mixtures.atan2),
    _pair("arctan2", mixtures.atan2),
    _pair("hypot", mixtures.hypot),
    _pair("logaddexp", mixtures.logaddexp),
    _pair("xlogy", mixtures.xlogy),
    _with_number("fmod", divisions.fmod),
    _division("div", divisions.div, divisions.div_with_mode),
    _division("divide", divisions.div, divisions.div_with_mode),
    _clamp("clamp", clamping.clamp_tensors, clamping.clamp),
    _clamp("clip", clamping.clamp_tensors, clamping.clamp),
    _bound("clamp_min", "min", clamping.clamp_min),
    _bound("clamp_max", "max", clamping.clamp_max),
    Function(
        "lerp",
        {
            f"(Tensor input, Tensor end, Tensor weight, *, {_OUT})": mixtures.lerp,
            f"(Tensor input, Tensor end, Number weight, *, {_OUT})": mixtures.lerp,
        },
    ),
    Function("dist", {"(Tensor input, Tensor other, Number p = 2)": mixtures.dist}),
    Function(
        "nan_to_num",
        {
            "(Tensor input, float? nan = None, float? posinf = None, float? neginf = None, *, "
            f"{_OUT})": roundings.nan_to_num
        },
    ),
    Function("logit", {f"(Tensor input, float? eps = None, *, {_OUT})": roundings.logit}),
    Function(
        "round",
        {
            f"(Tensor input, *, {_OUT})": _applied("round", elementwise.round),
            f"(Tensor input, *, int decimals, {_OUT})": roundings.round_to,
        },
    ),
    Function("square", {f"(Tensor input, *, {_OUT})": _square}),
    Function("positive", {"(Tensor input)": _positive}),
)
_BOTH_IN_PLACE: Final = (
    _clamp("clamp_", clamping.clamp_tensors_, clamping.clamp_),
    _clamp("clip_", clamping.clamp_tensors_, clamping.clamp_),
    _bound("clamp_min_", "min", clamping.clamp_min_),
    _bound("clamp_max_", "max", clamping.clamp_max_),
    Function("square_", {"(Tensor input)": _square_in_place}),
    Function(
        "nan_to_num_",
        {
            "(Tensor input, float? nan = None, float? posinf = None, float? neginf = None)": (
                roundings.nan_to_num_
            )
        },
    ),
    Function("logit_", {"(Tensor input, float? eps = None)": roundings.logit_}),
)
_METHODS_IN_PLACE: Final = (
    _division("div_", arithmetic.div_, divisions.div_with_mode_),
    _division("divide_", arithmetic.div_, divisions.div_with_mode_),
    _with_number("fmod_", divisions.fmod_),
    _with_number("remainder_", divisions.remainder_),
)
_REMAINDER: Final = Function(
    "remainder",
    {
        f"(Tensor input, Tensor other, *, {_OUT})": divisions.remainder,
        "(Number self, Tensor other)": divisions.remainder,
        f"(Tensor input, Number other, *, {_OUT})": divisions.remainder,
    },
)

METHODS: Final[dict[str, Callable[..., Any]]] = {
    **{n: _quick(n, _NAMED[n][1], f.method()) for n, f in _UNARY.items()},
    **{n: f.method() for n, f in _UNARY_IN_PLACE.items()},
    **{f.name: f.method() for f in (*_BOTH, *_BOTH_IN_PLACE, *_METHODS_IN_PLACE)},
    "remainder": _with_number("remainder", divisions.remainder).method(),
}
TORCH: Final[dict[str, Callable[..., Any]]] = {
    **{n: _quick(n, _NAMED[n][1], f.function()) for n, f in _UNARY.items()},
    **{n: f.function() for n, f in _UNARY_IN_PLACE.items() if n not in _NO_FUNCTION_IN_PLACE},
    **{f.name: f.function() for f in (*_BOTH, *_BOTH_IN_PLACE, _REMAINDER)},
}
