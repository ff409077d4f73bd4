"""What a misconception is: a belief about PyTorch, and how a run goes for who holds it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

from app.domain.problems import Question, Truth
from engine.snippet import Rules

Change: TypeAlias = Callable[[Rules], Rules]
"""From the rules of a run to those that somebody believes in; it builds on what it is given, so
that two beliefs can be held at once."""
Rehearse: TypeAlias = Callable[[Rules], object]
"""Runs the program once by these rules, for what it does to whoever watches through them."""


class Commonness(IntEnum):
    """How often a belief is met, which decides between two that fit an answer equally well."""

    RARE = 1
    USUAL = 2
    COMMON = 3
    COMMONEST = 4


def _unchanged(rules: Rules) -> Rules:
    return rules


def _as_asked(expr: str) -> str:
    return expr


def _as_found(question: Question, truth: Truth) -> Truth:
    del question
    return truth


@dataclass(frozen=True, slots=True)
class Misconception:
    """A mistaken belief, as the rule of the engine that it changes.

    What somebody with this belief answers is found by running the problem's own text by the changed
    rules, asking for `reads(expr)` in place of each question's expression, and passing what comes
    out through `answer`.

    Attributes:
        code: Its name in problem files and in the database: lower case, with hyphens.
        name: Its name for people.
        student: One sentence for who may hold it: what PyTorch does. It never tells an answer.
        instructor: One sentence for who teaches: what is believed.
        commonness: How often it is met.
        change: From the rules of a run to those that are believed in.
        reads: From a question's expression to the one that is evaluated in its place.
        answer: From a question and what the run gave for it to what is answered.
        rehearsal: For a belief that takes two runs: from the rules and a way to run the program once
            to the rules of the second run; None where one run does.
    """

    code: str
    name: str
    student: str
    instructor: str
    commonness: Commonness = Commonness.USUAL
    change: Change = _unchanged
    reads: Callable[[str], str] = _as_asked
    answer: Callable[[Question, Truth], Truth] = _as_found
    rehearsal: Callable[[Rules, Rehearse], Rules] | None = None

    @property
    def rehearses(self) -> bool:
        """Whether it takes two runs of one variant, so that variants cannot be run together."""
        return self.rehearsal is not None
