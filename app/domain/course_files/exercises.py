"""What a course file says of exercises and of the work on them: whether pages and workers can use it.

Everything here raises `ValueError` with the reason where it is not so.
"""

import re
from collections.abc import Collection, Sequence
from typing import Any

from app.domain.diagnosis import Diagnosis, Finding
from app.domain.marking import Mark
from app.domain.problems import Question, QuestionKind

_QUESTION_ID = re.compile(r"[A-Za-z0-9_]{1,80}", re.ASCII)
_NO_NUMBERS = frozenset({"inf", "-inf", "nan"})
# A note is written with values in place of names. Anything else that a percent sign can ask for, a width of a
# thousand million blanks among it, is nothing that Gradmark writes.
_PATTERN = re.compile(r"(?:[^%]|%%|%\([a-z_]{1,40}\)s)*")
_MOST_QUESTIONS = 200


def read_questions(data: Any) -> tuple[Question, ...]:
    """Read the questions of a variant."""
    if not isinstance(data, list) or not 0 < len(data) <= _MOST_QUESTIONS:
        raise ValueError(f"it has 1 to {_MOST_QUESTIONS} questions")
    try:
        questions = tuple(map(Question.from_json, data))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ValueError("its questions cannot be read") from None
    for question in questions:
        texts = (question.id, question.expr, question.prompt, *question.choices)
        if not all(isinstance(text, str) for text in texts) or not _QUESTION_ID.fullmatch(
            question.id
        ):
            raise ValueError("its questions cannot be read")
        if question.kind is QuestionKind.CHOICE and not question.choices:
            raise ValueError(f"the question {question.id} offers no choice")
    if len({question.id for question in questions}) < len(questions):
        raise ValueError("two of its questions have the same id")
    return questions


def check_truth(questions: Sequence[Question], truth: Any) -> None:
    """Check the right answers to a variant's questions; None where they were never found."""
    if truth is None:
        return
    if not isinstance(truth, dict) or truth.keys() != {question.id for question in questions}:
        raise ValueError("its right answers are not those to its questions")
    for question, answer in truth.items():
        if not _is_truth(answer):
            raise ValueError(f"the right answer to {question} cannot be read")


def check_answers(ids: Collection[str], answers: Any, *, whole: bool) -> None:
    """Check answers as they were typed.

    Args:
        ids: The variant's questions.
        answers: What was typed.
        whole: Whether every question has an answer, as in a submission.
    """
    if not isinstance(answers, dict) or not all(isinstance(one, str) for one in answers.values()):
        raise ValueError("its answers are no texts by question")
    if answers.keys() - set(ids) or (whole and set(ids) - answers.keys()):
        raise ValueError("its answers are not to the questions of its exercise")


def check_marks(ids: Sequence[str], data: Any) -> None:
    """Check the marks of a submission: one for each question, in their order."""
    if not isinstance(data, list) or not all(map(_has_plain_note, data)):
        raise ValueError("its marks cannot be read")
    try:
        marks = tuple(map(Mark.from_json, data))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ValueError("its marks cannot be read") from None
    if [mark.question for mark in marks] != list(ids):
        raise ValueError("its marks are not those of its exercise's questions")


def check_diagnosis(ids: Collection[str], data: Any) -> None:
    """Check what a wrong answer was found to look like; None for a right one."""
    if data is None:
        return
    try:
        diagnosis = Diagnosis.from_json(data)
        is_readable = isinstance(diagnosis.recognised, bool) and all(
            _is_finding(finding, ids) for finding in diagnosis.findings
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        is_readable = False
    if not is_readable:
        raise ValueError("its diagnosis cannot be read")


def _is_finding(finding: Finding, ids: Collection[str]) -> bool:
    codes = (*finding.codes, *(code for codes in finding.alternatives for code in codes))
    return (
        all(isinstance(code, str) for code in codes)
        and set(finding.questions) <= set(ids)
        and isinstance(finding.explains, int | float)
        and 0 < finding.explains <= 1
    )


def _has_plain_note(mark: Any) -> bool:
    """Tell whether writing a mark's note is harmless."""
    match mark:
        case {"note_says": [str(pattern), dict(values)]}:
            return _PATTERN.fullmatch(pattern) is not None and all(map(_is_short, values.values()))
        case {"note_says": _}:
            return False
        case {"note": str()} | {"question": _}:
            return isinstance(mark.get("note", ""), str)
    return False


def _is_short(value: Any) -> bool:
    return len(str(value)) <= 1000


def _is_truth(value: Any) -> bool:
    match value:
        case {"raises": {"type": str(), "message": str()}, **rest} if not rest:
            return True
        case {"text": str(), **rest} if not rest:
            return True
        case dict():
            return False
    return value is None or isinstance(value, bool) or _shape(value) is not None


def _shape(value: Any) -> tuple[int, ...] | None:
    """Return the shape of nested lists of numbers, None where they are none or their lengths differ."""
    if not isinstance(value, list):
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return () if is_number or (isinstance(value, str) and value in _NO_NUMBERS) else None
    shapes = {_shape(one) for one in value}
    if not shapes:
        return (0,)
    inner = shapes.pop()
    return None if shapes or inner is None else (len(value), *inner)
