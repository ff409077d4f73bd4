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
    """The whole of a cotangent in the first of the places that share it."""
    shares = getattr(value, "array", value)
    taken = shares.reshape(-1) != 0
    first = taken & (np.cumsum(taken, axis=0) == 1)
    return step.cotangent * constant(step, first.reshape(shares.shape))


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
        change=sending(_to_first, "MaxBackward1", "MinBackward1"),
    ),
)
