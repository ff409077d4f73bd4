"""What running many variants of a snippet gave, kept as arrays until somebody asks for one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from engine.autograd.batch import Batch
from engine.snippet.errors import SnippetError
from engine.snippet.outcome import Outcome, Raised

Indices: TypeAlias = NDArray[np.intp] | range
"""Which variants; as long as they were not divided, without writing them out."""


def listed(indices: Indices) -> NDArray[np.intp]:
    """Indices as an array."""
    if isinstance(indices, range):
        return np.arange(indices.start, indices.stop)
    return indices


@dataclass(frozen=True, slots=True)
class Part:
    """Variants that went through the program together, or one that went alone.

    Attributes:
        places: Which variants.
        outcome: What it gave; its answers may hold arrays and batches, each variant's in its place.
            Or why the snippet was refused.
    """

    places: Indices
    outcome: Outcome | SnippetError

    @property
    def indices(self) -> NDArray[np.intp]:
        """Which variants, shape (variants,)."""
        return listed(self.places)


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of some variants to one question.

    Attributes:
        indices: Which variants, shape (variants,).
        values: The numbers, shape (*shape, variants); nested lists of such arrays, None or text
            where the answer is that; what it raised; or why the snippet was refused.
    """

    indices: NDArray[np.intp]
    values: Any


class Outcomes(Sequence[Outcome]):
    """The outcomes of all variants, in their order; each is made when it is asked for."""

    def __init__(self, variants: int, parts: Sequence[Part]) -> None:
        """Take over what the passes gave.

        Args:
            variants: How many there are.
            parts: All of them, each variant in one part.
        """
        self.parts = tuple(parts)
        self._variants = variants
        self._places: NDArray[np.intp] | None = None

    def __len__(self) -> int:
        return self._variants

    @overload
    def __getitem__(self, index: int) -> Outcome: ...
    @overload
    def __getitem__(self, index: slice) -> list[Outcome]: ...
    def __getitem__(self, index: int | slice) -> Outcome | list[Outcome]:
        """The outcome of one variant, equal to that of running it alone.

        Raises:
            SnippetError: The snippet was refused for this variant.
        """
        if isinstance(index, slice):
            return [self[place] for place in range(self._variants)[index]]
        part, place = self._find(range(self._variants)[index])
        outcome = part.outcome
        if isinstance(outcome, SnippetError):
            raise outcome
        answers = tuple([_shown(answer, place) for answer in outcome.answers])
        return Outcome(outcome.stdout, outcome.warnings, outcome.error, answers)

    def __iter__(self) -> Iterator[Outcome]:
        return (self[index] for index in range(self._variants))

    def answer(self, question: int) -> list[Answers]:
        """What all variants answered to one question, by parts.

        Args:
            question: Its place among the asked expressions.
        """
        found = []
        for part in self.parts:
            outcome = part.outcome
            if isinstance(outcome, SnippetError):
                found.append(Answers(part.indices, outcome))
            else:
                value = _stacked(outcome.answers[question], len(part.places))
                found.append(Answers(part.indices, value))
        return found

    def _find(self, index: int) -> tuple[Part, int]:
        """The part of a variant and its place there."""
        if self._places is None:
            self._places = np.empty((2, self._variants), np.intp)
            for number, part in enumerate(self.parts):
                self._places[0, part.indices] = number
                self._places[1, part.indices] = np.arange(len(part.places))
        number, place = self._places[:, index]
        return self.parts[number], int(place)


def _shown(answer: Any, place: int) -> Any:
    """One variant's answer as plain data."""
    if type(answer) is Batch:
        return answer.values[..., place].tolist()
    if isinstance(answer, np.ndarray):
        return answer.tolist()
    return [_shown(item, place) for item in answer] if isinstance(answer, list) else answer


def _stacked(answer: Any, variants: int) -> Any:
    """All variants' answers, the variants along the last axis."""
    if type(answer) is Batch:
        return answer.values
    if isinstance(answer, list) and not _is_array(answer):
        return [_stacked(item, variants) for item in answer]
    if answer is None or isinstance(answer, str | Raised):
        return answer
    array = np.asarray(answer)
    return np.broadcast_to(array[..., None], (*array.shape, variants))


def _is_array(answer: list[Any]) -> bool:
    """Whether nested lists hold plain numbers only, in the form of an array."""
    shapes = {_shape(item) for item in answer}
    return len(shapes) == 1 and None not in shapes


def _shape(answer: Any) -> tuple[int, ...] | None:
    if isinstance(answer, int | float):
        return ()
    if not isinstance(answer, list):
        return None
    shapes = {_shape(item) for item in answer}
    inner = shapes.pop() if len(shapes) == 1 else None
    return None if inner is None and answer else (len(answer), *(inner or ()))
