"""The losses of torch.nn.functional, with its checks, warnings and words."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd import errors
from engine.autograd.arguments import Function
from engine.autograd.context import current
from engine.autograd.operations import (
    arithmetic,
    class_losses,
    elementwise,
    entropies,
    losses,
    mixtures,
    powers,
    reductions,
)
from engine.autograd.operations.dimensions import broadcast
from engine.autograd.operations.shapes import expanded
from engine.autograd.tensor import Tensor

_REDUCTIONS: Final = ("none", "mean", "sum")


def _checked(reduction: Any) -> str:
    """The word itself, if it names a reduction; an old one is understood with a warning.

    Raises:
        ValueError: when it names none.
    """
    if reduction == "elementwise_mean":
        current().warn(errors.ELEMENTWISE_MEAN_WARNING)
        return "mean"
    if reduction not in _REDUCTIONS:
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return str(reduction)


def _said(size_average: bool | None, reduce: bool | None, reduction: Any) -> Any:
    """What the two arguments mean that said it before there were words for it."""
    if size_average is None and reduce is None:
        return reduction
    average = True if size_average is None else size_average
    whole = "mean" if average else "sum"
    meant = whole if reduce is None or reduce else "none"
    current().warn(errors.SIZE_AVERAGE_WARNING.format(meant))
    return meant


def _broadcast(input: Any, target: Any) -> tuple[Tensor, Tensor]:
    """Both in their common shape, which PyTorch warns of when it is not their own."""
    if target.size() != input.size():
        current().warn(errors.TARGET_SIZE_WARNING.format(target.size(), input.size()))
    shape = broadcast(input.array.shape, target.array.shape)
    return expanded(input, shape), expanded(target, shape)


def _refuse_other_size(weight: Any, input: Any) -> None:
    if weight.size() != input.size():
        raise ValueError("Weights and input must have the same size.")


def _weighted(each: Tensor, weight: Tensor, reduction: str, *, mean_of_all: bool) -> Tensor:
    """Losses times weights, reduced.

    Args:
        each: the losses.
        weight: their weights.
        reduction: "none", "mean" or "sum".
        mean_of_all: whether the mean divides by the number of losses, not by the sum of weights.

    Raises:
        ValueError: for another word.
    """
    products = arithmetic.mul(each, weight)
    if reduction == "none":
        return products
    if reduction == "sum":
        return reductions.sum_of_all(products)
    if reduction != "mean":
        raise ValueError(
            f"Invalid reduction mode: {reduction}. Expected one of 'none', 'mean', 'sum'."
        )
    if mean_of_all:
        return reductions.mean_of_all(products)
    return arithmetic.div(reductions.sum_of_all(products), reductions.sum_of_all(weight))


def _reduced(each: Tensor, reduction: str) -> Tensor:
    if reduction == "none":
        return each
    if reduction == "sum":
        return reductions.sum_of_all(each)
    return reductions.mean_of_all(each)


def _distances(input: Tensor, target: Tensor) -> Tensor:
    result: Tensor = elementwise.abs(arithmetic.sub(input, target))
    return result


def mse_loss(
    input: Any,
    target: Any,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: Any = None,
) -> Tensor:
    """The squares of differences."""
    pair = _broadcast(input, target)
    reduction = _said(size_average, reduce, reduction)
    if weight is None:
        return losses.mse(*pair, _checked(reduction))
    _refuse_other_size(weight, input)
    squares = powers.pow(arithmetic.sub(*pair), 2)
    return _weighted(squares, weight, reduction, mean_of_all=False)


def l1_loss(
    input: Any,
    target: Any,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: Any = None,
) -> Tensor:
    """The sizes of differences."""
    pair = _broadcast(input, target)
    reduction = _said(size_average, reduce, reduction)
    if weight is None:
        reduction = _checked(reduction)
        return _reduced(_distances(*pair), reduction)
    _refuse_other_size(weight, input)
    return _weighted(_distances(*pair), weight, reduction, mean_of_all=False)


def smooth_l1_loss(
    input: Any,
    target: Any,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    beta: float = 1.0,
) -> Tensor:
    """The sizes of differences, rounded off by a parabola below `beta`."""
    pair = _broadcast(input, target)
    chosen = _checked(_said(size_average, reduce, reduction))
    if beta == 0.0:
        return _reduced(_distances(*pair), chosen)
    return losses.smooth_l1(*pair, chosen, beta)


def huber_loss(
    input: Any,
    target: Any,
    reduction: str = "mean",
    delta: float = 1.0,
    weight: Any = None,
) -> Tensor:
    """Half the squares of differences up to `delta`, straight beyond it."""
    pair = _broadcast(input, target)
    if weight is None:
        return losses.huber(*pair, _checked(reduction), delta)
    _refuse_other_size(weight, input)
    each = losses.huber(*pair, "none", delta)
    return _weighted(each, weight, reduction, mean_of_all=True)


_WEIGHTED: Final = "Tensor input, Tensor target, Tensor? weight = None, str reduction = 'mean'"
_nll: Final = Function(
    "nll_loss_nd", {f"({_WEIGHTED}, int ignore_index = -100)": class_losses.nll_loss}
).function()
_cross_entropy: Final = Function(
    "cross_entropy_loss",
    {
        f"({_WEIGHTED}, int ignore_index = -100, float label_smoothing = 0.0)": (
            class_losses.cross_entropy
        )
    },
).function()


def nll_loss(
    input: Any,
    target: Any,
    weight: Any = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """The negative log likelihood of classes."""
    chosen = _checked(_said(size_average, reduce, reduction))
    result: Tensor = _nll(input, target, weight, chosen, ignore_index)
    return result


def cross_entropy(
    input: Any,
    target: Any,
    weight: Any = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    """The cross entropy between the softmax of logits and classes, or their probabilities."""
    chosen = _checked(_said(size_average, reduce, reduction))
    result: Tensor = _cross_entropy(input, target, weight, chosen, ignore_index, label_smoothing)
    return result


def binary_cross_entropy(
    input: Any,
    target: Any,
    weight: Any = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """The cross entropy between probabilities."""
    chosen = _checked(_said(size_average, reduce, reduction))
    if target.size() != input.size():
        raise ValueError(
            f"Using a target size ({target.size()}) that is different to the input size "
            f"({input.size()}) is deprecated. Please ensure they have the same size."
        )
    if weight is not None:
        weight = expanded(weight, broadcast(target.array.shape, weight.array.shape))
    return entropies.binary_cross_entropy(input, target, weight, chosen)


def binary_cross_entropy_with_logits(
    input: Any,
    target: Any,
    weight: Any = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    pos_weight: Tensor | None = None,
) -> Tensor:
    """The cross entropy between the sigmoid of logits and probabilities."""
    chosen = _checked(_said(size_average, reduce, reduction))
    if target.size() != input.size():
        raise ValueError(
            f"Target size ({target.size()}) must be the same as input size ({input.size()})"
        )
    return entropies.binary_cross_entropy_with_logits(input, target, weight, pos_weight, chosen)


def kl_div(
    input: Any,
    target: Any,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    log_target: bool = False,
) -> Tensor:
    """The Kullback-Leibler divergence of a distribution from one given by its logarithms."""
    batch = reduction == "batchmean"
    if size_average is not None or reduce is not None:
        chosen = _checked(_said(size_average, reduce, reduction))
    else:
        if reduction == "mean":
            current().warn(errors.KL_MEAN_WARNING)
        chosen = _checked("sum" if batch else reduction)
    if not (input.dtype.is_floating_point and target.dtype.is_floating_point):
        raise RuntimeError("kl_div: Integral inputs not supported.")
    if log_target:
        difference = arithmetic.sub(target, input)
        each = arithmetic.mul(elementwise.exp(target), difference)
    else:
        each = arithmetic.sub(mixtures.xlogy(target, target), arithmetic.mul(target, input))
    result = _reduced(each, chosen)
    if batch and input.ndim:
        result = arithmetic.div(result, input.array.shape[0])
    return result


FUNCTIONAL: Final[dict[str, Callable[..., Any]]] = {
    function.__name__: function
    for function in (
        mse_loss, l1_loss, smooth_l1_loss, huber_loss, nll_loss, cross_entropy,
        binary_cross_entropy, binary_cross_entropy_with_logits, kl_div,
    )
}  # fmt: skip
