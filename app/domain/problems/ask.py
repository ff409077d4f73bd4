"""Reading `[[ask]]`: the questions of a problem file."""

import ast
import re

from app.domain.problems.fields import Table, is_name
from app.domain.problems.questions import Question, QuestionKind
from app.domain.texts import say
from engine.snippet.python_ast import python_expression

_MAX_QUESTIONS = 10
_MAX_EXPRESSION = 200
_MAX_CHOICES = 10
_MAX_CHOICE = 80
_EXPRESSION = say("an expression over the snippet's names, for instance `x.grad`")
_CHOICES = say(
    "a list of 2 to %(most)s different texts, for instance %(example)s",
    most=_MAX_CHOICES,
    example='["None", "a tensor"]',
)
_LINE = say("one line of text")
_WORD = say("one word")
_ENDING = "How does this program end?"


def read_questions(tables: list[Table], parameters: tuple[str, ...]) -> tuple[Question, ...]:
    """Read all `[[ask]]` entries.

    Raises:
        ProblemError: An entry lacks an expression, names a parameter, or repeats another.
    """
    questions: list[Question] = []
    for table in tables:
        if len(questions) == _MAX_QUESTIONS:
            raise table.error(
                None, say("is one too many; a problem asks at most %(most)s", most=_MAX_QUESTIONS)
            )
        questions.append(_read_question(table, parameters, questions))
        table.finish()
    return tuple(questions)


def _read_question(table: Table, parameters: tuple[str, ...], earlier: list[Question]) -> Question:
    kind = QuestionKind(table.one_of("kind", list(QuestionKind), QuestionKind.VALUE))
    taken = {question.id for question in earlier}
    if kind is QuestionKind.ERROR:
        if any(question.kind is kind for question in earlier):
            raise table.error("kind", say("asks a second time how the program ends"))
        prompt = table.text("prompt", _LINE, default=_ENDING)
        return Question(_read_id(table, "ending", taken), "", prompt, kind)
    expr = _read_expression(table, parameters)
    if any(expr == question.expr for question in earlier):
        raise table.error("expr", say("asks for `%(expr)s` a second time", expr=expr))
    return Question(
        id=_read_id(table, expr, taken),
        expr=expr,
        prompt=table.text("prompt", _LINE, default=""),
        kind=kind,
        choices=_read_choices(table) if kind is QuestionKind.CHOICE else (),
    )


def _read_choices(table: Table) -> tuple[str, ...]:
    choices = table.texts("choices", _CHOICES)
    if not 2 <= len(choices) <= _MAX_CHOICES:
        raise table.unlike("choices", _CHOICES)
    if len({choice.casefold() for choice in choices}) < len(choices):
        raise table.error("choices", say("lists a text twice"))
    for choice in choices:
        if len(choice) > _MAX_CHOICE:
            raise table.error(
                "choices", say("may hold texts of at most %(most)s characters", most=_MAX_CHOICE)
            )
    return choices


def _read_expression(table: Table, parameters: tuple[str, ...]) -> str:
    expr = table.text("expr", _EXPRESSION)
    try:
        tree = python_expression(expr[:_MAX_EXPRESSION])
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise table.unlike("expr", _EXPRESSION) from None
    if len(expr) > _MAX_EXPRESSION:
        raise table.error(
            "expr", say("must be at most %(most)s characters long", most=_MAX_EXPRESSION)
        )
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in parameters:
            raise table.error(
                "expr",
                say(
                    "names the parameter `%(name)s`, which no variant has; use its value",
                    name=node.id,
                ),
            )
    return expr


def _read_id(table: Table, expr: str, taken: set[str]) -> str:
    """Read the id, or derive it: `x.grad[0]` is `x_grad_0`, and a second one `x_grad_0_2`."""
    if "id" in table:
        chosen = table.text("id", _WORD)
        if not is_name(chosen):
            raise table.error("id", say("must be ASCII letters, digits and `_`, a letter first"))
        if chosen in taken:
            raise table.error("id", say("`%(name)s` is another question's id", name=chosen))
        return chosen
    table.text("id", _WORD, default="")
    stem = re.sub(r"[^A-Za-z0-9]+", "_", expr).strip("_")
    stem = stem if is_name(stem) else f"q_{stem}".rstrip("_")
    number = 2
    derived = stem
    while derived in taken:
        derived = f"{stem}_{number}"
        number += 1
    return derived
