"""The truth of a variant: what its own text gives when the engine runs it."""

import math
from typing import Any, TypeAlias

from app.domain.problems.errors import BrokenProblem
from app.domain.problems.variants import Variant
from engine.snippet import Raised, SnippetError, parse

Truth: TypeAlias = float | str | list[Any] | dict[str, Any] | None
"""One question's truth as plain JSON data: null; a number; nested lists of numbers; `"inf"`,
`"-inf"` or `"nan"` in a number's place; `{"raises": {"type", "message"}}`."""


def find_truth(variant: Variant) -> dict[str, Truth]:
    """Run the variant's text once and give the truth of each question by its id.

    Raises:
        BrokenProblem: The engine refuses the text, a bound is exceeded, or a question's value is
            nothing that an answer can say, such as a word.
    """
    name = f"The problem {variant.problem} (version {variant.version}, seed {variant.seed})"
    try:
        outcome = parse(variant.code).run(
            ask=[question.expr for question in variant.questions], legacy=variant.legacy
        )
    except SnippetError as error:
        raise BrokenProblem(f"{name} cannot be run: {error}") from error
    truth: dict[str, Truth] = {}
    for question, value in zip(variant.questions, outcome.answers, strict=True):
        try:
            truth[question.id] = _to_truth(value)
        except ValueError as error:
            raise BrokenProblem(f"{name} asks for `{question.expr}`, {error}") from None
    return truth


def _to_truth(value: Any) -> Truth:
    if isinstance(value, Raised):
        return {"raises": {"type": value.type, "message": value.message}}
    return None if value is None else _to_numbers(value)


def _to_numbers(value: Any) -> Truth:
    if isinstance(value, list):
        return [_to_numbers(element) for element in value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"which is {value!r}: neither None nor numbers")  # noqa: TRY004 - see find_truth
    if math.isfinite(value):
        return value
    return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
