"""The search for the misconception behind wrong answers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from app.domain.diagnosis.findings import Codes, Diagnosis, Finding
from app.domain.diagnosis.misconceptions import MISCONCEPTIONS
from app.domain.diagnosis.predictions import Predictions
from app.domain.diagnosis.weighing import look, weigh
from app.domain.marking import Answer, is_right
from app.domain.problems import Truth, Variant

_MOST: Final = 5
"""How many findings are told."""
_COMMONNESS: Final = {one.code: one.commonness for one in MISCONCEPTIONS}


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
    asked = look(variant, truth, answers)
    if all(one.right for one in asked):
        return Diagnosis((), recognised=True)
    ranked: list[tuple[tuple[float, ...], Finding, tuple[Answer, ...]]] = []
    for codes, changes in predictions.answers.items():
        if not _COMMONNESS.keys() >= set(codes):
            # Stored when there was a misconception of this code.
            continue
        predicted = tuple(
            Answer.from_truth(changes[one.question.id]) if one.question.id in changes else one.true
            for one in asked
        )
        finding = weigh(variant, asked, predicted, codes, predictions.listed)
        if finding is not None:
            rank = (-finding.explains, len(codes), *_prior(codes, predictions.listed))
            ranked.append((rank, finding, predicted))
    ranked.sort(key=lambda entry: entry[0])
    findings = _merge([(finding, predicted) for _, finding, predicted in ranked], variant)
    return Diagnosis(findings[:_MOST], recognised=bool(findings))


def _prior(codes: Codes, listed: tuple[str, ...]) -> tuple[float, float]:
    commonness = sum(_COMMONNESS[code] for code in codes)
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
