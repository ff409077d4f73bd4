"""What a wrong answer looks like, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.diagnosis import (
    Diagnosis,
    Finding,
    Misconception,
    UnknownMisconception,
    find_misconception,
)


@dataclass(frozen=True)
class FindingRow:
    """One explanation of wrong answers.

    Attributes:
        beliefs: One misconception, or two held at once.
        explains: The fraction of all answers that they predict, above 0, at most 1.
        questions: The ids of the wrong answers that they explain.
        alternatives: Other misconceptions that give the same answers here.
    """

    beliefs: tuple[Misconception, ...]
    explains: float
    questions: tuple[str, ...]
    alternatives: tuple[tuple[Misconception, ...], ...]


@dataclass(frozen=True)
class DiagnosisRow:
    """What can be said of a wrong submission; no finding means that no known misconception fits."""

    findings: tuple[FindingRow, ...]


def read_diagnosis(stored: Mapping[str, Any] | None) -> DiagnosisRow | None:
    """Return a stored diagnosis in words; None where there is none, or where this release has no words for it."""
    if stored is None:
        return None
    diagnosis = Diagnosis.from_json(stored)
    if not diagnosis.recognised:
        return DiagnosisRow(())
    rows = tuple(row for row in map(_row, diagnosis.findings) if row is not None)
    return DiagnosisRow(rows) if rows else None


def _row(finding: Finding) -> FindingRow | None:
    beliefs = _find(finding.codes)
    if beliefs is None:
        return None
    alternatives = (found for found in map(_find, finding.alternatives) if found is not None)
    return FindingRow(beliefs, finding.explains, finding.questions, tuple(alternatives))


def _find(codes: Sequence[str]) -> tuple[Misconception, ...] | None:
    try:
        return tuple(map(find_misconception, codes))
    except UnknownMisconception:
        # Another release knew it.
        return None
