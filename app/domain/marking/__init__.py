"""Marking: read what a student typed, compare it with the truth, add up the score."""

from app.domain.marking.answer import Answer, AnswerKind
from app.domain.marking.carrying import carry_slips
from app.domain.marking.compare import is_right
from app.domain.marking.errors import AnswerFormatError
from app.domain.marking.marks import (
    Mark,
    Verdict,
    check_answers,
    mark_answers,
    same_answers,
    score,
)
from app.domain.marking.parse import parse_answer
from app.domain.marking.read import read_answer
from app.domain.marking.truth_text import truth_text

__all__ = [
    "Answer",
    "AnswerFormatError",
    "AnswerKind",
    "Mark",
    "Verdict",
    "carry_slips",
    "check_answers",
    "is_right",
    "mark_answers",
    "parse_answer",
    "read_answer",
    "same_answers",
    "score",
    "truth_text",
]
