"""Losses against classes: negative log likelihood and cross entropy."""

from typing import Any

import numpy as np

from engine.autograd import errors
from engine.autograd.dtypes import Array, int64, of, uint8
from engine.autograd.operations import arithmetic
from engine.autograd.operations.entropies import divided, refuse_gradient
from engine.autograd.operations.exponential_sums import log_softmax
from engine.autograd.operations.memory import zeros_of
from engine.autograd.operations.reductions import sum_along, sum_of_all
from engine.autograd.operations.requirements import not_implemented_for
from engine.autograd.operations.selection import masked_fill_number
from engine.autograd.operations.shapes import reshape
from engine.autograd.primitive import Primitive
from engine.autograd.tensor import Tensor


def _shares(target: Array, weight: Array | None, ignored: int, dtype: Any) -> Array:
    """What each example counts: its class's weight, or nothing."""
    kept = target != ignored
    found: Array
    if weight is None:
        found = kept.astype(dtype)
    else:
        found = np.where(kept, weight[np.where(kept, target, 0)], weight.dtype.type(0))
    return found


def _places(target: Array, ignored: int, axis: int) -> Array:
    return np.expand_dims(np.where(target != ignored, target, 0).astype(np.int64), axis)


def _nll_forward(
    self: Array, target: Array, weight: Array | None, *, reduction: str, ignored: int
) -> Any:
    axis = min(self.ndim - 1, 1)
    target = target.reshape(()) if self.ndim == 1 else target
    shares = _shares(target, weight, ignored, self.dtype)
    chosen = np.take_along_axis(self, _places(target, ignored, axis), axis).squeeze(axis)
    # What is left out must not matter, not even if it is infinite.
    losses = np.where(target != ignored, -(chosen * shares), self.dtype.type(0))
    if reduction == "none":
        # Of a single example PyTorch gives a sum, which starts at 0.0.
        return losses if self.ndim > 1 else losses + self.dtype.type(0)
    total = losses.sum()
    return total / shares.sum() if reduction == "mean" else total


def _nll_slope(
    grad_output: Array,
    self: Array,
    target: Array,
    weight: Array | None,
    *,
    reduction: str,
    ignored: int,
) -> Array:
    axis = min(self.ndim - 1, 1)
    target = target.reshape(()) if self.ndim == 1 else target
    shares = _shares(target, weight, ignored, self.dtype)
    slopes = -shares * grad_output
    if reduction == "mean":
        slopes = slopes / shares.sum()
    slopes = np.where(target != ignored, slopes, self.dtype.type(0))
    whole = np.zeros_like(self)
    places = _places(target, ignored, axis)
    np.put_along_axis(whole, places, np.expand_dims(slopes, axis), axis)
    return whole


def _nll_primitives(name: str) -> Primitive:
    backward: Primitive = Primitive(
        f"{name}BackwardBackward0",
        _nll_slope,
        self=zeros_of,
        grad_output=lambda g, target, weight, reduction, ignored: forward(
            g, target, weight, reduction=reduction, ignored=ignored
        ),
    )
    forward: Primitive = Primitive(
        f"{name}Backward0",
        _nll_forward,
        self=lambda g, self, target, weight, reduction, ignored: backward(
            g, self, target, weight, reduction=reduction, ignored=ignored
        ),
    )
    return forward


_nll = _nll_primitives("NllLoss")
_nll_2d = _nll_primitives("NllLoss2D")


def nll_loss(
    input: Tensor, target: Tensor, weight: Tensor | None, reduction: str, ignore_index: int
) -> Tensor:
    """The negative of each example's number at its class, weighted.

    Args:
        input: (C), (N, C) or (N, C, d1, ...): log likelihoods.
        target: (), (N) or (N, d1, ...): classes.
        weight: (C): what each class counts; also in the mean.
        reduction: "none", "mean" or "sum".
        ignore_index: a class whose examples are left out.

    Raises:
        ValueError: for shapes that do not fit.
        RuntimeError: for other shapes, and for targets that are no classes.
        IndexError: for a class that is not there.
    """
    _check_shapes(input, target)
    refuse_gradient("nll_loss_forward", "weight", weight)
    _check_classes(input, target, weight, ignore_index)
    options = {"reduction": reduction, "ignored": ignore_index}
    result: Tensor
    if input.ndim <= 2:
        result = _nll(input, target, weight, **options)
        return result
    if input.ndim == 4:
        result = _nll_2d(input, target, weight, **options)
        return result
    count, classes = input.array.shape[:2]
    flat = reshape(input, (count, classes, 1, -1))
    result = _nll_2d(flat, reshape(target, (count, 1, -1)), weight, **options)
    return reshape(result, target.array.shape) if reduction == "none" else result


def _check_shapes(input: Tensor, target: Tensor) -> None:
    if input.ndim < 1:
        raise ValueError(f"Expected 1 or more dimensions (got {input.ndim})")
    sizes = target.array.shape
    if input.ndim != 1 and (not sizes or input.array.shape[0] != sizes[0]):
        found = sizes[0] if sizes else 0
        raise ValueError(
            f"Expected input batch_size ({input.array.shape[0]}) to match target batch_size "
            f"({found})."
        )
    if input.ndim <= 2 and target.ndim > 1:
        raise RuntimeError("0D or 1D target tensor expected, multi-target not supported")
    if input.ndim == 1 and sizes not in {(), (1,)}:
        raise ValueError(
            f"For 1D input, 1D target must have size 1, but got target size: {sizes[0]}"
        )
    if input.ndim > 2 and sizes[1:] != input.array.shape[2:]:
        wanted = errors.sizes((input.array.shape[0], *input.array.shape[2:]))
        raise RuntimeError(f"Expected target size {wanted}, got {errors.sizes(sizes)}")


def _check_classes(input: Tensor, target: Tensor, weight: Tensor | None, ignore_index: int) -> None:
    classes = input.array.shape[min(input.ndim - 1, 1)]
    if weight is not None and weight.array.shape != (classes,):
        raise RuntimeError(
            f"weight tensor should be defined either for all {classes} classes or no classes but "
            f"got weight tensor of shape: {errors.sizes(weight.array.shape)}"
        )
    if of(target.array) not in (int64, uint8):
        raise RuntimeError(
            f"expected target dtype to be Long or Byte, but got {of(target.array).title}"
        )
    if input.array.dtype.kind != "f":
        raise not_implemented_for("nll_loss_out_frame", input)
    outside = target.array[
        (target.array != ignore_index) & ((target.array < 0) | (target.array >= classes))
    ]
    if outside.size:
        raise IndexError(f"Target {outside.flat[0]} is out of bounds.")


def cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None,
    reduction: str,
    ignore_index: int,
    label_smoothing: float,
) -> Tensor:
    """The cross entropy between a softmax and classes or their probabilities.

    Args:
        input: (C), (N, C) or (N, C, d1, ...): logits.
        target: classes as in `nll_loss`, or probabilities of the input's shape.
        weight: (C): what each class counts.
        reduction: "none", "mean" or "sum".
        ignore_index: a class whose examples are left out.
        label_smoothing: how much of the target is spread evenly over all classes, in [0, 1].

    Raises:
        RuntimeError: for a smoothing outside its range, and as `nll_loss`.
        ValueError: as `nll_loss`.
        IndexError: as `nll_loss`.
    """
    likely = input.array.shape == target.array.shape
    if likely and target.array.dtype.kind != "f":
        raise RuntimeError(
            "Expected floating point type for target with class probabilities, got "
            f"{of(target.array).title}"
        )
    if likely and ignore_index >= 0:
        raise RuntimeError("ignore_index is not supported for floating point target")
    if label_smoothing > 1:
        raise RuntimeError(f"label_smoothing must be between 0.0 and 1.0. Got: {label_smoothing:g}")
    axis = 0 if input.ndim == 1 else 1
    if likely:
        return _against_probabilities(input, target, weight, reduction, label_smoothing, axis)
    logs = log_softmax(input, axis)
    hard = nll_loss(logs, target, weight, reduction, ignore_index)
    if label_smoothing <= 0:
        return hard
    spread = _spread_loss(logs, target, weight, reduction, ignore_index, axis)
    share = label_smoothing / logs.array.shape[axis]
    return arithmetic.add(arithmetic.mul(hard, 1 - label_smoothing), arithmetic.mul(spread, share))


def _against_probabilities(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None,
    reduction: str,
    label_smoothing: float,
    axis: int,
) -> Tensor:
    classes = input.array.shape[axis]
    if weight is not None and weight.array.shape != (classes,):
        raise RuntimeError(
            f"cross_entropy: weight tensor should be defined either for all {classes} classes or no "
            f"classes but got weight tensor of shape: {errors.sizes(weight.array.shape)}"
        )
    logs = log_softmax(input, axis)
    if label_smoothing > 0:
        smooth = label_smoothing / classes
        target = arithmetic.add(arithmetic.mul(target, 1 - label_smoothing), smooth)
    products = arithmetic.mul(logs, target)
    if weight is not None:
        products = arithmetic.mul(products, _beside_classes(weight, input.ndim))
    result: Tensor
    if reduction == "none":
        result = arithmetic.neg(sum_along(products, axis))
        return result
    result = arithmetic.neg(sum_of_all(products))
    if reduction == "mean":
        result = divided(result, count=logs.array.size // classes)
    return result


def _beside_classes(weight: Tensor, ndim: int) -> Tensor:
    if ndim <= 1:
        return weight
    result: Tensor = reshape(weight, (1, weight.array.shape[0], *(1,) * (ndim - 2)))
    return result


def _spread_loss(
    logs: Tensor,
    target: Tensor,
    weight: Tensor | None,
    reduction: str,
    ignore_index: int,
    axis: int,
) -> Tensor:
    """The loss against all classes alike, of the examples that count."""
    weighted = logs
    if weight is not None:
        weighted = arithmetic.mul(logs, _beside_classes(weight, logs.ndim))
    ignored = Tensor(np.asarray(target.array == ignore_index))
    losses = masked_fill_number(arithmetic.neg(sum_along(weighted, axis)), ignored, value=0.0)
    result: Tensor
    if reduction == "none":
        result = losses
        return result
    result = sum_of_all(losses)
    if reduction == "mean":
        classes = target.array[~ignored.array]
        held = classes.size if weight is None else weight.array[classes].sum()
        result = arithmetic.div(result, Tensor(np.asarray(held, logs.array.dtype)))
    return result
