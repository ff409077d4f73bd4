"""Variants: a problem with its parameters drawn."""

from dataclasses import dataclass
from typing import Any

from app.domain.problems.draw import Draw
from app.domain.problems.problem import Problem
from app.domain.problems.questions import Question

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


def instantiate(problem: Problem, seed: int) -> Variant:
    """Draw the variant of `problem` that belongs to `seed`.

    The result depends on the file's text and the seed alone, and is the same in every process and
    under every version of Python (see `draw` for how).

    Raises:
        ValueError: The seed is not a whole number from 0 to 2**32 - 1.
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < SEEDS:
        raise ValueError(f"A seed is a whole number from 0 to {SEEDS - 1}, not {seed!r}.")
    literals = {
        parameter.name: parameter.draw_literal(Draw(f"{problem.version}/{seed}/{parameter.name}"))
        for parameter in problem.params
    }
    return Variant(
        problem=problem.slug,
        version=problem.version,
        seed=seed,
        code=problem.template.fill(literals),
        questions=problem.questions,
        rtol=problem.rtol,
        atol=problem.atol,
        legacy=problem.legacy,
    )
