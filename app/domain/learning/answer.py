"""A marked answer, as far as it tells about learning."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """One marked submission whose result its student may see.

    Attributes:
        problem: The slug of its problem.
        variant: The exercise that it answers.
        at: When it was received.
        score: The share of its questions that are right, in [0, 1].
        codes: The misconceptions of the best finding about it; empty where nothing was recognised.
    """

    problem: str
    variant: uuid.UUID
    at: dt.datetime
    score: float
    codes: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether every question is right."""
        return self.score == 1


def first_answers(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Return the first answer to each exercise, in the order given: later ones have seen a verdict already."""
    firsts: dict[uuid.UUID, Answer] = {}
    for answer in answers:
        firsts.setdefault(answer.variant, answer)
    return tuple(firsts.values())
