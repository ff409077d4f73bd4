"""Beliefs about differences, products, quotients and functions of functions."""

from typing import Any, Final

from app.domain.diagnosis.misconceptions.local import Sent, sending
from app.domain.diagnosis.misconceptions.misconception import Commonness, Misconception

_OUTER: Final = frozenset(
    {
        "PowBackward0",
        "ExpBackward0",
        "LogBackward0",
        "SinBackward0",
        "CosBackward0",
        "TanhBackward0",
        "SigmoidBackward0",
        "SqrtBackward0",
        "ReciprocalBackward0",
        "ReluBackward0",
        "AbsBackward0",
        "LinalgVectorNormBackward0",
    }
)
"""What people see as a function with something inside it."""
_INNER: Final = (
    "MulBackward0",
    "DivBackward0",
    "SubBackward0",
    "RsubBackward1",
    "NegBackward0",
    *sorted(_OUTER - {"LinalgVectorNormBackward0"}),
)
"""What has a derivative of its own, element by element."""


def _inner_dropped(step: Any, sent: Sent) -> Sent:
    if not step.came_through & _OUTER:
        return sent
    passed: Sent = [None if value is None else step.cotangent for value in sent]
    # Who drops the inner derivative of x * x drops both its terms, for one.
    return [passed[0], None] if step.meet else passed


def _one_sided(step: Any, sent: Sent) -> Sent:
    return [sent[0], None] if step.meet else sent


def _second_negated(step: Any, sent: Sent) -> Sent:
    del step
    return [*sent[:-1], None if sent[-1] is None else -sent[-1]]


COMPOSING: Final = (
    Misconception(
        code="inner-derivative-dropped",
        name="The inner derivative is dropped",
        student=(
            "A function of an expression has two factors in its gradient: "
            "its own derivative, and that of the expression inside."
        ),
        instructor="The chain rule stops at the outer function; the inner factor is left out.",
        commonness=Commonness.COMMONEST,
        change=sending(_inner_dropped, *_INNER),
    ),
    Misconception(
        code="product-one-sided",
        name="Half of the product rule",
        student="In a product both factors may depend on the same tensor; each gives one term.",
        instructor="Of the product rule's two terms only the first is kept.",
        commonness=Commonness.COMMON,
        change=sending(_one_sided, "MulBackward0", "DotBackward0"),
    ),
    Misconception(
        code="quotient-sign-lost",
        name="The quotient rule's sign is lost",
        student="When a denominator grows the quotient gets smaller: its gradient has a minus.",
        instructor="The minus of the derivative with respect to a denominator is forgotten.",
        change=sending(_second_negated, "DivBackward0", "ReciprocalBackward0"),
    ),
    Misconception(
        code="sign-of-subtraction-lost",
        name="The sign of a subtraction is lost",
        student="What is subtracted passes its gradient on with a minus.",
        instructor="The second operand of a difference gets the gradient without its minus.",
        commonness=Commonness.COMMON,
        change=sending(_second_negated, "SubBackward0", "RsubBackward1", "NegBackward0"),
    ),
)
