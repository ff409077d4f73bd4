"""An answer as Gradmark understands it, whether a student typed it or the engine found it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.domain.problems import Truth
from app.domain.texts import say

_SHOWN_ELEMENTS = 100

ERROR_TYPES = (
    "RuntimeError",
    "AttributeError",
    "IndexError",
    "KeyError",
    "NameError",
    "NotImplementedError",
    "TypeError",
    "ValueError",
    "ZeroDivisionError",
)
"""The exceptions an answer may name; PyTorch's autograd raises hardly any other."""


class AnswerKind(StrEnum):
    """What an answer says: no gradient, numbers, an error, a word, or that something is so."""

    NONE = "none"
    TENSOR = "tensor"
    RAISES = "raises"
    TEXT = "text"
    BOOLEAN = "boolean"


@dataclass(frozen=True, eq=False)
class Answer:
    """One answer. Two answers are equal when they mean the same, however they were typed.

    Attributes:
        kind: Which of these it is.
        shape: A tensor's shape; () for a single number and for the other kinds.
        numbers: A tensor's elements as float64, last axis fastest; empty for the other kinds.
        error: The exception's class that it names; empty for any error, and for the other kinds.
        word: The word, the chosen text, or `True` or `False`; empty for the other kinds.
    """

    kind: AnswerKind
    shape: tuple[int, ...] = ()
    numbers: tuple[float, ...] = field(default=(), repr=False)
    error: str = ""
    word: str = ""

    @classmethod
    def from_truth(cls, truth: Truth) -> "Answer":
        """Read a stored truth; `app.domain.problems.truth` describes its form."""
        if truth is None:
            return cls(AnswerKind.NONE)
        if isinstance(truth, bool):
            return cls(AnswerKind.BOOLEAN, word=str(truth))
        if isinstance(truth, dict) and "text" in truth:
            return cls(AnswerKind.TEXT, word=truth["text"])
        if isinstance(truth, dict):
            return cls(AnswerKind.RAISES, error=truth["raises"]["type"])
        return cls(AnswerKind.TENSOR, tuple(_find_shape(truth)), tuple(_flatten(truth)))

    @property
    def values(self) -> Any:
        """The elements as nested tuples of floats, one float for shape (), None if there are none."""
        return _nest(self.numbers, self.shape) if self.kind is AnswerKind.TENSOR else None

    def text(self) -> str:
        """Write the answer in the form that reads as itself again: `[0.3, 3, 0.0003]`, `None`."""
        match self.kind:
            case AnswerKind.NONE:
                return "None"
            case AnswerKind.RAISES:
                return (
                    say("raises %(error)s", error=self.error)
                    if self.error
                    else say("raises an error")
                )
            case AnswerKind.TENSOR:
                return _write(self.values)
            case AnswerKind.TEXT | AnswerKind.BOOLEAN:
                return self.word

    def read_as(self) -> str:
        """Say for the preview what was understood: `tensor of shape [3]: [0.3, 3, 0.0003]`."""
        if self.kind is not AnswerKind.TENSOR:
            return self.text()
        if not self.shape:
            return say("single number: %(value)s", value=self.text())
        shape = list(self.shape)
        if len(self.numbers) > _SHOWN_ELEMENTS:
            return say(
                "tensor of shape %(shape)s with %(number)s elements",
                shape=shape,
                number=len(self.numbers),
            )
        return say("tensor of shape %(shape)s: %(value)s", shape=shape, value=self.text())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answer) and self._meaning() == other._meaning()

    def __hash__(self) -> int:
        return hash(self._meaning())

    def _meaning(self) -> tuple[object, ...]:
        # A nan differs from itself as a number, and means the same as an answer.
        numbers = tuple("nan" if math.isnan(number) else number for number in self.numbers)
        return self.kind, self.shape, numbers, self.error, self.word.casefold()


def _find_shape(truth: Truth) -> Iterator[int]:
    while isinstance(truth, list):
        yield len(truth)
        truth = truth[0] if truth else 0.0


def _flatten(truth: Truth) -> Iterator[float]:
    if isinstance(truth, list):
        for element in truth:
            yield from _flatten(element)
    elif isinstance(truth, int | float | str):
        # A string is "inf", "-inf" or "nan": JSON has no number for them.
        yield float(truth)


def _nest(numbers: Sequence[float], shape: tuple[int, ...]) -> Any:
    if not shape:
        return numbers[0]
    size = len(numbers) // shape[0]
    return tuple(
        _nest(numbers[start : start + size], shape[1:]) for start in range(0, len(numbers), size)
    )


def _write(values: Any) -> str:
    if isinstance(values, tuple):
        return f"[{', '.join(map(_write, values))}]"
    whole = math.isfinite(values) and values == int(values) and abs(values) < 1e15
    return str(int(values)) if whole else repr(values)
