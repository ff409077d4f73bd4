"""Diagnosis: misconceptions as changed rules, what they predict, and which of them explains answers."""

from app.domain.diagnosis.dealing import TOO_LONG, Dealt, deal, why_not_dealt
from app.domain.diagnosis.diagnosing import diagnose
from app.domain.diagnosis.findings import Diagnosis, Finding
from app.domain.diagnosis.foreseeing import foresee
from app.domain.diagnosis.misconceptions import (
    MISCONCEPTIONS,
    Misconception,
    UnknownMisconception,
    find_misconception,
)
from app.domain.diagnosis.predicting import predict, predictions_of, rules_for
from app.domain.diagnosis.predictions import Predictions

__all__ = [
    "MISCONCEPTIONS",
    "TOO_LONG",
    "Dealt",
    "Diagnosis",
    "Finding",
    "Misconception",
    "Predictions",
    "UnknownMisconception",
    "deal",
    "diagnose",
    "find_misconception",
    "foresee",
    "predict",
    "predictions_of",
    "rules_for",
    "why_not_dealt",
]
