"""What a diagnosis says, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Codes = tuple[str, ...]
"""The codes of one misconception, or of two that are held at once."""


@dataclass(frozen=True)
class Finding:
    """A misconception, or a pair of them, that explains a wrong answer.

    Attributes:
        codes: One code, or two.
        explains: The fraction of all the answers, right ones included, that are just what it
            predicts; above 0, at most 1.
        questions: The ids of the wrong answers among them.
        alternatives: Other misconceptions that predict the same answers on this variant, so that
            the answers cannot tell which it is; the likeliest first.
    """

    codes: Codes
    explains: float
    questions: tuple[str, ...]
    alternatives: tuple[Codes, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give the finding as plain data."""
        return {
            "codes": list(self.codes),
            "explains": self.explains,
            "questions": list(self.questions),
            "alternatives": [list(codes) for codes in self.alternatives],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Finding":
        """Rebuild a finding from `to_json`'s data."""
        return cls(
            codes=tuple(data["codes"]),
            explains=data["explains"],
            questions=tuple(data["questions"]),
            alternatives=tuple(tuple(codes) for codes in data["alternatives"]),
        )


@dataclass(frozen=True)
class Diagnosis:
    """What can be said of the answers to one variant.

    Attributes:
        findings: What explains wrong answers, the best first; empty when nothing is wrong and when
            nothing explains what is.
        recognised: False when something is wrong and nothing explains it.
    """

    findings: tuple[Finding, ...]
    recognised: bool

    def to_json(self) -> dict[str, Any]:
        """Give the diagnosis as plain data."""
        return {
            "findings": [finding.to_json() for finding in self.findings],
            "recognised": self.recognised,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Diagnosis":
        """Rebuild a diagnosis from `to_json`'s data."""
        findings = tuple(Finding.from_json(finding) for finding in data["findings"])
        return cls(findings, data["recognised"])
