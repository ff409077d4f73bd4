"""What a student's answers say about their learning: mastery, beliefs left behind, days of work. Pure rules."""

from app.domain.learning.answer import Answer, first_answers
from app.domain.learning.beliefs import MetBelief, beliefs_met
from app.domain.learning.days import DAYS_SHOWN, WorkDays, count_days
from app.domain.learning.mastery import (
    LEVEL_WORDS,
    MASTERED,
    MODEL,
    KnowledgeTracing,
    Level,
    Mastery,
    masteries,
)

__all__ = [
    "DAYS_SHOWN",
    "LEVEL_WORDS",
    "MASTERED",
    "MODEL",
    "Answer",
    "KnowledgeTracing",
    "Level",
    "Mastery",
    "MetBelief",
    "WorkDays",
    "beliefs_met",
    "count_days",
    "first_answers",
    "masteries",
]
