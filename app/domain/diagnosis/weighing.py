"""How well a prediction explains what was answered to the questions of a variant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Final

from app.domain.diagnosis.evidence import bits
from app.domain.diagnosis.findings import Codes, Finding
from app.domain.diagnosis.slips import chance_of_slip
from app.domain.marking import Answer, AnswerKind, is_right
from app.domain.problems import Question, Truth, Variant
from app.domain.problems.error_kinds import RUNS
from app.domain.problems.questions import QuestionKind

CLEARLY: Final = 10
"""By more than so many tolerances a prediction must differ from the truth to count as another."""
_SLIP: Final = {True: 0.07, False: 0.02}
"""An answer that a slip gives with a higher probability is taken for the slip; for a misconception
that the problem lists, and for one that it does not."""
_ANOTHER_SLIP: Final = 0.1
"""The probability that who slipped once slips in another answer too."""
_ENOUGH: Final = {True: 0.0, False: 6.0}
"""Bits of evidence for a misconception that the problem lists, and for one that it does not."""
_FOR_PAIRS: Final = 3.0
"""Bits of evidence more for a pair, of which there are many."""


@dataclass(frozen=True)
class Asked:
    """One question with what is known of it.

    Attributes:
        question: The question.
        true: Its truth.
        given: What was answered; None if nothing was.
        right: Whether that is right.
    """

    question: Question
    true: Answer
    given: Answer | None
    right: bool


def look(
    variant: Variant, truth: Mapping[str, Truth], answers: Mapping[str, Answer]
) -> tuple[Asked, ...]:
    """Bring together what is known of each question of a variant."""
    asked = []
    for question in variant.questions:
        true, given = Answer.from_truth(truth[question.id]), answers.get(question.id)
        right = given is not None and is_right(given, true, variant.rtol, variant.atol)
        asked.append(Asked(question, true, given, right))
    return tuple(asked)


def weigh(
    variant: Variant,
    asked: Sequence[Asked],
    predicted: Sequence[Answer],
    codes: Codes,
    listed: Sequence[str],
) -> Finding | None:
    """Give the finding of one prediction, if it explains enough of the answers well enough.

    Args:
        variant: What was asked.
        asked: What is known of each question.
        predicted: The answer that is predicted for each.
        codes: Whose prediction it is.
        listed: The codes that the problem lists.
    """
    rtol, atol = CLEARLY * variant.rtol, CLEARLY * variant.atol
    explained: list[tuple[Asked, Answer]] = []
    agreeing = against = missed = 0
    for one, answer in zip(asked, predicted, strict=True):
        other = not is_right(answer, one.true, rtol, atol)
        if _agrees(one, answer, variant):
            agreeing += 1
            if other and not one.right:
                explained.append((one, answer))
        elif other:
            against += one.right
            missed += not one.right
    if len(explained) <= against or len(explained) < missed:
        return None
    if not _says_enough(explained, codes, listed):
        return None
    questions = tuple(one.question.id for one, _ in explained)
    return Finding(codes, agreeing / len(asked), questions)


def _says_enough(
    explained: list[tuple[Asked, Answer]], codes: Codes, listed: Sequence[str]
) -> bool:
    is_listed = all(code in listed for code in codes)
    slips = prod(chance_of_slip(one.true, answer) for one, answer in explained)
    if slips * _ANOTHER_SLIP ** (len(explained) - 1) > _SLIP[is_listed]:
        return False
    enough = _ENOUGH[is_listed] + _FOR_PAIRS * (len(codes) - 1)
    return sum(bits(one.question, one.true, answer) for one, answer in explained) >= enough


def _agrees(asked: Asked, predicted: Answer, variant: Variant) -> bool:
    """Tell whether an answer is what was predicted; some error is predicted by an empty name."""
    if asked.given is None:
        return False
    if predicted.kind is AnswerKind.RAISES and not predicted.error:
        if asked.question.kind is QuestionKind.ERROR:
            return asked.given.word != RUNS.code
        return asked.given.kind is AnswerKind.RAISES
    return is_right(asked.given, predicted, variant.rtol, variant.atol)
