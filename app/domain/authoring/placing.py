"""Where in a problem's file stands what the language of snippets refuses in one of its variants."""

from app.domain.authoring.refusal import Refusal
from app.domain.problems import Drawn, Problem, Variant, find_origin
from app.domain.problems.block import split_file
from app.domain.problems.refusals import refusal_text
from engine.snippet import SnippetError, parse


def place_refusal(
    error: SnippetError, problem: Problem, text: str, variant: Variant, drawn: Drawn
) -> Refusal:
    """Tell what is refused, with its place in the file.

    What is refused in a parameter's value stands where the snippet has the parameter's name; what is refused in a
    question stands at the question's expression.

    Args:
        error: What the language says of the variant.
        problem: The problem.
        text: Its file.
        variant: What was run.
        drawn: What the variant was written from.
    """
    message = refusal_text(error)
    block = split_file(text, problem.slug)
    asked = _refused_question(variant)
    if asked is not None:
        line, column = block.places["ask", asked, "expr"]
        return Refusal(message, line, column, f"ask[{asked + 1}].expr")
    line, column = find_origin(problem, drawn, max(error.line, 1), max(error.column, 1))
    return Refusal(message, block.code_line + line - 1, column)


def _refused_question(variant: Variant) -> int | None:
    """Find the first question that is refused, of a program that is not; None where the program is."""
    try:
        snippet = parse(variant.code)
        snippet.run()
    except SnippetError:
        return None
    for number, question in enumerate(variant.questions):
        try:
            snippet.run([question.expr] if question.expr else [])
        except SnippetError:
            return number
    return None
