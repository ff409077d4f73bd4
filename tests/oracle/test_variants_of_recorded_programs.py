"""The oracle's programs with other data: many variants in one pass give what each gives alone."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from numpy.typing import NDArray

from engine.snippet import Snippet, SnippetError, evaluate_many, parse
from tests.oracle.runner import families, programs
from tests.oracle.variation import VARIANTS, varied

ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def alone(snippet: Snippet, values: Mapping[str, NDArray[Any]], ask: list[str], index: int) -> str:
    """What one variant gives, or why it is refused, as text: nan is nan, and 0.0 is not -0.0."""
    own = {name: array[..., index].tolist() for name, array in values.items()}
    try:
        return ADDRESS.sub("", repr(snippet.run(ask, parameters=own)))
    except SnippetError as refusal:
        return str(refusal)


def together(snippet: Snippet, values: Mapping[str, NDArray[Any]], ask: list[str]) -> list[str]:
    """The same of all variants from one pass."""
    outcomes = evaluate_many(snippet, values, ask)
    found = []
    for index in range(VARIANTS):
        try:
            found.append(ADDRESS.sub("", repr(outcomes[index])))
        except SnippetError as refusal:
            found.append(str(refusal))
    return found


@pytest.mark.parametrize("family", families())
def test_the_variants_of_a_program_agree_with_each_alone(family: str) -> None:
    compared = 0
    for title, text in programs(family).items():
        try:
            source, questions, values = varied(text)
            snippet = parse(f"import torch\n{source}", parameters=values)
        except (SyntaxError, SnippetError):
            continue
        if not values:
            continue
        # Without the questions that ask for what no answer can say, such as a shape.
        ask = [q for q in questions if "question cannot" not in alone(snippet, values, [q], 0)]
        expected = [alone(snippet, values, ask, index) for index in range(VARIANTS)]
        assert together(snippet, values, ask) == expected, title
        compared += 1
    assert compared
