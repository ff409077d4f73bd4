"""Answers that a teacher accepts although they are not what the program gives."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.marking import Answer, AnswerFormatError, Mark, Verdict, is_right, read_answer
from app.domain.problems import Question, Variant
from app.domain.texts import say

_ACCEPTED = say("Your teacher accepts this answer.")


@dataclass(frozen=True)
class Acceptance:
    """What counts as right beside the truth.

    Attributes:
        question: The id of the question; None for all questions.
        answer: The accepted answer as it was typed; None for any answer that can be read.
        code: The program of the one exercise for which it holds; None for all exercises of the item.
    """

    question: str | None = None
    answer: str | None = None
    code: str | None = None

    def covers(self, variant: Variant, question: Question, given: str) -> bool:
        """Tell whether what was typed counts as right; what cannot be read never does."""
        if self.code not in (None, variant.code) or self.question not in (None, question.id):
            return False
        try:
            answer = read_answer(question, given)
            wanted = answer if self.answer is None else read_answer(question, self.answer)
        except AnswerFormatError:
            return False
        return _is_same(answer, wanted, variant)


def accept(
    variant: Variant,
    answers: Mapping[str, str],
    marks: Sequence[Mark],
    acceptances: Collection[Acceptance],
) -> tuple[Mark, ...]:
    """Return the marks, a wrong answer that is accepted being right instead, with a note that says so.

    Args:
        variant: What was dealt.
        answers: What was typed, by question id.
        marks: Each question's mark.
        acceptances: What is accepted for the variant's item.
    """
    questions = {question.id: question for question in variant.questions}
    return tuple(
        replace(mark, verdict=Verdict.RIGHT, note=_ACCEPTED)
        if not mark.verdict.earns
        and any(
            one.covers(variant, questions[mark.question], answers.get(mark.question, ""))
            for one in acceptances
        )
        else mark
        for mark in marks
    )


def _is_same(answer: Answer, wanted: Answer, variant: Variant) -> bool:
    return answer == wanted or is_right(answer, wanted, variant.rtol, variant.atol)
