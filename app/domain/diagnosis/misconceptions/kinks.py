"""Beliefs about relu, abs and max: where they have no derivative, and beside it."""

from typing import Any, Final

import numpy as np

from app.domain.diagnosis.misconceptions.local import Sent, constant, each, sending
from app.domain.diagnosis.misconceptions.misconception import Misconception


def _takes_one(step: Any, sent: Sent) -> Sent:
    operand = step.operand(0)
    if operand is None:
        return sent
    kink = constant(step, operand == 0)
    return each(sent, lambda value: value + step.cotangent * kink)


def _passes_all(step: Any, sent: Sent) -> Sent:
    return each(sent, lambda _: step.cotangent)


def _to_first(step: Any, sent: Sent) -> Sent:
    return each(sent, lambda value: _first_of_ties(step, value))


def _first_of_ties(step: Any, value: Any) -> Any:
    """The whole of a cotangent in the first of the places that share it, in all or along one axis."""
    taken = getattr(value, "array", value) != 0
    shape = taken.shape
    axes = step.saved("dims") or tuple(range(len(shape)))
    if len(axes) == len(shape):
        places, axis = taken.reshape(-1), 0
    elif len(axes) == 1:
        places, axis = taken, axes[0]
    else:
        return value
    first = (places & (np.cumsum(places, axis=axis) == 1)).reshape(shape)
    kept = tuple(1 if axis in axes else size for axis, size in enumerate(shape))
    return step.cotangent.reshape(kept) * constant(step, first)


KINKS: Final = (
    Misconception(
        code="kink-takes-one",
        name="At the kink the derivative is taken for 1",
        student="At 0, where relu and abs have no derivative, PyTorch takes a fixed value for it.",
        instructor="relu and abs are thought to have the derivative 1 at 0, where PyTorch takes 0.",
        change=sending(_takes_one, "ReluBackward0", "AbsBackward0"),
    ),
    Misconception(
        code="kink-ignored",
        name="relu and abs are passed as if they were not there",
        student="relu and abs have different slopes on the two sides of 0.",
        instructor="relu and abs are thought to pass every gradient unchanged.",
        change=sending(_passes_all, "ReluBackward0", "AbsBackward0"),
    ),
    Misconception(
        code="max-to-first",
        name="The first of several maxima takes all",
        student="Elements that attain a maximum together share its gradient.",
        instructor="Of equal maxima only the first is thought to get a gradient.",
        change=sending(_to_first, "MaxBackward1", "MinBackward1", "AmaxBackward0", "AminBackward0"),
    ),
)
