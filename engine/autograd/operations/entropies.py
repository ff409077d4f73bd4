# ruff: noqa: PLW0108 - the names of a lambda's parameters are the names of the inputs
"""Binary cross entropy, of probabilities and of logits."""

from typing import Any, Final

import numpy as np

from engine.autograd import errors
from engine.autograd.context import current
from engine.autograd.dtypes import of
from engine.autograd.operations.elementwise import sigmoid
from engine.autograd.operations.losses import count_of, reduced_loss
from engine.autograd.operations.powers import natural_log
from engine.autograd.operations.requirements import not_implemented_for
from engine.autograd.operations.smooth_activations import log_sigmoid
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor

_TINY: Final = 1e-12
_LEAST_LOG: Final = -100.0

divided: Primitive = Primitive(
    "DivBackward1",
    lambda self, *, count: self / count,
    self=lambda g, count: divided(g, count=count),
)
"""Division by a count, which PyTorch does with another node than a division in a program."""


def _weighted(value: Any, weight: Any) -> Any:
    return value if weight is None else value * weight


def _entropy_forward(self: Any, target: Any, weight: Any, *, reduction: str) -> Any:
    unlikely = np.maximum(np.log1p(-self), self.dtype.type(_LEAST_LOG))
    likely = np.maximum(np.log(self), self.dtype.type(_LEAST_LOG))
    return reduced_loss(_weighted((target - 1) * unlikely - target * likely, weight), reduction)


def _entropy_slope(grad_output: Any, self: Any, target: Any, weight: Any, *, count: int) -> Any:
    width = np.maximum((1 - self) * self, self.dtype.type(_TINY))
    return _weighted(grad_output * (self - target) / width, weight) / count


def _entropy_bend(g: Any, grad_output: Any, self: Any, target: Any, weight: Any, count: int) -> Any:
    width = (self + _TINY) * (1 - self + _TINY)
    bend = (self * self - 2 * self * target + target) / (width * width)
    return _weighted(bend * (g * grad_output), weight) / count


def _entropy_slope_of_target(g: Any, grad_output: Any, self: Any, weight: Any, count: int) -> Any:
    width = (self + _TINY) * (1 - self + _TINY)
    return _weighted(-g * grad_output, weight) / width / count


def _target_back(g: Any, self: Any, weight: Any, count: int) -> Any:
    return _weighted((natural_log(self) - natural_log(1 - self)) * -g, weight) / count


_entropy_backward: Primitive = Primitive(
    "BinaryCrossEntropyBackwardBackward0",
    _entropy_slope,
    grad_output=lambda g, self, target, weight, count: _entropy_backward(
        g, self, target, weight, count=count
    ),
    self=lambda g, grad_output, self, target, weight, count: _entropy_bend(
        g, grad_output, self, target, weight, count
    ),
    target=lambda g, grad_output, self, weight, count: _entropy_slope_of_target(
        g, grad_output, self, weight, count
    ),
)
_entropy: Primitive = Primitive(
    "BinaryCrossEntropyBackward0",
    _entropy_forward,
    self=lambda g, self, target, weight, reduction: _entropy_backward(
        g, self, target, weight, count=count_of(reduction, self.shape)
    ),
    target=lambda g, self, target, weight, reduction: _target_back(
        g, self, weight, count_of(reduction, target.shape)
    ),
)


def refuse_gradient(function: str, argument: str, value: Tensor | None) -> None:
    """Refuse a weight that requires a gradient, which the function cannot give it.

    Raises:
        RuntimeError: when it does, while gradients are recorded.
    """
    if value is not None and value.requires_grad and current().grad_enabled:
        raise RuntimeError(errors.NOT_DIFFERENTIABLE.format(function, argument))


def binary_cross_entropy(
    input: Tensor, target: Tensor, weight: Tensor | None, reduction: str
) -> Tensor:
    """The cross entropy between probabilities, whose logarithms count as at least -100.

    Args:
        input: probabilities.
        target: probabilities of the same shape and type.
        weight: of a shape that broadcasts to theirs.
        reduction: "none", "mean" or "sum".

    Raises:
        RuntimeError: for numbers that are no probabilities, and for a target of another type.
        NotImplementedError: for integers and bool.
    """
    refuse_gradient("binary_cross_entropy", "weight", weight)
    if input.array.dtype.kind != "f":
        raise not_implemented_for("binary_cross_entropy", input)
    if target.array.dtype != input.array.dtype:
        raise RuntimeError(
            f"Found dtype {of(target.array).title} but expected {of(input.array).title}"
        )
    for name, value in (("input", input.array), ("target", target.array)):
        if not bool(((value >= 0) & (value <= 1)).all()):
            raise RuntimeError(f"all elements of {name} should be between 0 and 1")
    result: Tensor = _entropy(input, target, weight, reduction=reduction)
    return result


def _logits_forward(self: Any, target: Any, weight: Any, pos_weight: Any, *, reduction: str) -> Any:
    likely = log_sigmoid.forward(self)
    if pos_weight is not None:
        likely = likely * ((pos_weight - 1) * target + 1)
    return reduced_loss(_weighted((1 - target) * self - likely, weight), reduction)


def _scaled(value: Any, reduction: str) -> Any:
    return divided(value, count=_size(value)) if reduction == "mean" else value


def _size(value: Any) -> int:
    array = value.array if isinstance(value, Tensor) else value
    return int(np.prod(array.shape))


def _logits_back(
    g: Any, self: Any, target: Any, weight: Any, pos_weight: Any, reduction: str
) -> Any:
    if pos_weight is None:
        slope = sigmoid(self) - target
    else:
        positive = pos_weight * target
        slope = (positive + 1 - target) * sigmoid(self) - positive
    return _scaled(_weighted(slope * g, weight), reduction)


def _logits_target_back(g: Any, self: Any, weight: Any, pos_weight: Any, reduction: str) -> Any:
    if pos_weight is None:
        return _scaled(_weighted(self * -g, weight), reduction)
    slope = log_sigmoid(-self) - log_sigmoid(self) * pos_weight
    return _scaled(_weighted(slope * g, weight), reduction)


_with_logits: Primitive = Primitive(
    "BinaryCrossEntropyWithLogitsBackward0",
    _logits_forward,
    self=lambda g, self, target, weight, pos_weight, reduction: _logits_back(
        g, self, target, weight, pos_weight, reduction
    ),
    target=lambda g, self, weight, pos_weight, reduction: _logits_target_back(
        g, self, weight, pos_weight, reduction
    ),
)


def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None,
    pos_weight: Tensor | None,
    reduction: str,
) -> Tensor:
    """The cross entropy between `sigmoid(input)` and probabilities, without overflow.

    Args:
        input: logits.
        target: probabilities of the same shape.
        weight: of a shape that broadcasts to theirs.
        pos_weight: what positive examples count.
        reduction: "none", "mean" or "sum".

    Raises:
        RuntimeError: for a target of integers.
    """
    refuse_gradient("binary_cross_entropy_with_logits", "weight", weight)
    refuse_gradient("binary_cross_entropy_with_logits", "pos_weight", pos_weight)
    if target.array.dtype.kind != "f":
        raise RuntimeError(
            f"result type {of(input.array).title} can't be cast to the desired output type "
            f"{of(target.array).title}"
        )
    result: Tensor = _with_logits(input, target, weight, pos_weight, reduction=reduction)
    return result
