"""Beliefs about sums, means, norms, broadcasting and products of matrices."""

from dataclasses import replace
from math import prod
from typing import Any, Final

from app.domain.diagnosis.misconceptions.local import Sent, each, sending
from app.domain.diagnosis.misconceptions.misconception import Commonness, Misconception
from engine.autograd.rules import Shape
from engine.snippet import Rules


def _broadcast_unsummed(rules: Rules) -> Rules:
    return replace(rules, unbroadcast=lambda cotangent, _: cotangent)


def _broadcast_counted_once(rules: Rules) -> Rules:
    def first_copy(cotangent: Any, shape: Shape) -> Any:
        leading = len(cotangent.shape) - len(shape)
        kept = [slice(0, 1) if size == 1 else slice(None) for size in shape]
        return cotangent[(0,) * leading + tuple(kept)]

    return replace(rules, unbroadcast=first_copy)


def _count(step: Any, value: Any) -> float:
    """How many elements of the input went into each of the output."""
    outputs: int = prod(step.cotangent.shape)
    return float(prod(value.shape) / max(outputs, 1))


def _mean_without_n(step: Any, sent: Sent) -> Sent:
    return each(sent, lambda value: value * _count(step, value))


def _sum_as_mean(step: Any, sent: Sent) -> Sent:
    return each(sent, lambda value: value / _count(step, value))


def _norm_unnormalised(step: Any, sent: Sent) -> Sent:
    result = step.saved("result")
    return each(sent, lambda value: value * result)


def _matmul_untransposed(step: Any, sent: Sent) -> Sent:
    if step.name == "MvBackward0":
        return [sent[0], _product(step.saved("self"), step.cotangent, sent[1])]
    return [
        _product(step.cotangent, step.saved("mat2"), sent[0]),
        _product(step.saved("self"), step.cotangent, sent[1]),
    ]


def _product(left: Any, right: Any, true: Any) -> Any:
    """A product without transposing, where the factors fit; it then has the shape that is due."""
    return true if true is None or left.shape[-1] != right.shape[0] else left @ right


REDUCING: Final = (
    Misconception(
        code="broadcast-unsummed",
        name="Broadcasting is not summed",
        student=(
            "A tensor that was stretched by broadcasting gets the sum over all its copies, "
            "in its own shape."
        ),
        instructor="The gradient of a broadcast operand is left in the shape of the result.",
        commonness=Commonness.COMMONEST,
        change=_broadcast_unsummed,
    ),
    Misconception(
        code="broadcast-counted-once",
        name="Of a broadcast tensor only one copy counts",
        student="Each copy that broadcasting made of a tensor adds its share to the gradient.",
        instructor="A broadcast operand is thought to get the gradient of a single copy.",
        change=_broadcast_counted_once,
    ),
    Misconception(
        code="mean-without-n",
        name="The mean's 1/n is forgotten",
        student="mean() divides by the number of elements, and so does its gradient.",
        instructor="The gradient of mean() is taken for that of sum().",
        commonness=Commonness.COMMONEST,
        change=sending(_mean_without_n, "MeanBackward0", "MeanBackward1"),
    ),
    Misconception(
        code="sum-as-mean",
        name="A sum is taken for a mean",
        student="sum() passes the whole gradient to every element; nothing is divided.",
        instructor="The gradient of sum() is divided by the number of elements.",
        change=sending(_sum_as_mean, "SumBackward0", "SumBackward1"),
    ),
    Misconception(
        code="norm-unnormalised",
        name="The norm's gradient is not divided by the norm",
        student="The gradient of norm() points along the vector and is divided by its length.",
        instructor="The gradient of norm() is taken for the vector itself, of any length.",
        change=sending(_norm_unnormalised, "LinalgVectorNormBackward0"),
    ),
    Misconception(
        code="matmul-untransposed",
        name="The factor is not transposed",
        student="In the gradient of a matrix product the other factor appears transposed.",
        instructor="The gradient of A @ B is multiplied by B and A, not by their transposes.",
        change=sending(_matmul_untransposed, "MmBackward0", "MvBackward0"),
    ),
)
