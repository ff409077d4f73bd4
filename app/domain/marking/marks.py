"""Marks: one verdict for each question, and the score they add up to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain.marking.answer import Answer, AnswerKind
from app.domain.marking.compare import is_right
from app.domain.marking.errors import AnswerFormatError
from app.domain.marking.parse import parse_answer
from app.domain.marking.read import read_answer
from app.domain.problems import Question, Truth
from app.domain.texts import Message, say


class Verdict(StrEnum):
    """What became of one answer."""

    RIGHT = "right"
    CARRIED = "carried"
    """Not what the program gives, and right as a consequence of an earlier wrong answer."""
    WRONG = "wrong"

    @property
    def earns(self) -> bool:
        """Whether the question counts as right in the score."""
        return self is not Verdict.WRONG


@dataclass(frozen=True)
class Mark:
    """One question's verdict.

    Attributes:
        question: The question's id.
        verdict: What became of the answer.
        note: A remark for the student, or nothing. It never tells what the right answer is.
    """

    question: str
    verdict: Verdict
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give the mark as plain data."""
        plain = {"question": self.question, "verdict": self.verdict.value, "note": self.note}
        if isinstance(self.note, Message):
            return {**plain, "note_says": [self.note.pattern, self.note.values]}
        return plain

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Mark":
        """Rebuild a mark from `to_json`'s data."""
        note = data.get("note", "")
        if "note_says" in data:
            pattern, values = data["note_says"]
            note = say(pattern, **values)
        return cls(data["question"], Verdict(data["verdict"]), note)


def check_answers(
    questions: Iterable[Question], answers: Mapping[str, str]
) -> dict[str, AnswerFormatError]:
    """Give the format error of each question whose answer is missing or cannot be read."""
    errors = {}
    for question in questions:
        try:
            read_answer(question, answers.get(question.id, ""))
        except AnswerFormatError as error:
            errors[question.id] = error
    return errors


def same_answers(first: Mapping[str, str], second: Mapping[str, str]) -> bool:
    """Tell whether two sets of answers mean the same, however they were typed."""
    return first.keys() == second.keys() and all(
        _find_meaning(first[question]) == _find_meaning(second[question]) for question in first
    )


def _find_meaning(text: str) -> Answer | str:
    try:
        return parse_answer(text)
    except AnswerFormatError:
        # What cannot be read, or no longer, means only its own letters.
        return text


def mark_answers(
    questions: Iterable[Question],
    answers: Mapping[str, str],
    truth: Mapping[str, Truth],
    rtol: float,
    atol: float,
) -> tuple[Mark, ...]:
    """Mark each question, in order.

    Args:
        questions: What was asked.
        answers: What was typed, by question id.
        truth: What the engine found, by question id.
        rtol: The relative tolerance.
        atol: The absolute tolerance.

    Raises:
        AnswerFormatError: An answer is missing or cannot be read; `check_answers` finds this before
            anything is stored.
    """
    return tuple(
        _mark(
            question.id,
            read_answer(question, answers.get(question.id, "")),
            Answer.from_truth(truth[question.id]),
            rtol,
            atol,
        )
        for question in questions
    )


def _mark(question: str, answer: Answer, true: Answer, rtol: float, atol: float) -> Mark:
    if is_right(answer, true, rtol, atol):
        return Mark(question, Verdict.RIGHT)
    both_tensors = answer.kind is true.kind is AnswerKind.TENSOR
    if both_tensors and answer.shape != true.shape:
        return Mark(question, Verdict.WRONG, _describe_shape(answer))
    return Mark(question, Verdict.WRONG)


def _describe_shape(answer: Answer) -> str:
    if not answer.shape:
        return say("The shape differs: your answer is a single number, without brackets.")
    return say("The shape differs: yours is %(value)s.", value=list(answer.shape))


def score(marks: Sequence[Mark]) -> float:
    """Give the fraction of marks that earn, from 0 to 1; each question counts the same."""
    return sum(mark.verdict.earns for mark in marks) / len(marks)
