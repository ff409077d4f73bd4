"""Beliefs about clearing a gradient."""

from dataclasses import replace
from typing import Final

from app.domain.diagnosis.misconceptions.misconception import Commonness, Misconception
from engine.autograd import Tensor
from engine.snippet import Rules


def _forgets_zeroing(rules: Rules) -> Rules:
    def zero(tensor: Tensor, owner: Tensor | None) -> None:
        if owner is None:
            rules.zero(tensor, owner)

    return replace(rules, zero=zero, drop=lambda _: None)


def _resets_tensor(rules: Rules) -> Rules:
    def zero(tensor: Tensor, owner: Tensor | None) -> None:
        rules.zero(tensor, owner)
        if owner is not None:
            owner.array.fill(0)

    return replace(rules, zero=zero)


def _gives_none(rules: Rules) -> Rules:
    def zero(tensor: Tensor, owner: Tensor | None) -> None:
        if owner is None:
            rules.zero(tensor, owner)
        else:
            owner.held_grad = None

    return replace(rules, zero=zero)


def _clearing_gives_zeros(rules: Rules) -> Rules:
    def drop(tensor: Tensor) -> None:
        if tensor.held_grad is not None:
            rules.zero(tensor.held_grad, tensor)

    return replace(rules, drop=drop)


ZEROING: Final = (
    Misconception(
        code="forgets-zeroing",
        name="Zeroing is overlooked",
        student=(
            "From the line that clears a gradient on, only what later backward() calls bring "
            "counts; what was there before is gone."
        ),
        instructor="zero_() and .grad = None are overlooked, as if all calls accumulated.",
        commonness=Commonness.COMMONEST,
        change=_forgets_zeroing,
    ),
    Misconception(
        code="zeroing-resets-tensor",
        name="Zeroing the gradient also zeroes the tensor",
        student="x.grad.zero_() clears the gradient only; the tensor x keeps its values.",
        instructor="zero_() on a gradient is thought to set the tensor itself to zero as well.",
        change=_resets_tensor,
    ),
    Misconception(
        code="zeroing-gives-none",
        name="zero_() gives None",
        student="zero_() fills a gradient with zeros and keeps it; only = None takes it away.",
        instructor="A gradient that was zeroed in place is thought to be None again.",
        change=_gives_none,
    ),
    Misconception(
        code="clearing-gives-zeros",
        name="= None leaves zeros",
        student="After .grad = None there is no gradient at all, until a backward() brings one.",
        instructor="A gradient that was set to None is thought to hold zeros.",
        change=_clearing_gives_zeros,
    ),
)
