"""Beliefs about the question: something else is read off, or the answer written in another form."""

import re
from typing import Any, Final

from app.domain.diagnosis.misconceptions.misconception import Commonness, Misconception
from app.domain.problems import Question, Truth
from app.domain.problems.error_kinds import RUNS
from app.domain.problems.questions import QuestionKind

_GRADIENT: Final = re.compile(r"\.grad\b")
# A gradient that a tensor holds, or that autograd.grad() gave: nothing that is computed from one.
_HELD: Final = re.compile(r"\w+(\[\d+\])?(\.grad)?")


def _value(expr: str) -> str:
    return _GRADIENT.sub("", expr)


def _transposed(question: Question, truth: Truth) -> Truth:
    del question
    if isinstance(truth, list) and truth and isinstance(truth[0], list):
        return [list(column) for column in zip(*truth, strict=True)]
    return truth


def _none_for_zeros(question: Question, truth: Truth) -> Truth:
    return None if _HELD.fullmatch(question.expr) and _is_zeros(truth) else truth


def _is_zeros(truth: Any) -> bool:
    if isinstance(truth, list):
        return all(map(_is_zeros, truth))
    return isinstance(truth, int | float) and not isinstance(truth, bool) and truth == 0


def _an_error(question: Question, truth: Truth) -> Truth:
    """Some error, whichever it is, where there is none."""
    raises = isinstance(truth, dict) and "raises" in truth
    expected = (question.kind is QuestionKind.VALUE and not raises) or (
        question.kind is QuestionKind.ERROR and truth == {"text": RUNS.code}
    )
    return {"raises": {"type": "", "message": ""}} if expected else truth


READING: Final = (
    Misconception(
        code="value-for-gradient",
        name="The value in place of the gradient",
        student="x.grad holds slopes; the values of x are another thing.",
        instructor="The value of a tensor is given where its gradient is asked for.",
        reads=_value,
    ),
    Misconception(
        code="transposed",
        name="Rows and columns are exchanged",
        student="A gradient has its tensor's shape: row i belongs to row i.",
        instructor="The answer is the transpose of the right one.",
        answer=_transposed,
    ),
    Misconception(
        code="none-for-zeros",
        name="None in place of zeros",
        student="A gradient that arrived and is zero is a tensor of zeros; None means none arrived.",
        instructor="None is given where the gradient holds zeros.",
        commonness=Commonness.COMMON,
        answer=_none_for_zeros,
    ),
    Misconception(
        code="expects-error",
        name="An error is expected where none is raised",
        student="PyTorch refuses only what it cannot do; ask of each line whether it has what it needs.",
        instructor="A program that runs through is thought to raise an error.",
        answer=_an_error,
    ),
)
