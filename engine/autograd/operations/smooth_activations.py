# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""The activation functions of networks that are smooth: softplus, gelu, silu, logsigmoid, mish."""

import math
from typing import Any, Final

import numpy as np

from engine.autograd.operations.elementwise import erf, exp, log1p, sigmoid, sigmoid_backward, tanh
from engine.autograd.operations.halves import in_float32
from engine.autograd.operations.requirements import floating_for
from engine.autograd.operations.rounding import rounded
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor

_ROOT_HALF: Final = math.sqrt(0.5)
_NORMAL_PEAK: Final = 1 / math.sqrt(2 * math.pi)
_TANH_SCALE: Final = math.sqrt(2 / math.pi)
_TANH_CUBE: Final = 0.044715


@in_float32
def _softplus_forward(self: Any, *, beta: float, threshold: float) -> Any:
    scaled = self * beta
    return np.where(scaled > threshold, self, rounded(np.log1p, rounded(np.exp, scaled)) / beta)


@in_float32
def _softplus_slope(grad_output: Any, self: Any, *, beta: float, threshold: float) -> Any:
    scaled = self * beta
    grown = rounded(np.exp, scaled)
    return np.where(scaled > threshold, grad_output, grad_output * grown / (grown + 1))


def _softplus_bend(g: Any, self: Any, beta: float, threshold: float) -> Any:
    scaled = self * beta
    return sigmoid_backward(g, sigmoid(scaled)) * (scaled < threshold) * beta


_softplus_backward: Primitive = Primitive(
    "SoftplusBackwardBackward0",
    _softplus_slope,
    grad_output=lambda g, self, beta, threshold: _softplus_backward(
        g, self, beta=beta, threshold=threshold
    ),
    self=lambda g, grad_output, self, beta, threshold: _softplus_bend(
        g * grad_output, self, beta, threshold
    ),
)
_softplus: Primitive = Primitive(
    "SoftplusBackward0",
    _softplus_forward,
    self=lambda g, self, beta, threshold: _softplus_backward(
        g, self, beta=beta, threshold=threshold
    ),
)


def softplus(input: Tensor, beta: float = 1.0, threshold: float = 20.0) -> Tensor:
    """`log(1 + exp(beta * x)) / beta`, and `x` itself where `beta * x` is above the threshold."""
    floating_for("softplus_cpu", input)
    result: Tensor = _softplus(input, beta=beta, threshold=threshold)
    return result


def _erf_gelu_slope(x: Any) -> Any:
    density = exp(x * x * -0.5) * _NORMAL_PEAK
    return (erf(x * _ROOT_HALF) + 1) * 0.5 + x * density


def _erf_gelu_bend(x: Any) -> Any:
    square = x * x
    density = exp(square * -0.5) * _NORMAL_PEAK
    return 2 * density - square * density


def _tanh_gelu_slope(x: Any) -> Any:
    square = x * x
    inner = tanh((x + square * x * _TANH_CUBE) * _TANH_SCALE)
    inner_slope = (square * (3 * _TANH_CUBE) + 1) * _TANH_SCALE
    return (inner + 1) * 0.5 + x * 0.5 * (1 - inner * inner) * inner_slope


def _tanh_gelu_bend(x: Any) -> Any:
    square = x * x
    inner = tanh((x + square * x * _TANH_CUBE) * _TANH_SCALE)
    inner_slope = (square * (3 * _TANH_CUBE) + 1) * _TANH_SCALE
    inner_bend = x * (6 * _TANH_CUBE * _TANH_SCALE)
    flat = 1 - inner * inner
    return flat * inner_slope + x * 0.5 * flat * (
        inner_bend - 2 * inner * inner_slope * inner_slope
    )


@in_float32
def _gelu_slope(grad_output: Any, self: Any, *, approximate: str) -> Any:
    slope = _tanh_gelu_slope if approximate == "tanh" else _erf_gelu_slope
    return grad_output * slope(self)


@in_float32
def _gelu_forward(self: Any, *, approximate: str) -> Any:
    if approximate == "tanh":
        inner = (self + self * self * self * _TANH_CUBE) * _TANH_SCALE
        return self * 0.5 * (np.tanh(inner) + 1)
    return self * 0.5 * (erf(self * _ROOT_HALF) + 1)


_gelu_backward: Primitive = Primitive(
    "GeluBackwardBackward0",
    _gelu_slope,
    grad_output=lambda g, self, approximate: _gelu_backward(g, self, approximate=approximate),
    self=lambda g, grad_output, self, approximate: (
        g * grad_output * (_tanh_gelu_bend if approximate == "tanh" else _erf_gelu_bend)(self)
    ),
)
_gelu: Primitive = Primitive(
    "GeluBackward0",
    _gelu_forward,
    self=lambda g, self, approximate: _gelu_backward(g, self, approximate=approximate),
)


def gelu(input: Tensor, approximate: str = "none") -> Tensor:
    """`x` times the probability that a normal number lies below `x`.

    Args:
        input: a floating-point tensor.
        approximate: "none", or "tanh" for the approximation by a hyperbolic tangent.

    Raises:
        RuntimeError: for another word.
    """
    if approximate not in ("none", "tanh"):
        raise RuntimeError("approximate argument must be either none or tanh.")
    floating_for("GeluKernelImpl", input)
    result: Tensor = _gelu(input, approximate=approximate)
    return result


def _silu_back(g: Any, self: Any) -> Any:
    gate = sigmoid(self)
    return g * gate * (self * (1 - gate) + 1)


silu_: Primitive = Primitive(
    "SiluBackward0",
    in_float32(lambda self: self / (1 + rounded(np.exp, -self))),
    self=lambda g, self: _silu_back(g, self),
)


def silu(input: Tensor) -> Tensor:
    """`x * sigmoid(x)`."""
    result: Tensor = silu_(floating_for("silu_cpu", input))
    return result


def _mish_back(g: Any, self: Any) -> Any:
    gate = sigmoid(self)
    bent = tanh(log1p(exp(self)))
    return g * (bent + self * gate * (1 - bent * bent))


mish_: Primitive = Primitive(
    "MishBackward0",
    in_float32(lambda self: self * np.tanh(np.log1p(rounded(np.exp, self)))),
    self=lambda g, self: _mish_back(g, self),
)


def mish(input: Tensor) -> Tensor:
    """`x * tanh(softplus(x))`."""
    result: Tensor = mish_(floating_for("mish_cpu", input))
    return result


@in_float32
def _log_sigmoid_slope(grad_output: Any, self: Any) -> Any:
    small = rounded(np.exp, -np.abs(self))
    share = small / (1 + small)
    return grad_output * np.where(self < 0, 1 - share, share)


_log_sigmoid_backward: Primitive = Primitive(
    "LogSigmoidBackwardBackward0",
    _log_sigmoid_slope,
    grad_output=lambda g, self: _log_sigmoid_backward(g, self),
    self=lambda g, grad_output, self: g * grad_output * (sigmoid(self) - 1) * sigmoid(self),
)
log_sigmoid: Primitive = Primitive(
    "LogSigmoidBackward0",
    in_float32(
        lambda self: np.minimum(self, self.dtype.type(0)) - np.log1p(rounded(np.exp, -np.abs(self)))
    ),
    self=lambda g, self: _log_sigmoid_backward(g, self),
)


def logsigmoid(input: Tensor) -> Tensor:
    """`log(sigmoid(x))`, without overflow."""
    result: Tensor = log_sigmoid(floating_for("log_sigmoid_cpu", input))
    return result
