"""Losses, and points at which their derivatives are tested."""

from collections.abc import Callable
from typing import Any, Final

from engine.autograd import namespace as torch

NUMBERS = [0.7, -1.9, 2.6]
TARGETS = [0.3, 0.4, 2.5]
CHANCES = [0.7, 0.2, 0.55]
OTHER_CHANCES = [0.25, 0.6, 0.15]
LOGITS = [[0.5, -1.5, 2.5], [1.5, 0.5, 0.25]]
SHARES = [[0.2, 0.3, 0.5], [0.1, 0.6, 0.3]]
WEIGHTS = [1.5, 0.5, 2.0]

_F = torch.nn.functional


def _weights() -> Any:
    return torch.tensor(WEIGHTS, dtype=torch.float64)


def _classes() -> Any:
    return torch.tensor([2, 0])


def _pairs(name: str, reduction: str) -> Callable[..., Any]:
    return lambda a, b: getattr(_F, name)(a, b, reduction=reduction)


CASES: Final[dict[str, tuple[Callable[..., Any], list[Any]]]] = {
    **{
        f"{name}, {reduction}": (_pairs(name, reduction), [NUMBERS, TARGETS])
        for name in ("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss")
        for reduction in ("none", "mean", "sum")
    },
    **{
        f"{name}, {reduction}": (_pairs(name, reduction), [CHANCES, OTHER_CHANCES])
        for name in ("binary_cross_entropy", "binary_cross_entropy_with_logits")
        for reduction in ("none", "mean", "sum")
    },
    "mse_loss broadcast": (_F.mse_loss, [LOGITS, NUMBERS]),
    "mse_loss with weights": (
        lambda a, b, w: _F.mse_loss(a, b, weight=w),
        [NUMBERS, TARGETS, WEIGHTS],
    ),
    "huber_loss with weights": (
        lambda a, b, w: _F.huber_loss(a, b, delta=0.6, weight=w),
        [NUMBERS, TARGETS, WEIGHTS],
    ),
    "smooth_l1_loss with beta": (
        lambda a, b: _F.smooth_l1_loss(a, b, beta=2.0),
        [NUMBERS, TARGETS],
    ),
    "cross_entropy": (lambda a: _F.cross_entropy(a, _classes()), [LOGITS]),
    "cross_entropy with weights": (
        lambda a: _F.cross_entropy(a, _classes(), weight=_weights(), reduction="none"),
        [LOGITS],
    ),
    "cross_entropy smoothed": (
        lambda a: _F.cross_entropy(a, _classes(), weight=_weights(), label_smoothing=0.3),
        [LOGITS],
    ),
    "cross_entropy of probabilities": (
        lambda a, b: _F.cross_entropy(a, b, label_smoothing=0.1),
        [LOGITS, SHARES],
    ),
    "nll_loss": (lambda a: _F.nll_loss(a * a, _classes(), weight=_weights()), [LOGITS]),
    "nll_loss, none": (lambda a: _F.nll_loss(a * a, _classes(), reduction="none"), [LOGITS]),
    "nll_loss of more dimensions": (
        lambda a: _F.nll_loss(a.reshape(1, 3, 2) * 2, torch.tensor([[2, 0]])),
        [LOGITS],
    ),
    "binary_cross_entropy with weights": (
        lambda a, b: _F.binary_cross_entropy(a, b, weight=_weights()),
        [CHANCES, OTHER_CHANCES],
    ),
    "logits with weights": (
        lambda a, b: _F.binary_cross_entropy_with_logits(
            a, b, weight=_weights(), pos_weight=_weights()
        ),
        [NUMBERS, OTHER_CHANCES],
    ),
    "kl_div": (lambda a, b: _F.kl_div(a, b, reduction="batchmean"), [NUMBERS, OTHER_CHANCES]),
    "kl_div of logarithms": (
        lambda a, b: _F.kl_div(a, b, reduction="sum", log_target=True),
        [NUMBERS, TARGETS],
    ),
}
