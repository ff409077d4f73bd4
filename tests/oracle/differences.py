"""Run a program everywhere, say what differs, and make a differing program as short as can be."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from tests.oracle.comparison import same
from tests.oracle.runner import Outcome, run_as_snippet, run_in_torch, run_on_engine

_NUMBERS = re.compile(r"[-+]?[0-9][-+.0-9e]*")


@dataclass(frozen=True)
class Difference:
    """A program that does not do what PyTorch does.

    Attributes:
        text: the program.
        where: "engine" or "snippet".
        expected: what PyTorch did.
        actual: what was done here; None if the snippet language refuses the program.
    """

    text: str
    where: str
    expected: Outcome
    actual: Outcome | None

    @property
    def kind(self) -> tuple[str, str, str]:
        """What must stay when a program is made shorter: the first line that differs, if roughly."""
        pairs = zip_longest(*(_shown(each).splitlines() for each in (self.expected, self.actual)))
        first = next(
            ([line or "" for line in pair] for pair in pairs if pair[0] != pair[1]), ["", ""]
        )
        expected, actual = (_NUMBERS.sub("#", line)[:60] for line in first)
        return (self.where, expected, actual)

    def __str__(self) -> str:
        parts = [
            self.text,
            f"expected: {_shown(self.expected)}",
            f"{self.where}: {_shown(self.actual)}",
        ]
        return "\n".join(parts)


def difference(text: str) -> Difference | None:
    """How the engine, or the snippet language on it, differs from PyTorch in a program."""
    expected = run_in_torch(text)
    for where, run in _RUNS.items():
        actual = run(text)
        if not same(text, expected, actual):
            return Difference(text, where, expected, actual)
    return None


def disagreement(text: str) -> Difference | None:
    """How the snippet language differs from the engine it runs on; for machines without PyTorch."""
    expected, actual = run_on_engine(text), run_as_snippet(text)
    return None if expected == actual else Difference(text, "snippet", expected, actual)


def reduced(found: Difference) -> Difference:
    """The same kind of difference in as few lines as taking lines away leads to."""
    smallest, shrinking = found, True
    while shrinking:
        shrinking = False
        for text in _shorter(smallest.text):
            other = _difference_if_program(text)
            if other is not None and other.kind == found.kind:
                smallest, shrinking = other, True
                break
    return smallest


_RUNS: dict[str, Callable[[str], Outcome | None]] = {
    "engine": run_on_engine,
    "snippet": run_as_snippet,
}


def _shorter(text: str) -> Iterator[str]:
    lines = text.splitlines()
    for k in reversed(range(len(lines))):
        for count in (1, 2, 4):
            if len(lines[k : k + count]) == count:
                yield "\n".join(lines[:k] + lines[k + count :]) + "\n"


def _difference_if_program(text: str) -> Difference | None:
    try:
        compile(text, "<program>", "exec")
    except SyntaxError:
        return None
    return difference(text)


def _shown(outcome: Outcome | None) -> str:
    if outcome is None:
        return "refused"
    parts = [outcome.stdout.rstrip(), outcome.error, *(f"~ {text}" for text in outcome.warnings)]
    return "\n".join(part for part in parts if part)
