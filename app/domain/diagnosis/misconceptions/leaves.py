"""Beliefs about which tensors hold a gradient."""

from dataclasses import replace
from typing import Any, Final

from app.domain.diagnosis.misconceptions.misconception import Commonness, Misconception
from engine.autograd import Tensor
from engine.snippet import Rules


def _grad_on_nonleaf(rules: Rules) -> Rules:
    before = rules.absent

    def absent(tensor: Tensor, cotangent: Any) -> Tensor | None:
        if cotangent is None:
            return None if before is None else before(tensor, cotangent)
        return Tensor(cotangent)

    return replace(rules, absent=absent)


def _zeros_for_none(rules: Rules) -> Rules:
    before = rules.absent

    def absent(tensor: Tensor, cotangent: Any) -> Tensor | None:
        found = None if before is None else before(tensor, cotangent)
        if found is not None:
            return found
        zeros = tensor.array.copy()
        zeros.fill(0)
        return Tensor(zeros)

    return replace(rules, absent=absent)


def _leaf_means_requires_grad(rules: Rules) -> Rules:
    return replace(rules, leaf=lambda requires_grad, _: requires_grad)


LEAVES: Final = (
    Misconception(
        code="grad-on-nonleaf",
        name="A computed tensor has a gradient too",
        student=(
            "backward() stores gradients in leaves; a computed tensor's .grad stays empty "
            "unless retain_grad() was called on it."
        ),
        instructor="A non-leaf is thought to keep the gradient that flows through it.",
        commonness=Commonness.COMMON,
        change=_grad_on_nonleaf,
    ),
    Misconception(
        code="zeros-for-none",
        name="Zeros in place of None",
        student=(
            "Where no gradient ever arrives, .grad is None; "
            "zeros are something that a tensor holds."
        ),
        instructor="Zeros are reported where PyTorch keeps None.",
        commonness=Commonness.COMMONEST,
        change=_zeros_for_none,
    ),
    Misconception(
        code="leaf-means-requires-grad",
        name="A leaf is whatever requires a gradient",
        student=(
            "is_leaf asks whether a tensor came from a recorded operation, "
            "not whether it requires a gradient."
        ),
        instructor="is_leaf is taken for requires_grad.",
        change=_leaf_means_requires_grad,
    ),
)
