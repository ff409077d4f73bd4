"""Beliefs about the derivative of a single function."""

from typing import Any, Final

from app.domain.diagnosis.misconceptions.local import Sent, each, sending
from app.domain.diagnosis.misconceptions.misconception import Misconception
from engine.autograd.operations.powers import natural_log


def _is_square(step: Any) -> bool:
    """Whether it is x * x, which people read as a power."""
    return step.saved("self") is not None and step.saved("self") is step.saved("other")


def _exponent_kept(step: Any, sent: Sent) -> Sent:
    if step.name == "MulBackward0" and not _is_square(step):
        return sent
    base = step.saved("self")
    return each(sent, lambda value: value * base)


def _factor_dropped(step: Any, sent: Sent) -> Sent:
    if step.name == "MulBackward0":
        return [sent[0], None] if _is_square(step) else sent
    exponent = step.saved("exponent")
    return each(sent, lambda value: value / exponent)


def _log(step: Any, sent: Sent) -> Sent:
    value = step.saved("self")
    return each(sent, lambda share: share * value * value)


def _exp(step: Any, sent: Sent) -> Sent:
    exponent = natural_log(step.saved("result"))
    return each(sent, lambda value: value * exponent / 2.718281828459045)


def _forgotten_square(step: Any, sent: Sent) -> Sent:
    result = step.saved("result")
    return each(sent, lambda _: step.cotangent * (1 - result))


def _negated(step: Any, sent: Sent) -> Sent:
    del step
    return each(sent, lambda value: -value)


def _doubled(step: Any, sent: Sent) -> Sent:
    del step
    return each(sent, lambda value: value * 2)


DERIVATIVES: Final = (
    Misconception(
        code="power-exponent-kept",
        name="The exponent is kept",
        student="The derivative of a power has an exponent that is one smaller.",
        instructor="x ** n is given the derivative n * x ** n.",
        change=sending(_exponent_kept, "PowBackward0", "MulBackward0"),
    ),
    Misconception(
        code="power-factor-dropped",
        name="The exponent does not come down",
        student="The derivative of a power has its old exponent as a factor in front.",
        instructor="x ** n is given the derivative x ** (n - 1).",
        change=sending(_factor_dropped, "PowBackward0", "MulBackward0"),
    ),
    Misconception(
        code="log-derivative",
        name="The logarithm's derivative is turned over",
        student="The logarithm rises more and more slowly: its derivative is a reciprocal.",
        instructor="log(x) is given the derivative x in place of 1 / x.",
        change=sending(_log, "LogBackward0"),
    ),
    Misconception(
        code="exp-derivative",
        name="exp is differentiated as a power",
        student="exp is its own derivative; the power rule is for a variable base.",
        instructor="exp(x) is given the derivative x * exp(x - 1).",
        change=sending(_exp, "ExpBackward0"),
    ),
    Misconception(
        code="tanh-derivative",
        name="The square in tanh's derivative is forgotten",
        student="The derivative of tanh is 1 minus the square of its value.",
        instructor="tanh is given the derivative 1 - tanh in place of 1 - tanh ** 2.",
        change=sending(_forgotten_square, "TanhBackward0"),
    ),
    Misconception(
        code="sigmoid-derivative",
        name="A factor of sigmoid's derivative is forgotten",
        student="The derivative of sigmoid is a product of two factors, made of its value s.",
        instructor="sigmoid is given the derivative 1 - s in place of s * (1 - s).",
        change=sending(_forgotten_square, "SigmoidBackward0"),
    ),
    Misconception(
        code="trig-sign-lost",
        name="The sign of cosine's derivative is lost",
        student="Cosine falls where sine is positive: its derivative has a minus.",
        instructor="cos is given the derivative sin in place of -sin.",
        change=sending(_negated, "CosBackward0"),
    ),
    Misconception(
        code="sqrt-derivative",
        name="The 2 in the root's derivative is forgotten",
        student="A root is a power with exponent 1/2, which comes down as a factor.",
        instructor="sqrt(x) is given the derivative 1 / sqrt(x), without the factor 1/2.",
        change=sending(_doubled, "SqrtBackward0"),
    ),
)
