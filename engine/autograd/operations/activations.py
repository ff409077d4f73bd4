# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""The activation functions of networks that bend at zero: leaky_relu, elu, hardtanh and kin.

The formulas are ATen's, which decide what happens at the bend itself and which way nan goes.
"""

from typing import Any

import numpy as np

from engine.autograd.in_place import write
from engine.autograd.operations.halves import in_float32
from engine.autograd.operations.memory import zeros_of
from engine.autograd.operations.requirements import floating_for
from engine.autograd.operations.selection import where
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor


def _zero(array: Any) -> Any:
    return array.dtype.type(0)


leaky_relu_backward: Primitive = Primitive(
    "LeakyReluBackwardBackward0",
    lambda grad_output, self, *, slope: np.where(self > 0, grad_output, grad_output * slope),
    grad_output=lambda g, self, slope: leaky_relu_backward(g, self, slope=slope),
    self=lambda g: zeros_of(g),
)
_leaky_relu: Primitive = Primitive(
    "LeakyReluBackward0",
    lambda self, *, slope: np.where(self > 0, self, self * slope),
    self=lambda g, self, slope: leaky_relu_backward(g, self, slope=slope),
)
_leaky_relu_in_place: Primitive = Primitive(
    "LeakyReluBackward1",
    _leaky_relu.forward,
    self=lambda g, result, slope: _leaky_relu_from_result(g, result, slope),
)


def _leaky_relu_from_result(g: Any, result: Any, slope: float) -> Any:
    if slope < 0:
        raise RuntimeError(
            "In-place leakyReLu backward calculation is triggered with a negative slope which is "
            "not supported. This is caused by calling in-place forward function with a negative "
            "slope, please call out-of-place version instead. File an issue at "
            "https://github.com/pytorch/pytorch if you do require supporting in-place leakRelu "
            "backward calculation with negative slope"
        )
    return leaky_relu_backward(g, result, slope=slope)


def leaky_relu(input: Tensor, negative_slope: float = 0.01) -> Tensor:
    """`x` above zero, `negative_slope * x` below it and at it."""
    result: Tensor = _leaky_relu(floating_for("leaky_relu_cpu", input), slope=negative_slope)
    return result


def leaky_relu_(input: Tensor, negative_slope: float = 0.01) -> Tensor:
    """As `leaky_relu`, in place; its gradient is worked out from the result."""
    floating_for("leaky_relu_cpu", input)
    return write(_leaky_relu_in_place, (input,), {"slope": negative_slope})


@in_float32
def _elu_forward(self: Any, *, alpha: float, scale: float, input_scale: float) -> Any:
    bent = np.expm1(self * input_scale) * (alpha * scale)
    return np.where(self <= 0, bent, self * scale)


@in_float32
def _elu_slope(
    grad_output: Any, self: Any, *, alpha: float, scale: float, input_scale: float
) -> Any:
    # A negative number times infinity in the exponent must not become nan where it is not chosen.
    bent = grad_output * input_scale * (alpha * scale) * np.exp(self * input_scale)
    return np.where(self <= 0, bent, grad_output * scale)


@in_float32
def _elu_slope_of_result(
    grad_output: Any, result: Any, *, alpha: float, scale: float, input_scale: float
) -> Any:
    bent = grad_output * input_scale * (result + alpha * scale)
    return np.where(result <= 0, bent, grad_output * scale)


_elu_backward: Primitive = Primitive(
    "EluBackwardBackward0",
    _elu_slope,
    grad_output=lambda g, self, alpha, scale, input_scale: _elu_backward(
        g, self, alpha=alpha, scale=scale, input_scale=input_scale
    ),
    self=lambda g, grad_output, self, alpha, scale, input_scale: where(
        self < 0,
        _elu_backward(
            g * grad_output * input_scale, self, alpha=alpha, scale=scale, input_scale=input_scale
        ),
        0.0,
    ),
)
_elu: Primitive = Primitive(
    "EluBackward0",
    _elu_forward,
    self=lambda g, self, alpha, scale, input_scale: _elu_backward(
        g, self, alpha=alpha, scale=scale, input_scale=input_scale
    ),
)
_elu_backward_of_result: Primitive = Primitive(
    "EluBackwardBackward0",
    _elu_slope_of_result,
    grad_output=lambda g, result, alpha, scale, input_scale: _elu_backward_of_result(
        g, result, alpha=alpha, scale=scale, input_scale=input_scale
    ),
    result=lambda g, grad_output, result, input_scale: where(
        result < 0, g * grad_output * input_scale, 0.0
    ),
)
_elu_in_place: Primitive = Primitive(
    "EluBackward1",
    _elu_forward,
    self=lambda g, result, alpha, scale, input_scale: _elu_from_result(
        g, result, alpha, scale, input_scale
    ),
)
_celu: Primitive = Primitive(
    "CeluBackward0",
    _elu_forward,
    self=lambda g, self, alpha, scale, input_scale: _elu_backward(
        g, self, alpha=alpha, scale=scale, input_scale=input_scale
    ),
)


_celu_in_place: Primitive = Primitive(
    "CeluBackward1",
    _elu_forward,
    self=lambda g, result, alpha, scale, input_scale: _elu_from_result(
        g, result, alpha, scale, input_scale
    ),
)


def _elu_from_result(g: Any, result: Any, alpha: float, scale: float, input_scale: float) -> Any:
    if alpha < 0:
        raise RuntimeError(
            "In-place elu backward calculation is triggered with a negative slope which is not "
            "supported. This is caused by calling in-place forward function with a negative slope, "
            "please call out-of-place version instead."
        )
    return _elu_backward_of_result(g, result, alpha=alpha, scale=scale, input_scale=input_scale)


_SELU = {"alpha": 1.6732632423543772848170429916717, "scale": 1.0507009873554804934193349852946}


def elu(input: Tensor, alpha: float = 1.0, scale: float = 1.0, input_scale: float = 1.0) -> Tensor:
    """`x` above zero, `alpha * (exp(x) - 1)` below it; the slope at zero is `alpha`."""
    floating_for("elu_cpu", input)
    result: Tensor = _elu(input, alpha=alpha, scale=scale, input_scale=input_scale)
    return result


def elu_(input: Tensor, alpha: float = 1.0, scale: float = 1.0, input_scale: float = 1.0) -> Tensor:
    """As `elu`, in place; its gradient is worked out from the result."""
    floating_for("elu_cpu", input)
    options = {"alpha": alpha, "scale": scale, "input_scale": input_scale}
    return write(_elu_in_place, (input,), options)


def selu(input: Tensor) -> Tensor:
    """`elu` with the constants that keep mean and variance through a network's layers."""
    return elu(input, _SELU["alpha"], _SELU["scale"])


def selu_(input: Tensor) -> Tensor:
    """As `selu`, in place."""
    return elu_(input, _SELU["alpha"], _SELU["scale"])


def celu(input: Tensor, alpha: float = 1.0) -> Tensor:
    """`elu` with a slope that is continuous for every `alpha`.

    Raises:
        RuntimeError: for `alpha` 0.
    """
    result: Tensor = _celu(floating_for("elu_cpu", input), **_celu_options(alpha))
    return result


def celu_(input: Tensor, alpha: float = 1.0) -> Tensor:
    """As `celu`, in place; its gradient is worked out from the result."""
    return write(_celu_in_place, (floating_for("elu_cpu", input),), _celu_options(alpha))


def _celu_options(alpha: float) -> dict[str, float]:
    if alpha == 0:
        raise RuntimeError("ZeroDivisionError: alpha cannot be 0 for CELU")
    return {"alpha": alpha, "scale": 1.0, "input_scale": 1.0 / alpha}


def _hardtanh_forward(self: Any, *, low: float, high: float) -> Any:
    self = np.where(self < low, self.dtype.type(low), self)
    return np.where(self > high, self.dtype.type(high), self)


_hardtanh_backward: Primitive = Primitive(
    "HardtanhBackwardBackward0",
    # The bounds themselves are flat, unlike those of clamp; nan lets the cotangent through.
    lambda grad_output, self, *, low, high: np.where(
        (self <= low) | (self >= high), _zero(grad_output), grad_output
    ),
    grad_output=lambda g, self, low, high: _hardtanh_backward(g, self, low=low, high=high),
    self=lambda g: zeros_of(g),
)
_hardtanh: Primitive = Primitive(
    "HardtanhBackward0",
    _hardtanh_forward,
    self=lambda g, self, low, high: _hardtanh_backward(g, self, low=low, high=high),
)


def _hardtanh_options(input: Tensor, low: float, high: float) -> dict[str, float]:
    if input.array.dtype.kind == "b":
        raise RuntimeError("Bool inputs not supported for hardtanh")
    if input.array.dtype.kind == "u" and (low < 0 or high < 0):
        raise RuntimeError("cannot do hardtanh on an unsigned type with negative limits")
    return {"low": low, "high": high}


def hardtanh(input: Tensor, min_val: float = -1.0, max_val: float = 1.0) -> Tensor:
    """Elements brought between two numbers; flat at the bounds themselves."""
    result: Tensor = _hardtanh(input, **_hardtanh_options(input, min_val, max_val))
    return result


def hardtanh_(input: Tensor, min_val: float = -1.0, max_val: float = 1.0) -> Tensor:
    """As `hardtanh`, in place."""
    return write(_hardtanh, (input,), _hardtanh_options(input, min_val, max_val))
