"""Many variants of a problem run together, each with what running it alone gives."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from app.domain.problems.errors import BrokenProblem
from app.domain.problems.problem import Problem
from app.domain.problems.questions import Question
from app.domain.problems.truth import (
    MISTAKEN_LIMITS,
    Truth,
    asked,
    find_truth,
    read_truths,
    run_variant,
)
from app.domain.problems.variants import Drawn, Variant
from engine.snippet import (
    DEFAULT_LIMITS,
    Limits,
    Outcome,
    Rules,
    Snippet,
    SnippetError,
    evaluate_many,
    parse,
)

Found: TypeAlias = dict[str, Truth] | BrokenProblem
"""A variant's truth by question id, or why it has none."""

_FEW = 2
"""So many variants of one shape are run one by one."""


@dataclass(frozen=True)
class _Group:
    """Variants that differ only in their numbers.

    Attributes:
        places: Which variants.
        snippet: Their text, with the numbers as parameters.
        numbers: Each variant's numbers.
    """

    places: tuple[int, ...]
    snippet: Snippet
    numbers: tuple[Mapping[str, Any], ...]


class Together:
    """Variants of a problem, grouped by their shapes: each shape is parsed once.

    A shape is a choice of fragments, with the types of the numbers.

    Attributes:
        variants: The variants, in the order in which they were given.
    """

    def __init__(self, problem: Problem, draws: Sequence[tuple[Variant, Drawn]]) -> None:
        """Take variants, each with the draw it was written from."""
        self.variants = tuple(variant for variant, _ in draws)
        self._groups: list[_Group] = []
        self._refused: list[int] = []
        shapes: dict[object, list[int]] = {}
        for place, (_, drawn) in enumerate(draws):
            shapes.setdefault(_shape(drawn), []).append(place)
        for places in shapes.values():
            self._add(problem, places, [draws[place][1] for place in places])

    def _add(self, problem: Problem, places: list[int], drawn: list[Drawn]) -> None:
        try:
            if len(places) > _FEW:
                text = problem.template.fill_fragments(drawn[0].fragments)
                snippet = parse(text, parameters=drawn[0].numbers)
                numbers = tuple(one.numbers for one in drawn)
                self._groups.append(_Group(tuple(places), snippet, numbers))
                return
            for place in places:
                snippet = parse(self.variants[place].code)
                self._groups.append(_Group((place,), snippet, ({},)))
        except SnippetError:
            self._refused += places

    def run(
        self,
        rules: Rules,
        questions: tuple[Question, ...] | None = None,
        *,
        mistaken: bool = False,
    ) -> list[Found]:
        """Run all variants by these rules.

        Args:
            rules: The rules of the run.
            questions: What to ask in place of the variants' own questions.
            mistaken: As for `read_truths`: with it the results are those of `run_variant`, without
                those of `find_truth`.

        Returns:
            For each variant, in order, its truth by question id, or why it has none.
        """
        variants = [
            variant if questions is None else replace(variant, questions=questions)
            for variant in self.variants
        ]
        limits = MISTAKEN_LIMITS if mistaken else DEFAULT_LIMITS
        found: dict[int, Found] = {}
        for group in self._groups:
            ask = asked(variants[group.places[0]])
            for place, outcome in zip(
                group.places, _outcomes(group, ask, rules, limits), strict=True
            ):
                found[place] = _read(variants[place], outcome, rules, mistaken=mistaken)
        for place in self._refused:
            found[place] = _alone(variants[place], rules, mistaken=mistaken)
        return [found[place] for place in range(len(variants))]

    def snippets(self) -> Iterator[tuple[Variant, Snippet, Mapping[str, Any]]]:
        """Yield each variant that the language accepts with what runs it: a snippet, and its parameters.

        Variants of one shape come one after the other, with one snippet.
        """
        for group in self._groups:
            for place, numbers in zip(group.places, group.numbers, strict=True):
                yield self.variants[place], group.snippet, numbers


def _shape(drawn: Drawn) -> object:
    types = tuple((name, _type(value)) for name, value in drawn.numbers.items())
    return tuple(drawn.fragments.items()), types


def _type(value: Any) -> object:
    """The form of nested lists; a list always holds floats."""
    if isinstance(value, list):
        return len(value), _type(value[0]) if value else None
    return type(value)


def _outcomes(
    group: _Group, ask: Sequence[str], rules: Rules, limits: Limits
) -> Iterator[Outcome | SnippetError]:
    if len(group.places) == 1 or not group.snippet.parameters:
        # All variants of a shape without numbers are one text.
        yield from [_outcome(group, ask, rules, limits)] * len(group.places)
        return
    arrays = {
        name: np.stack([np.asarray(numbers[name]) for numbers in group.numbers], axis=-1)
        for name in group.snippet.parameters
    }
    try:
        outcomes = evaluate_many(group.snippet, arrays, ask, limits, rules=rules)
    except SnippetError as refusal:
        yield from [refusal] * len(group.places)
        return
    for place in range(len(group.places)):
        try:
            yield outcomes[place]
        except SnippetError as refusal:
            yield refusal


def _outcome(
    group: _Group, ask: Sequence[str], rules: Rules, limits: Limits
) -> Outcome | SnippetError:
    try:
        return group.snippet.run(ask, limits, rules=rules, parameters=group.numbers[0])
    except SnippetError as refusal:
        return refusal


def _read(
    variant: Variant, outcome: Outcome | SnippetError, rules: Rules, *, mistaken: bool
) -> Found:
    if isinstance(outcome, SnippetError):
        # Line and column are those of the variant's own text.
        return _alone(variant, rules, mistaken=mistaken)
    try:
        return read_truths(variant, outcome, mistaken)
    except BrokenProblem as broken:
        return broken


def _alone(variant: Variant, rules: Rules, *, mistaken: bool) -> Found:
    try:
        return run_variant(variant, rules) if mistaken else find_truth(variant, rules)
    except BrokenProblem as broken:
        return broken
