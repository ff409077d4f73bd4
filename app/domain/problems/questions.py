"""Questions: what a problem asks about the names of its snippet."""

import ast
import re
from dataclasses import dataclass
from typing import Any

from app.domain.problems.fields import Table, is_name

_MAX_QUESTIONS = 10
_MAX_EXPRESSION = 200
_EXPRESSION = "an expression over the snippet's names, for instance `x.grad`"


@dataclass(frozen=True)
class Question:
    """One thing asked of a variant.

    Attributes:
        id: Its name among the variant's questions: ASCII letters, digits and `_`.
        expr: The expression, evaluated after the snippet has run, whose value is asked for.
        prompt: A sentence in place of the bare expression; empty where the file gives none.
    """

    id: str
    expr: str
    prompt: str = ""

    def to_json(self) -> dict[str, str]:
        """Give the question as plain data."""
        return {"id": self.id, "expr": self.expr, "prompt": self.prompt}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Question":
        """Rebuild a question from `to_json`'s data."""
        return cls(id=data["id"], expr=data["expr"], prompt=data.get("prompt", ""))


def read_questions(tables: list[Table], parameters: tuple[str, ...]) -> tuple[Question, ...]:
    """Read all `[[ask]]` entries.

    Raises:
        ProblemError: An entry lacks an expression, names a parameter, or repeats another.
    """
    questions: list[Question] = []
    for table in tables:
        if len(questions) == _MAX_QUESTIONS:
            raise table.error(None, f"is one too many; a problem asks at most {_MAX_QUESTIONS}")
        expr = _read_expression(table, parameters)
        if any(expr == question.expr for question in questions):
            raise table.error("expr", f"asks for `{expr}` a second time")
        taken = {question.id for question in questions}
        questions.append(
            Question(
                id=_read_id(table, expr, taken),
                expr=expr,
                prompt=table.text("prompt", "one line of text", default=""),
            )
        )
        table.finish()
    return tuple(questions)


def _read_expression(table: Table, parameters: tuple[str, ...]) -> str:
    expr = table.text("expr", _EXPRESSION)
    try:
        tree = ast.parse(expr[:_MAX_EXPRESSION], mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise table.error("expr", f"must be {_EXPRESSION}") from None
    if len(expr) > _MAX_EXPRESSION:
        raise table.error("expr", f"must be at most {_MAX_EXPRESSION} characters long")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in parameters:
            raise table.error(
                "expr", f"names the parameter `{node.id}`, which no variant has; use its value"
            )
    return expr


def _read_id(table: Table, expr: str, taken: set[str]) -> str:
    """Read the id, or derive it: `x.grad[0]` is `x_grad_0`, and a second one `x_grad_0_2`."""
    if "id" in table:
        chosen = table.text("id", "one word")
        if not is_name(chosen):
            raise table.error("id", "must be ASCII letters, digits and `_`, a letter first")
        if chosen in taken:
            raise table.error("id", f"`{chosen}` is another question's id")
        return chosen
    table.text("id", "one word", default="")
    stem = re.sub(r"[^A-Za-z0-9]+", "_", expr).strip("_")
    stem = stem if is_name(stem) else f"q_{stem}".rstrip("_")
    number = 2
    derived = stem
    while derived in taken:
        derived = f"{stem}_{number}"
        number += 1
    return derived
