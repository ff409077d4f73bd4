"""Variants: a problem with its parameters drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.domain.problems.errors import BrokenProblem
from app.domain.problems.parameters import DrawError, draw_all
from app.domain.problems.problem import Problem
from app.domain.problems.questions import Question
from app.domain.problems.template import Template, make_template
from app.domain.texts import say

SEEDS = 2**32
"""How many seeds there are: 0 to 2**32 - 1."""


@dataclass(frozen=True)
class Variant:
    """One instance of a problem, complete in itself: it stays what it is when the file changes.

    Attributes:
        problem: The problem's slug.
        version: The version of the file it was made from.
        seed: The seed it was drawn with, 0 to 2**32 - 1.
        code: The snippet, ready to run in PyTorch.
        questions: What is asked of it.
        rtol: The relative tolerance of its answers.
        atol: The absolute tolerance of its answers.
        legacy: Whether it runs by the rules of PyTorch 1.0-1.3.
    """

    problem: str
    version: str
    seed: int
    code: str
    questions: tuple[Question, ...]
    rtol: float
    atol: float
    legacy: bool = False

    def to_json(self) -> dict[str, Any]:
        """Give the variant as plain data."""
        return {
            "problem": self.problem,
            "version": self.version,
            "seed": self.seed,
            "code": self.code,
            "questions": [question.to_json() for question in self.questions],
            "rtol": self.rtol,
            "atol": self.atol,
            "legacy": self.legacy,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Variant":
        """Rebuild a variant from `to_json`'s data."""
        questions = tuple(Question.from_json(question) for question in data["questions"])
        return cls(**{**data, "questions": questions})


@dataclass(frozen=True)
class Drawn:
    """What a seed draws for a problem.

    Attributes:
        numbers: The value of each parameter that stands for a number, vector or matrix: an integer
            or float, or nested lists of floats.
        fragments: The code of each other parameter, in which numbers stand by their names.
    """

    numbers: dict[str, Any]
    fragments: dict[str, str]


def draw_values(problem: Problem, seed: int, redraw: int = 0) -> Drawn:
    """Draw the parameters of `problem`, as `instantiate` does.

    `problem.template.fill_fragments(drawn.fragments)` is then a program over `drawn.numbers`.

    Raises:
        ValueError: The seed is not a whole number from 0 to 2**32 - 1, or `redraw` none from 0 on.
        BrokenProblem: A derived parameter has no value for this draw.
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < SEEDS:
        raise ValueError(f"A seed is a whole number from 0 to {SEEDS - 1}, not {seed!r}.")
    if redraw < 0:
        raise ValueError(f"Redraws are counted from 0, not {redraw!r}.")
    again = f"/{redraw}" if redraw else ""
    try:
        drawn = draw_all(problem.params, lambda name: f"{problem.version}/{seed}/{name}{again}")
    except DrawError as error:
        raise BrokenProblem(
            say(
                "has no variant: params.%(name)s: %(reason)s", name=error.name, reason=error.reason
            ),
            problem=problem.slug,
            version=problem.version,
            seed=seed,
        ) from None
    return Drawn(
        numbers={p.name: _to_plain(drawn[p.name]) for p in problem.params if not p.is_fragment},
        fragments={p.name: drawn[p.name] for p in problem.params if p.is_fragment},
    )


def _to_plain(value: Any) -> Any:
    """Round an exact number to the nearest float; in a list, which becomes a tensor, all of them."""
    if isinstance(value, list):
        return [_to_plain(e) if isinstance(e, list) else float(e) for e in value]
    return value if isinstance(value, int) else float(value)


def instantiate(problem: Problem, seed: int, redraw: int = 0) -> Variant:
    """Draw the variant of `problem` that belongs to `seed`.

    The result depends on the file's text, the seed and `redraw` alone, and is the same in every
    process and under every version of Python (see `draw` for how).

    Args:
        problem: What to draw a variant of.
        seed: A whole number from 0 to 2**32 - 1.
        redraw: How many draws of this seed were passed over, because they teach nothing.

    Raises:
        ValueError: The seed or `redraw` is out of its range.
        BrokenProblem: A derived parameter has no value for this draw.
    """
    return write_variant(problem, seed, draw_values(problem, seed, redraw))


def write_variant(problem: Problem, seed: int, drawn: Drawn) -> Variant:
    """Write what was drawn for `seed` into the problem's text."""
    return Variant(
        problem=problem.slug,
        version=problem.version,
        seed=seed,
        code=problem.template.fill(_literals(drawn)),
        questions=problem.questions,
        rtol=problem.rtol,
        atol=problem.atol,
        legacy=problem.legacy,
    )


def find_origin(problem: Problem, drawn: Drawn, line: int, column: int) -> tuple[int, int]:
    """Tell where in the problem's snippet a place of a variant's text comes from; lines and columns count from 1.

    Args:
        problem: The problem.
        drawn: What the variant was written from.
        line: A line of the variant's text.
        column: A column in it, in characters.
    """
    literals = _literals(drawn)
    lines = problem.template.fill(literals).split("\n")
    offset = sum(len(text) + 1 for text in lines[: line - 1]) + column - 1
    before = problem.code[: problem.template.find_origin(literals, offset)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _literals(drawn: Drawn) -> dict[str, str]:
    # Python writes integers and floats as a teacher would: `3`, `0.1`, `[1.0, 1e-05]`.
    numbers = {name: repr(value) for name, value in drawn.numbers.items()}
    fragments = {name: _write_numbers(code, numbers) for name, code in drawn.fragments.items()}
    return numbers | fragments


def _write_numbers(code: str, numbers: Mapping[str, str]) -> str:
    """Write numbers in place of their names into a fragment; most fragments name none."""
    names = tuple(name for name in numbers if name in code)
    return _cut_fragment(code, names).fill(numbers) if names else code


@lru_cache(maxsize=256)
def _cut_fragment(code: str, names: tuple[str, ...]) -> Template:
    """Cut one of the few fragments of a choice, which come again in other variants."""
    return make_template(code, names)
