"""Programs to explain: of the library, and others as variants without questions or with some."""

from functools import cache

from app.domain.explanation import Explanation, Row, RowKind, explain
from app.domain.problems import Question, Variant, find_problem, instantiate
from app.domain.problems.questions import QuestionKind
from engine.snippet import Rules


@cache
def dealt(slug: str, seed: int) -> tuple[Variant, Explanation]:
    """A variant of the library and its explanation, made once for all tests."""
    found = instantiate(find_problem(slug), seed)
    return found, explain(found)


def variant(program: str, *asked: str) -> Variant:
    questions = tuple(
        Question(id=f"q{number}", expr=expression, kind=_kind(expression))
        for number, expression in enumerate(asked)
    )
    return Variant(
        problem="a-program",
        version="1",
        seed=0,
        code=f"import torch\n{program}",
        questions=questions,
        rtol=1e-4,
        atol=1e-6,
    )


def _kind(expression: str) -> QuestionKind:
    yes_or_no = expression.endswith(("is None", "is_leaf", "requires_grad"))
    return QuestionKind.BOOLEAN if yes_or_no else QuestionKind.VALUE


def explained(program: str, *asked: str, rules: Rules | None = None) -> Explanation:
    return explain(variant(program, *asked), rules)


def of_kind(explanation: Explanation, *kinds: RowKind) -> list[Row]:
    return [row for row in explanation.rows if row.kind in kinds]


def answers(explanation: Explanation) -> dict[str, tuple[str, str]]:
    """The value and the reason of each answer, by what was asked."""
    return {row.code: (row.value, row.note) for row in of_kind(explanation, RowKind.ANSWER)}
