"""A slip that is carried on consistently is one slip: what follows from it is right as far as it goes.

Some problems ask what a gradient holds between two backward calls and again later. Who errs in the first and goes on
from there as PyTorch would has made one mistake, not two. No list of follow-up answers is needed to see it: the
program is run on from the student's own answer, which is written into its text at the place it tells of.
"""

import ast
import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.marking.answer import Answer, AnswerKind
from app.domain.marking.compare import is_right
from app.domain.marking.marks import Mark, Verdict
from app.domain.problems import BrokenProblem, Question, QuestionKind, Truth, Variant, find_truth
from engine.snippet.python_ast import python_program


@dataclass(frozen=True)
class _Note:
    """A statement by which the program takes a note of a gradient: `first = x.grad.clone()`.

    Attributes:
        place: Which statement of the program it is, from 0.
        name: The note's name.
        leaf: The name of the tensor whose gradient is noted.
    """

    place: int
    name: str
    leaf: str

    def corrected(self, answer: Answer) -> str:
        """Write what makes the note, and the gradient itself, what an answer says."""
        value = answer.text()
        if answer.kind is AnswerKind.TENSOR:
            value = f"torch.tensor({value}, dtype={self.leaf}.dtype)"
        return f"{self.name} = {value}\n{self.leaf}.grad = {self.name}"


def carry_slips(
    variant: Variant,
    truth: Mapping[str, Truth],
    answers: Mapping[str, Answer],
    marks: Sequence[Mark],
) -> tuple[Mark, ...]:
    """Return the marks, a wrong answer that follows from an earlier slip being carried on instead.

    Args:
        variant: What was dealt.
        truth: What the engine found, by question id.
        answers: What was read, by question id.
        marks: Each question's mark, in their order, as the truth alone gives it.
    """
    given = {mark.question: mark for mark in marks}
    if sum(mark.verdict is Verdict.WRONG for mark in marks) < 2:
        return tuple(marks)
    notes = _notes(variant)
    expected, slips = truth, dict[int, str]()
    # In the order of the program; what is asked when it has ended comes last.
    for question in sorted(variant.questions, key=lambda asked: _place(notes, asked)):
        answer, note = answers[question.id], notes.get(question.id)
        if _follows(variant, answer, expected[question.id]):
            if given[question.id].verdict is Verdict.WRONG:
                given[question.id] = Mark(question.id, Verdict.CARRIED)
        elif note is not None and _can_stand(answer, expected[question.id]):
            slips[note.place] = note.corrected(answer)
            expected = _run_on(variant, slips) or expected
    return tuple(given[mark.question] for mark in marks)


def _notes(variant: Variant) -> Mapping[str, _Note]:
    """Return, by question id, the notes that are asked for and are taken once, outside of loops."""
    found: dict[str, list[_Note]] = {}
    for place, statement in enumerate(python_program(variant.code).body):
        match statement:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(
                    func=ast.Attribute(
                        value=ast.Attribute(value=ast.Name(id=leaf), attr="grad"), attr="clone"
                    )
                ),
            ):
                found.setdefault(name, []).append(_Note(place, name, leaf))
    return {
        question.id: found[question.expr][0]
        for question in variant.questions
        if question.kind is QuestionKind.VALUE and len(found.get(question.expr, ())) == 1
    }


def _place(notes: Mapping[str, _Note], question: Question) -> float:
    note = notes.get(question.id)
    return math.inf if note is None else note.place


def _follows(variant: Variant, answer: Answer, truth: Truth) -> bool:
    return is_right(answer, Answer.from_truth(truth), variant.rtol, variant.atol)


def _can_stand(answer: Answer, truth: Truth) -> bool:
    """Tell whether a program can go on from the answer: a gradient has its tensor's shape, or there is none."""
    if answer.kind is AnswerKind.NONE:
        return True
    is_alike = answer.shape == Answer.from_truth(truth).shape
    return answer.kind is AnswerKind.TENSOR and is_alike and all(map(math.isfinite, answer.numbers))


def _run_on(variant: Variant, slips: Mapping[int, str]) -> Mapping[str, Truth] | None:
    """Return what the program gives with each slip put in after its statement; None if it gives nothing."""
    program = python_program(variant.code)
    program.body = [
        part
        for place, statement in enumerate(program.body)
        for part in (statement, *python_program(slips.get(place, "")).body)
    ]
    try:
        return find_truth(dataclasses.replace(variant, code=ast.unparse(program)))
    except BrokenProblem:
        return None
