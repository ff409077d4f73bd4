"""The search for the misconception behind wrong answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import prod
from typing import Final

from app.domain.diagnosis.evidence import bits
from app.domain.diagnosis.findings import Codes, Diagnosis, Finding
from app.domain.diagnosis.misconceptions import find_misconception
from app.domain.diagnosis.predictions import Predictions
from app.domain.diagnosis.slips import chance_of_slip
from app.domain.marking.answer import Answer, AnswerKind
from app.domain.marking.compare import is_right
from app.domain.problems import Question, Truth, Variant
from app.domain.problems.error_kinds import RUNS
from app.domain.problems.questions import QuestionKind

CLEARLY: Final = 10
"""By more than so many tolerances a prediction must differ from the truth to count as another."""
_SLIP: Final = 0.02
"""An answer that a slip gives with a higher probability is taken for the slip."""
_ANOTHER_SLIP: Final = 0.1
"""The probability that who slipped once slips in another answer too."""
_ENOUGH: Final = {True: 0.0, False: 6.0}
"""Bits of evidence for a misconception that the problem lists, and for one that it does not."""
_FOR_PAIRS: Final = 3.0
"""Bits of evidence more for a pair, of which there are many."""
_MOST: Final = 5
"""How many findings are told."""


@dataclass(frozen=True)
class _Asked:
    """One question with what is known of it."""

    question: Question
    true: Answer
    given: Answer | None
    right: bool


def diagnose(
    variant: Variant,
    truth: Mapping[str, Truth],
    answers: Mapping[str, Answer],
    predictions: Predictions,
) -> Diagnosis:
    """Find the misconceptions that explain wrong answers, the best first.

    A finding's prediction agrees with at least one wrong answer and differs there from the truth by
    more than ten tolerances; agrees with more wrong answers than it has right ones against it; says
    something that neither a slip nor chance says easily. Findings are ranked by the fraction of
    answers they explain, then single ones before pairs, those that the problem lists before others,
    common before rare. Those that predict the same answers are one finding.

    Args:
        variant: What was asked.
        truth: Its truth, by question id.
        answers: What was answered, by question id.
        predictions: What misconceptions answer to this variant.
    """
    asked = tuple(
        _look(question, Answer.from_truth(truth[question.id]), answers.get(question.id), variant)
        for question in variant.questions
    )
    if all(one.right for one in asked):
        return Diagnosis((), recognised=True)
    ranked: list[tuple[tuple[float, ...], Finding, tuple[Answer, ...]]] = []
    for codes, changes in predictions.answers.items():
        predicted = tuple(
            Answer.from_truth(changes[one.question.id]) if one.question.id in changes else one.true
            for one in asked
        )
        finding = _weigh(variant, asked, predicted, codes, predictions.listed)
        if finding is not None:
            rank = (-finding.explains, len(codes), *_prior(codes, predictions.listed))
            ranked.append((rank, finding, predicted))
    ranked.sort(key=lambda entry: entry[0])
    findings = _merge([(finding, predicted) for _, finding, predicted in ranked], variant)
    return Diagnosis(findings[:_MOST], recognised=bool(findings))


def _look(question: Question, true: Answer, given: Answer | None, variant: Variant) -> _Asked:
    right = given is not None and is_right(given, true, variant.rtol, variant.atol)
    return _Asked(question, true, given, right)


def _agrees(asked: _Asked, predicted: Answer, variant: Variant) -> bool:
    """Tell whether an answer is what was predicted; some error is predicted by an empty name."""
    if asked.given is None:
        return False
    if predicted.kind is AnswerKind.RAISES and not predicted.error:
        if asked.question.kind is QuestionKind.ERROR:
            return asked.given.word != RUNS.code
        return asked.given.kind is AnswerKind.RAISES
    return is_right(asked.given, predicted, variant.rtol, variant.atol)


def _weigh(
    variant: Variant,
    asked: tuple[_Asked, ...],
    predicted: tuple[Answer, ...],
    codes: Codes,
    listed: tuple[str, ...],
) -> Finding | None:
    """The finding of one prediction, if it explains enough of the answers well enough."""
    rtol, atol = CLEARLY * variant.rtol, CLEARLY * variant.atol
    explained: list[tuple[_Asked, Answer]] = []
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
    explained: list[tuple[_Asked, Answer]], codes: Codes, listed: tuple[str, ...]
) -> bool:
    slips = prod(chance_of_slip(one.true, answer) for one, answer in explained)
    if slips * _ANOTHER_SLIP ** (len(explained) - 1) > _SLIP:
        return False
    enough = _ENOUGH[all(code in listed for code in codes)] + _FOR_PAIRS * (len(codes) - 1)
    return sum(bits(one.question, one.true, answer) for one, answer in explained) >= enough


def _prior(codes: Codes, listed: tuple[str, ...]) -> tuple[float, float]:
    commonness = sum(find_misconception(code).commonness for code in codes)
    return -all(code in listed for code in codes), -commonness


def _merge(
    ranked: list[tuple[Finding, tuple[Answer, ...]]], variant: Variant
) -> tuple[Finding, ...]:
    """One finding for all that predict the same; a pair that predicts no more than one of them goes."""
    merged: list[tuple[Finding, tuple[Answer, ...]]] = []
    for finding, predicted in ranked:
        for place, (best, same) in enumerate(merged):
            if all(
                is_right(one, other, variant.rtol, variant.atol)
                for one, other in zip(predicted, same, strict=True)
            ):
                if len(best.codes) == len(finding.codes):
                    alternatives = (*best.alternatives, finding.codes)
                    merged[place] = (replace(best, alternatives=alternatives), same)
                break
        else:
            merged.append((finding, predicted))
    return tuple(finding for finding, _ in merged)
