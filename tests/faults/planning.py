"""The plan of a load: who clicks when, in an open model, the same for the same seed."""

import itertools
import json
import random
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.app.planted_truth import has_digits

# One click in five is a double click, one in seven comes from a program, one in four waits to see its result.
_DOUBLED, _BY_PROGRAM, _LOOKED_AT, _RIGHT = 0.2, 0.15, 0.25, 0.3
# Right within every tolerance, and yet another answer than the one before.
_NUDGE = 1e-7


class Door(StrEnum):
    """Through which door a submission comes in."""

    PAGE = "page"
    API = "api"


@dataclass(frozen=True)
class Exercise:
    """An exercise of a student.

    Attributes:
        id: The variant.
        truth: What is right, by question, as nested lists of numbers.
        is_planted: Its stored truth is the canary's, so nothing right can be sent in.
    """

    id: uuid.UUID
    truth: Mapping[str, object]
    is_planted: bool = False


@dataclass(frozen=True)
class Student:
    """Somebody with a browser that is signed in, a program's token, and some exercises."""

    id: uuid.UUID
    cookies: str
    form_token: str
    api_token: str
    exercises: Sequence[Exercise]


@dataclass(frozen=True)
class Click:
    """One submission to be sent.

    Attributes:
        at: When, in seconds after the load begins.
        key: Names it: whatever happens on the way, it is stored once.
        answers: What is typed; nobody types the same twice, so that each is an attempt of its own.
        doubled: It is sent twice at once.
        looks: The student goes on to look at the result.
    """

    at: float
    student: Student
    exercise: Exercise
    key: str
    answers: Mapping[str, str]
    door: Door
    doubled: bool
    looks: bool


def clicks(students: Sequence[Student], rate: float, seed: int) -> Iterator[Click]:
    """Yield clicks without end, `rate` a second, at times that do not wait for any answer.

    Everybody has their turn before anybody has the next one, as an account may submit 60 times a minute.
    """
    chance = random.Random(seed)
    at = 0.0
    for number in itertools.count(1):
        turn = (number - 1) % len(students)
        if turn == 0:
            order = chance.sample(students, len(students))
        student = order[turn]
        exercise = chance.choice(student.exercises)
        at += chance.expovariate(rate)
        is_right = chance.random() < _RIGHT and _can_be_right_anew(exercise)
        yield Click(
            at=at,
            student=student,
            exercise=exercise,
            key=f"{seed}-{number}-{uuid.uuid4().hex[:8]}",
            answers=_typed(exercise, chance, is_right=is_right),
            door=Door.API if chance.random() < _BY_PROGRAM else Door.PAGE,
            doubled=chance.random() < _DOUBLED,
            looks=chance.random() < _LOOKED_AT,
        )


def _can_be_right_anew(exercise: Exercise) -> bool:
    """Tell whether something right can be typed that nobody typed before: there is but one way to say all zeros."""
    return not exercise.is_planted and any(any(_flat(truth)) for truth in exercise.truth.values())


def _flat(truth: object) -> Iterator[object]:
    if isinstance(truth, Sequence) and not isinstance(truth, str):
        for one in truth:
            yield from _flat(one)
    else:
        yield truth


def _typed(exercise: Exercise, chance: random.Random, *, is_right: bool) -> dict[str, str]:
    while True:
        factor = chance.uniform(1, 1 + _NUDGE) if is_right else chance.uniform(2, 1000)
        scaled = {name: _scaled(truth, factor) for name, truth in exercise.truth.items()}
        if not _looks_planted(scaled):
            return {name: json.dumps(value) for name, value in scaled.items()}
        # What is right may have them itself.
        is_right = False


def _looks_planted(scaled: Mapping[str, object]) -> bool:
    """Tell whether an answer has the canary's digits by chance, as it is typed or as pages round it: it comes back."""
    numbers = [one for value in scaled.values() for one in _flat(value)]
    return any(has_digits(f"{one} {one:.4f} {one:.4e}".encode()) for one in numbers)


def _scaled(truth: object, factor: float) -> object:
    if isinstance(truth, Sequence) and not isinstance(truth, str):
        return [_scaled(one, factor) for one in truth]
    assert isinstance(truth, int | float)
    # A wrong zero would stay what it is, and be right.
    return truth * factor if truth or factor < 2 else factor
