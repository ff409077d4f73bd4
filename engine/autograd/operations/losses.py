# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Losses between numbers: squared, absolute where far, and between probabilities.

Each comes whole, as a sum or as a mean; the backward formulas carry the mean's divisor as `scale`.
"""

import math
from typing import Any

import numpy as np

from engine.autograd.dtypes import Array, of
from engine.autograd.operations.elementwise import abs as size_of
from engine.autograd.operations.promotion import operands
from engine.autograd.operations.requirements import not_implemented_for
from engine.autograd.operations.selection import where
from engine.autograd.operations.summation import summed
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor


def reduced_loss(losses: Array, reduction: str) -> Any:
    """Losses as they are, summed, or their mean."""
    if reduction == "none":
        return losses
    total = summed(losses, tuple(range(losses.ndim)))
    return total if reduction == "sum" else total / losses.dtype.type(losses.size)


def count_of(reduction: str, shape: tuple[int, ...]) -> int:
    """By what the sum of losses is divided."""
    return (math.prod(shape) or 1) if reduction == "mean" else 1


def scale_of(reduction: str, shape: tuple[int, ...]) -> float:
    """What each loss counts in the result."""
    return 1 / (math.prod(shape) or 1) if reduction == "mean" else 1.0


def _in_one_type(primitive: Primitive, g: Any, *inputs: Any, **options: Any) -> Any:
    """Apply a backward operation in the cotangent's type, whatever types its inputs have."""
    if not isinstance(g, Tensor):
        return primitive(g, *inputs, **options)
    kind = g.array.dtype
    arrays = [value.array.astype(kind, copy=False) for value in (g, *inputs)]
    return primitive.apply((g, *inputs), options, arrays)


_mse_backward: Primitive = Primitive(
    "MseLossBackwardBackward0",
    lambda grad_output, self, target, *, scale: (self - target) * (2 * scale) * grad_output,
    grad_output=lambda g, self, target, scale: _mse_backward(g, self, target, scale=scale),
    self=lambda g, grad_output, scale: g * grad_output * (2 * scale),
    target=lambda g, grad_output, scale: -(g * grad_output * (2 * scale)),
)
_mse: Primitive = Primitive(
    "MseLossBackward0",
    lambda self, target, *, reduction: reduced_loss((self - target) ** 2, reduction),
    promotes=True,
    self=lambda g, self, target, reduction: _in_one_type(
        _mse_backward, g, self, target, scale=scale_of(reduction, self.shape)
    ),
    target=lambda g, self, target, reduction: _in_one_type(
        _mse_backward, g, target, self, scale=scale_of(reduction, self.shape)
    ),
)


def _bent_slope(
    grad_output: Any, self: Any, target: Any, *, bend: float, flat: float, scale: float
) -> Any:
    """The slope of a loss that is a parabola up to `bend` and goes on straight.

    Args:
        grad_output: the cotangent.
        self: the input.
        target: the target.
        bend: how far the parabola goes.
        flat: the slope beyond it.
        scale: what each element counts in the result.
    """
    distance = self - target
    # Scaled before dividing, in ATen's order.
    inside = distance * scale * grad_output * flat / bend
    slope = grad_output * (scale * flat)
    return np.where(distance <= -bend, -slope, np.where(distance >= bend, slope, inside))


def _curvature(g: Any, self: Any, target: Any, bend: float, flat: float, scale: float) -> Any:
    return where(size_of(self - target) < bend, g * (scale * flat / bend), 0.0)


def _bent_backward(name: str) -> Primitive:
    def again(g: Any, self: Any, target: Any, bend: float, flat: float, scale: float) -> Any:
        return primitive(g, self, target, bend=bend, flat=flat, scale=scale)

    primitive: Primitive = Primitive(
        name,
        _bent_slope,
        grad_output=again,
        self=lambda g, grad_output, self, target, bend, flat, scale: _curvature(
            g * grad_output, self, target, bend, flat, scale
        ),
        target=lambda g, grad_output, self, target, bend, flat, scale: (
            -_curvature(g * grad_output, self, target, bend, flat, scale)
        ),
    )
    return primitive


_smooth_l1_backward = _bent_backward("SmoothL1LossBackwardBackward0")
_huber_backward = _bent_backward("HuberLossBackwardBackward0")


def _smooth_l1_forward(self: Any, target: Any, *, beta: float, reduction: str) -> Any:
    size = np.abs(self - target)
    losses = np.where(size < beta, 0.5 * size * size / beta, size - 0.5 * beta)
    return reduced_loss(losses, reduction)


def _huber_forward(self: Any, target: Any, *, delta: float, reduction: str) -> Any:
    size = np.abs(self - target)
    losses = np.where(size <= delta, 0.5 * size * size, delta * (size - 0.5 * delta))
    # Unlike its siblings, this loss has the type of its input, whatever the target's is.
    return reduced_loss(losses.astype(self.dtype, copy=False), reduction)


def _smooth_l1_back(g: Any, self: Any, target: Any, beta: float, reduction: str) -> Any:
    scale = scale_of(reduction, self.shape)
    return _in_one_type(_smooth_l1_backward, g, self, target, bend=beta, flat=1.0, scale=scale)


def _huber_back(g: Any, self: Any, target: Any, delta: float, reduction: str) -> Any:
    if self.dtype != target.dtype:
        raise RuntimeError(f"Found dtype {_title(target)} but expected {_title(self)}")
    scale = scale_of(reduction, self.shape)
    return _huber_backward(g, self, target, bend=delta, flat=delta, scale=scale)


_smooth_l1: Primitive = Primitive(
    "SmoothL1LossBackward0",
    _smooth_l1_forward,
    promotes=True,
    self=lambda g, self, target, beta, reduction: _smooth_l1_back(g, self, target, beta, reduction),
    target=lambda g, self, target, beta, reduction: _smooth_l1_back(
        g, target, self, beta, reduction
    ),
)
_huber: Primitive = Primitive(
    "HuberLossBackward0",
    _huber_forward,
    self=lambda g, self, target, delta, reduction: _huber_back(g, self, target, delta, reduction),
    target=lambda g, self, target, delta, reduction: _huber_back(g, target, self, delta, reduction),
)


def _title(value: Any) -> str:
    return of(value.array if isinstance(value, Tensor) else value).title


def _floating(kernel: str, input: Tensor, target: Tensor) -> list[Any]:
    arrays = operands(input, target)
    if arrays[0].dtype.kind != "f":
        raise not_implemented_for(kernel, Tensor(arrays[0]))
    return arrays


def mse(input: Tensor, target: Tensor, reduction: str) -> Tensor:
    """The squares of differences; both of one shape."""
    arrays = _floating("mse_cpu", input, target)
    result: Tensor = _mse.apply((input, target), {"reduction": reduction}, arrays)
    return result


def smooth_l1(input: Tensor, target: Tensor, reduction: str, beta: float) -> Tensor:
    """Half the squares of differences, over `beta`, where those are below it; else their sizes.

    Raises:
        RuntimeError: for a negative `beta`.
    """
    if beta < 0:
        raise RuntimeError("smooth_l1_loss does not support negative values for beta.")
    arrays = _floating("smooth_l1_cpu", input, target)
    options = {"beta": beta, "reduction": reduction}
    result: Tensor = _smooth_l1.apply((input, target), options, arrays)
    return result


def huber(input: Tensor, target: Tensor, reduction: str, delta: float) -> Tensor:
    """Half the squares of differences up to `delta`, beyond it growing with slope `delta`.

    Raises:
        RuntimeError: unless `delta` is positive.
    """
    if delta <= 0:
        raise RuntimeError("huber_loss does not support non-positive values for delta.")
    common = _floating("huber_cpu", input, target)[0].dtype
    if input.array.dtype.kind != "f":
        raise RuntimeError(
            f"result type {of(common.type(0)).title} can't be cast to the desired output type "
            f"{of(input.array).title}"
        )
    result: Tensor = _huber(input, target, delta=delta, reduction=reduction)
    return result
