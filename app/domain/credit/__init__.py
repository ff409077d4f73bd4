"""When an assignment takes work, and what a score is worth there. Pure rules: the clock is handed in."""

from app.domain.credit.checking import MOST_STEPS, check_credit, check_times
from app.domain.credit.counting import COUNTING_NAMES, COUNTING_TOLD, Counting
from app.domain.credit.earning import Try
from app.domain.credit.prerequisite import Prerequisite, leads_back
from app.domain.credit.rules import DEFAULT_RULES, Rules
from app.domain.credit.times import ALWAYS_OPEN, Phase, Span, Step, Times

__all__ = [
    "ALWAYS_OPEN",
    "COUNTING_NAMES",
    "COUNTING_TOLD",
    "DEFAULT_RULES",
    "MOST_STEPS",
    "Counting",
    "Phase",
    "Prerequisite",
    "Rules",
    "Span",
    "Step",
    "Times",
    "Try",
    "check_credit",
    "check_times",
    "leads_back",
]
