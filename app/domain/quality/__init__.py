"""Quality: whether a problem is fit to be dealt, as six gates with figures and advice."""

from app.domain.problems.gates.gate import Example, Failure, Gate
from app.domain.quality.checking import Progress, check
from app.domain.quality.dealing import Dealing
from app.domain.quality.report import Report

__all__ = ["Dealing", "Example", "Failure", "Gate", "Progress", "Report", "check"]
