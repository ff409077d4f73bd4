"""Dealing: the variant of a seed that a student gets, drawn again until it teaches something."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from app.domain.diagnosis.misconceptions import find_misconception
from app.domain.diagnosis.predicting import predict
from app.domain.diagnosis.weighing import CLEARLY
from app.domain.marking import Answer, is_right
from app.domain.problems import BrokenProblem, Problem, Truth, Variant, find_truth, instantiate
from app.domain.problems.gates.short_answers import is_short
from app.domain.texts import say

REDRAWS: Final = 20
"""How often a variant is drawn again at most."""
TOO_LONG: Final = "long"
"""Why a variant is not dealt whose answers take too many digits."""


@dataclass(frozen=True)
class Dealt:
    """A variant that may be dealt.

    Attributes:
        variant: The variant.
        truth: Its truth, by question id.
        redraws: How often it was drawn again, 0 to 20.
    """

    variant: Variant
    truth: dict[str, Truth]
    redraws: int


def deal(problem: Problem, seed: int) -> Dealt:
    """Draw the variant that belongs to `seed`, and again until it can be dealt.

    The result depends on the file's text and the seed alone.

    Raises:
        BrokenProblem: No draw can be dealt; the message says why the last could not.
    """
    reason: str = ""
    for redraws in range(REDRAWS + 1):
        try:
            variant = instantiate(problem, seed, redraws)
            truth = find_truth(variant)
        except BrokenProblem as error:
            reason = error.reason
            continue
        refused = why_not_dealt(problem, truth, partial(_predict, variant))
        if refused is None:
            return Dealt(variant, truth, redraws)
        reason = _describe(refused)
    raise BrokenProblem(
        say(
            "has no variant after %(redraws)s redraws; the last: %(reason)s",
            redraws=REDRAWS,
            reason=reason,
        ),
        problem=problem.slug,
        version=problem.version,
        seed=seed,
    )


def why_not_dealt(
    problem: Problem,
    truth: Mapping[str, Truth],
    predicted: Callable[[str], Mapping[str, Truth] | None],
) -> str | None:
    """Tell why a variant with this truth is not dealt: `TOO_LONG`, or a misconception's code.

    Args:
        problem: The problem, whose misconceptions a variant must tell from the truth.
        truth: The variant's truth, by question id.
        predicted: From a misconception's code to the answers that it predicts for the variant, by
            question id, or None where it predicts none.

    Returns:
        None where it may be dealt. Else what is found first: answers that are not short, then the
        first listed misconception with which all answers come out right within ten tolerances.
    """
    if not all(map(is_short, truth.values())):
        return TOO_LONG
    true = {id: Answer.from_truth(value) for id, value in truth.items()}
    rtol, atol = CLEARLY * problem.rtol, CLEARLY * problem.atol
    for code in problem.misconceptions:
        answers = predicted(code)
        if answers is not None and all(
            is_right(Answer.from_truth(answers[id]), value, rtol, atol)
            for id, value in true.items()
        ):
            return code
    return None


def _predict(variant: Variant, code: str) -> dict[str, Truth] | None:
    return predict(variant, (find_misconception(code),))


def _describe(refused: str) -> str:
    if refused == TOO_LONG:
        return say("an answer has more than four significant digits and is no short fraction")
    return say(
        "%(code)s gives the right answers, so that the exercise does not tell it from the truth",
        code=refused,
    )
