"""What a mended problem says of exercises that were dealt before it was mended."""

from dataclasses import replace

from app.domain.problems import Problem, Question, Variant
from app.domain.problems.template import Template


def mended(variant: Variant, problem: Problem) -> Variant:
    """Return a variant as its problem asks and marks it now; the variant itself where that does not fit.

    The program that a student was given never changes. Where it is an instance of the problem's snippet as it is now,
    and every question can be answered by what was typed, questions, tolerance and rules are those of now. So a question
    that asked for the wrong thing, one too many, or a tolerance too strict can be mended; another program cannot.

    Args:
        variant: What was dealt.
        problem: Its problem as it is now.
    """
    asked = {question.id: question for question in variant.questions}
    fits = all(
        one.id in asked and _takes_answers_of(one, asked[one.id]) for one in problem.questions
    )
    if not fits or not _is_instance(variant.code, problem.template):
        return variant
    return replace(
        variant,
        questions=problem.questions,
        rtol=problem.rtol,
        atol=problem.atol,
        legacy=problem.legacy,
    )


def _takes_answers_of(now: Question, before: Question) -> bool:
    """Tell whether every answer to a question as it was can be read as one to the question as it is."""
    return now.kind is before.kind and set(before.choices) <= set(now.choices)


def _is_instance(code: str, template: Template) -> bool:
    """Tell whether some values in the template's places give the code.

    Each piece is looked for from the left, after the one before: if any arrangement fits, this one does, and a long
    text costs no more than its length.
    """
    first, *others = template.pieces
    if not others:
        return code == first
    *between, last = others
    place, end = len(first), len(code) - len(last)
    if end < place or not (code.startswith(first) and code.endswith(last)):
        return False
    for piece in between:
        found = code.find(piece, place, end)
        if found < 0:
            return False
        place = found + len(piece)
    return True
