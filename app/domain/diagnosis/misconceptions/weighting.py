"""Beliefs about the weights that a backward() is given."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from app.domain.diagnosis.misconceptions.misconception import Change, Commonness, Misconception
from engine.autograd import Tensor
from engine.autograd.rules import Places, Shape
from engine.snippet import Rules


def _weighted(believed: Callable[[Any], Any]) -> Change:
    """Let an output start with what is believed of its weights, once PyTorch accepts them."""

    def change(rules: Rules) -> Rules:
        def start(gradient: Any, shape: Shape, places: Places) -> Any:
            return Tensor(believed(rules.start(gradient, shape, places).array))

        return replace(rules, start=start)

    return change


def _ones(weights: Any) -> Any:
    ones = weights.copy()
    ones.fill(1)
    return ones


def _sums(weights: Any) -> Any:
    sums = weights.copy()
    sums[...] = weights.sum()
    return sums


def _averages(weights: Any) -> Any:
    return weights / weights.dtype.type(max(weights.size, 1))


WEIGHTING: Final = (
    Misconception(
        code="ignores-weights",
        name="The weights are ignored",
        student=(
            "backward(v) multiplies each component's gradient by its own weight in v; "
            "the weights are part of the answer."
        ),
        instructor="The argument of backward() is thought to have no effect, as if it were ones.",
        commonness=Commonness.COMMONEST,
        change=_weighted(_ones),
    ),
    Misconception(
        code="sums-weights",
        name="The weights are summed first",
        student="In backward(v) each component has its own weight; the weights are not added up.",
        instructor="The weights are thought to be summed, and the sum to multiply every component.",
        commonness=Commonness.COMMON,
        change=_weighted(_sums),
    ),
    Misconception(
        code="averages-output",
        name="A vector output is averaged",
        student=(
            "backward(v) on a vector works with the weighted sum of its components; "
            "nothing is divided by how many there are."
        ),
        instructor="The components of an output are thought to be averaged in place of summed.",
        change=_weighted(_averages),
    ),
)
