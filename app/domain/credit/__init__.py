"""When an assignment takes work, and what a score is worth there. Pure rules: the clock is handed in."""

from app.domain.credit.checking import MOST_STEPS, check_times
from app.domain.credit.earning import Try, earned_share
from app.domain.credit.prerequisite import Prerequisite, leads_back
from app.domain.credit.rules import DEFAULT_RULES, Rules, check_percents
from app.domain.credit.times import ALWAYS_OPEN, Phase, Span, Step, Times

__all__ = [
    "ALWAYS_OPEN",
    "DEFAULT_RULES",
    "MOST_STEPS",
    "Phase",
    "Prerequisite",
    "Rules",
    "Span",
    "Step",
    "Times",
    "Try",
    "check_percents",
    "check_times",
    "earned_share",
    "leads_back",
]
