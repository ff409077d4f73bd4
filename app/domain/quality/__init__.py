"""Quality: whether a problem is fit to be dealt, as six gates with figures and advice."""

from app.domain.diagnosis.dealing import REDRAWS
from app.domain.problems.gates.gate import Example, Failure, Gate
from app.domain.quality.checking import Progress, check, known_misconceptions
from app.domain.quality.dealing import BROKEN, Dealing
from app.domain.quality.report import Report

__all__ = [
    "BROKEN",
    "REDRAWS",
    "Dealing",
    "Example",
    "Failure",
    "Gate",
    "Progress",
    "Report",
    "check",
    "known_misconceptions",
]
