"""Diagnosis: misconceptions as changed rules, what they predict, and which of them explains answers."""

from app.domain.diagnosis.catalogue import (
    MISCONCEPTIONS,
    UnknownMisconception,
    find_misconception,
)
from app.domain.diagnosis.diagnosing import diagnose
from app.domain.diagnosis.findings import Diagnosis, Finding
from app.domain.diagnosis.misconception import Misconception
from app.domain.diagnosis.predicting import predict, predictions_of
from app.domain.diagnosis.predictions import Predictions

__all__ = [
    "MISCONCEPTIONS",
    "Diagnosis",
    "Finding",
    "Misconception",
    "Predictions",
    "UnknownMisconception",
    "diagnose",
    "find_misconception",
    "predict",
    "predictions_of",
]
