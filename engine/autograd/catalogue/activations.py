"""Activation functions: most of them stand in torch.nn.functional only."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd.arguments import Function
from engine.autograd.in_place import write
from engine.autograd.operations import activations, arithmetic, elementwise, smooth_activations
from engine.autograd.operations.promotion import to_floating
from engine.autograd.operations.requirements import floating_for, not_implemented_for
from engine.autograd.operations.selection import relu as relu_primitive
from engine.autograd.tensor import Tensor


def _silu_in_place(input: Tensor) -> Tensor:
    return write(smooth_activations.silu_, (floating_for("silu_cpu", input),), {})


def _mish_in_place(input: Tensor) -> Tensor:
    return write(smooth_activations.mish_, (floating_for("mish_cpu", input),), {})


def _relu(input: Tensor) -> Tensor:
    if input.array.dtype.kind == "b":
        raise RuntimeError("Boolean inputs not supported for relu")
    result: Tensor = relu_primitive(input)
    return result


def _relu_in_place(input: Tensor) -> Tensor:
    if input.array.dtype.kind == "b":
        raise RuntimeError("Boolean inputs not supported for relu")
    return write(relu_primitive, (input,), {})


def _function(name: str, text: str, implementation: Callable[..., Any]) -> Function:
    return Function(name, {text: implementation})


_ELU: Final = "(Tensor input, Number alpha = 1, Number scale = 1, Number input_scale = 1)"
_HARDTANH: Final = "(Tensor input, Number min_val = -1, Number max_val = 1)"
_LEAKY: Final = "(Tensor input, Number negative_slope = 0.01)"
_ONE: Final = "(Tensor input)"

_BOTH: Final = (
    _function("relu", _ONE, _relu),
    _function("relu_", _ONE, _relu_in_place),
)
_OF_TORCH: Final = (
    _function("selu", _ONE, activations.selu),
    _function("selu_", _ONE, activations.selu_),
    _function("celu", "(Tensor input, Number alpha = 1.0)", activations.celu),
    _function("celu_", "(Tensor input, Number alpha = 1.0)", activations.celu_),
)
_INNER: Final = {
    function.name: function.function()
    for function in (
        *_BOTH,
        *_OF_TORCH,
        _function("leaky_relu", _LEAKY, activations.leaky_relu),
        _function("leaky_relu_", _LEAKY, activations.leaky_relu_),
        _function("elu", _ELU, activations.elu),
        _function("elu_", _ELU, activations.elu_),
        _function("hardtanh", _HARDTANH, activations.hardtanh),
        _function("hardtanh_", _HARDTANH, activations.hardtanh_),
        _function("relu6", _ONE, lambda tensor: activations.hardtanh(tensor, 0, 6)),
        _function("relu6_", _ONE, lambda tensor: activations.hardtanh_(tensor, 0, 6)),
        _function("silu", _ONE, smooth_activations.silu),
        _function("silu_", _ONE, _silu_in_place),
        _function("mish", _ONE, smooth_activations.mish),
        _function("mish_", _ONE, _mish_in_place),
        _function(
            "softplus",
            "(Tensor input, Number beta = 1, Number threshold = 20)",
            smooth_activations.softplus,
        ),
        _function("gelu", "(Tensor input, *, str approximate = 'none')", smooth_activations.gelu),
        _function("log_sigmoid", _ONE, smooth_activations.logsigmoid),
    )
}
"""What PyTorch calls from the functions below, with the checks of its argument parser."""


def _chosen(name: str, in_place: Any) -> Callable[..., Tensor]:
    chosen: Callable[..., Tensor] = _INNER[name + "_" if in_place else name]
    return chosen


def relu(input: Tensor, inplace: bool = False) -> Tensor:
    """`x` above zero, zero elsewhere."""
    return _chosen("relu", inplace)(input)


def leaky_relu(input: Tensor, negative_slope: float = 0.01, inplace: bool = False) -> Tensor:
    """`x` above zero, `negative_slope * x` elsewhere."""
    return _chosen("leaky_relu", inplace)(input, negative_slope)


def elu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    """`x` above zero, `alpha * (exp(x) - 1)` elsewhere."""
    return _chosen("elu", inplace)(input, alpha)


def selu(input: Tensor, inplace: bool = False) -> Tensor:
    """The self-normalising `elu`."""
    return _chosen("selu", inplace)(input)


def celu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    """The continuously differentiable `elu`."""
    return _chosen("celu", inplace)(input, alpha)


def silu(input: Tensor, inplace: bool = False) -> Tensor:
    """`x * sigmoid(x)`."""
    return _chosen("silu", inplace)(input)


def mish(input: Tensor, inplace: bool = False) -> Tensor:
    """`x * tanh(softplus(x))`."""
    return _chosen("mish", inplace)(input)


def relu6(input: Tensor, inplace: bool = False) -> Tensor:
    """Elements brought between 0 and 6."""
    return _chosen("relu6", inplace)(input)


def hardtanh(
    input: Tensor, min_val: float = -1.0, max_val: float = 1.0, inplace: bool = False
) -> Tensor:
    """Elements brought between two numbers.

    Raises:
        ValueError: when the lower one is the greater.
    """
    if min_val > max_val:
        raise ValueError("min_val cannot be greater than max_val")
    return _chosen("hardtanh", inplace)(input, min_val, max_val)


def softsign(input: Tensor) -> Tensor:
    """`x / (1 + |x|)`."""
    if input.array.dtype.kind == "b":
        raise not_implemented_for("abs_cpu", input)
    sizes: Tensor = elementwise.abs(input)
    return arithmetic.div(input, arithmetic.add(sizes, 1))


def tanhshrink(input: Tensor) -> Tensor:
    """`x - tanh(x)`."""
    bent: Tensor = elementwise.tanh.apply((input,), {}, [to_floating(input.array)])
    return arithmetic.sub(input, bent)


def _quick_relu(checked: Callable[..., Any]) -> Callable[..., Any]:
    """The function that looks at signatures only when it was given something else than floats."""

    def relu(*args: Any, **named: Any) -> Any:
        if len(args) == 1 and not named:
            input = args[0]
            if type(input) is Tensor and input.array.dtype.kind == "f":
                return relu_primitive.apply(args, {})
        return checked(*args, **named)

    return relu


METHODS: Final[dict[str, Callable[..., Any]]] = {
    **{f.name: f.method() for f in _BOTH},
    "relu": _quick_relu(_BOTH[0].method()),
}
TORCH: Final[dict[str, Callable[..., Any]]] = {
    **{f.name: f.function() for f in (*_BOTH, *_OF_TORCH)},
    "relu": _quick_relu(_BOTH[0].function()),
}
FUNCTIONAL: Final[dict[str, Callable[..., Any]]] = {
    **{
        function.__name__: function
        for function in (
            relu, leaky_relu, elu, selu, celu, silu, mish, relu6, hardtanh, softsign, tanhshrink,
        )
    },
    **{
        name: _INNER[name]
        for name in ("softplus", "gelu", "relu_", "leaky_relu_", "elu_", "hardtanh_", "selu_", "celu_")
    },
    "logsigmoid": _INNER["log_sigmoid"],
}  # fmt: skip
