"""The truth of a variant: what its own text gives when the engine runs it."""

import math
import re
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final, TypeAlias

from app.domain.problems.error_kinds import find_error_kind
from app.domain.problems.errors import BrokenProblem
from app.domain.problems.questions import Question, QuestionKind
from app.domain.problems.refusals import refusal_with_place
from app.domain.problems.variants import Variant
from app.domain.texts import Message, say
from engine.snippet import (
    DEFAULT_LIMITS,
    LEGACY,
    PYTORCH,
    Limits,
    Outcome,
    Raised,
    Rules,
    Snippet,
    SnippetError,
    parse,
)

MISTAKEN_LIMITS: Final = replace(DEFAULT_LIMITS, steps=5_000)
"""The bounds of a run by mistaken rules, by which a loop may never end: no exercise is this long."""

_WORD = re.compile(r"""(?![<'"`])[!-~]{1,80}(?<![>'"`])""")
"""What can be typed as one word; quotes and angle brackets around it are passed over."""

Truth: TypeAlias = bool | float | str | list[Any] | dict[str, Any] | None
"""One question's truth as plain JSON data: null; a number; nested lists of numbers; `"inf"`,
`"-inf"` or `"nan"` in a number's place; `{"raises": {"type", "message"}}`; true or false; and
`{"text"}` with a word, a choice or the code of an error kind."""


def rules_of(variant: Variant) -> Rules:
    """The rules that a variant runs by: PyTorch's, of today or of 1.0-1.3."""
    return LEGACY if variant.legacy else PYTORCH


def find_truth(variant: Variant, rules: Rules | None = None) -> dict[str, Truth]:
    """Run the variant's text once and give the truth of each question by its id.

    Args:
        variant: What was dealt.
        rules: The rules to run by; the variant's own by default.

    Raises:
        BrokenProblem: The engine refuses the text, a bound is exceeded, or a question's value is
            nothing that an answer of its kind can say.
    """
    return read_truths(variant, _run(variant, rules or rules_of(variant)))


def run_variant(variant: Variant, rules: Rules) -> dict[str, Truth]:
    """Run the variant's text by mistaken rules and give what each question then comes to.

    They may lead to what no truth can be, such as an error where True or False is asked for. Then
    the error itself, or the value as a text, stands in the truth's place.

    Raises:
        BrokenProblem: The engine refuses the text, or a bound is exceeded.
    """
    return read_truths(variant, _run(variant, rules, MISTAKEN_LIMITS), mistaken=True)


def asked(variant: Variant) -> list[str]:
    """Give the expressions to evaluate after a run, in the order of their questions."""
    return [question.expr for question in variant.questions if question.expr]


def read_truths(variant: Variant, outcome: Outcome, mistaken: bool = False) -> dict[str, Truth]:
    """Turn what a run of the variant gave into the truth of each question by its id.

    Args:
        variant: What was run.
        outcome: What it gave; its answers are those to `asked(variant)`.
        mistaken: Whether a value that cannot be a truth is kept all the same, see `run_variant`.

    Raises:
        BrokenProblem: A question's value is nothing that an answer of its kind can say.
    """
    answers = iter(outcome.answers)
    truths: dict[str, Truth] = {}
    for question in variant.questions:
        value = next(answers) if question.expr else outcome.error
        try:
            truths[question.id] = _find(question, value, variant)
        except _Unanswerable as error:
            if not mistaken:
                raise broken(
                    variant,
                    say(
                        "asks for `%(expr)s`, %(trouble)s",
                        expr=question.expr,
                        trouble=error.trouble,
                    ),
                ) from None
            truths[question.id] = (
                _to_value(value) if isinstance(value, Raised) else {"text": str(value)}
            )
    return truths


def _run(variant: Variant, rules: Rules, limits: Limits = DEFAULT_LIMITS) -> Outcome:
    """Run the variant's text by `rules`; its answers are those to `asked(variant)`.

    Raises:
        BrokenProblem: The engine refuses the text, or a bound is exceeded.
    """
    try:
        return _parse(variant.code).run(asked(variant), limits, rules=rules)
    except SnippetError as error:
        raise cannot_run(variant, error) from error


@lru_cache(maxsize=64)
def _parse(code: str) -> Snippet:
    """Read a text once for all the rules that it is run by; a Snippet may run in many threads."""
    return parse(code)


def cannot_run(variant: Variant, refusal: SnippetError) -> BrokenProblem:
    """Make the error for a variant whose text the language refuses."""
    reason = say("cannot be run: %(refusal)s", refusal=refusal_with_place(refusal))
    return broken(variant, reason)


def broken(variant: Variant, reason: str) -> BrokenProblem:
    """Make the error for a variant."""
    return BrokenProblem(
        reason, problem=variant.problem, version=variant.version, seed=variant.seed
    )


class _Unanswerable(Exception):
    """No answer of a question's kind can say its value; `trouble` says why."""

    def __init__(self, trouble: Message) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def _find(question: Question, value: Any, variant: Variant) -> Truth:
    """Give the truth of one question, of its expression's value or of the error the run ended with.

    Raises:
        _Unanswerable: No answer of the question's kind can say the value.
    """
    if question.kind is QuestionKind.ERROR:
        return {"text": find_error_kind(value).code}
    if question.kind is QuestionKind.VALUE:
        return _to_value(value)
    if isinstance(value, Raised):
        raise _Unanswerable(
            say(
                "which raises %(error)s; a question of the kind error asks how the program ends",
                error=value.type,
            )
        )
    match question.kind:
        case QuestionKind.BOOLEAN if isinstance(value, bool):
            return value
        case QuestionKind.TEXT if isinstance(value, str) and _WORD.fullmatch(value):
            return {"text": value}
        case QuestionKind.CHOICE:
            choice = _find_choice(value, question.choices, variant)
            if choice is not None:
                return {"text": choice}
    raise _Unanswerable(
        say("which is %(value)s: %(why)s", value=_shown(value), why=_WANTED[question.kind])
    )


_WANTED = {
    QuestionKind.BOOLEAN: say("neither True nor False"),
    QuestionKind.TEXT: say("not a word of printable ASCII"),
    QuestionKind.CHOICE: say("none of the choices"),
}
_MOST_SHOWN: Final = 80


def _shown(value: Any) -> str:
    """Write a value for a message, cut where it is long."""
    text = repr(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def _find_choice(value: Any, choices: tuple[str, ...], variant: Variant) -> str | None:
    """Find the choice that says `value`; numbers are compared as numbers."""
    if str(value) in choices:
        return str(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        for choice in choices:
            if _is_near(choice, value, variant):
                return choice
    return None


def _is_near(choice: str, value: float, variant: Variant) -> bool:
    try:
        number = float(choice)
    except ValueError:
        return False
    return math.isclose(number, value, rel_tol=variant.rtol, abs_tol=variant.atol)


def _to_value(value: Any) -> Truth:
    if isinstance(value, Raised):
        return {"raises": {"type": value.type, "message": value.message}}
    return None if value is None else _to_numbers(value)


def _to_numbers(value: Any) -> Truth:
    if isinstance(value, list):
        return [_to_numbers(element) for element in value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Unanswerable(
            say(
                "which is %(value)s: neither None nor numbers; a boolean, choice or text question "
                "may ask for it",
                value=_shown(value),
            )
        )
    if math.isfinite(value):
        return value
    return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
