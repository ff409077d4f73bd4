"""How likely it is that a student knows a topic, by Bayesian knowledge tracing.

The model of A. T. Corbett and J. R. Anderson, "Knowledge tracing: modeling the acquisition of procedural knowledge",
User Modeling and User-Adapted Interaction 4 (1995): a topic is known or it is not; each exercise may teach it, and
nothing is forgotten. Only the first answer to an exercise counts. docs/progress.md tells it to students and teachers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.domain.learning.answer import Answer, first_answers
from app.domain.texts import say


@dataclass(frozen=True)
class KnowledgeTracing:
    """The four parameters of the model, each a probability.

    Attributes:
        known: P(L0), that the topic is known before the first exercise.
        learned: P(T), that an exercise teaches it to who does not know it.
        guess: P(G), that who does not know it answers right all the same.
        slip: P(S), that who knows it answers wrong all the same.
    """

    known: float
    learned: float
    guess: float
    slip: float

    def after(self, known: float, *, right: bool) -> float:
        """Return the probability that the topic is known after one more first answer.

        Args:
            known: The probability before it, in [0, 1].
            right: Whether it was wholly right.
        """
        by_who_knows = known * ((1 - self.slip) if right else self.slip)
        by_others = (1 - known) * (self.guess if right else 1 - self.guess)
        given_answer = by_who_knows / (by_who_knows + by_others)
        return given_answer + (1 - given_answer) * self.learned

    def trace(self, answers: Iterable[bool]) -> float:
        """Return the probability after first answers, right or not, in their order."""
        known = self.known
        for right in answers:
            known = self.after(known, right=right)
        return known


MODEL: Final = KnowledgeTracing(known=0.3, learned=0.1, guess=0.2, slip=0.1)
"""The same for all topics and students, so that a figure can be recalculated by hand.

Guess and slip lie within the bounds that keep the model meaningful (at most 0.3 and 0.1: R. Baker, A. Corbett and
V. Aleven, ITS 2008). With them, three first answers in a row that are right lead from nothing to mastery.
"""

MASTERED: Final = 0.95
"""From this probability on a topic counts as mastered, as in the original model."""
_ON_THE_WAY: Final = 0.5


class Level(StrEnum):
    """A mastery in a word."""

    NEW = "new"
    """No exercise answered yet."""
    BEGINNING = "beginning"
    GROWING = "growing"
    """It is more likely known than not."""
    MASTERED = "mastered"


LEVEL_WORDS: Final[Mapping[Level, str]] = {
    Level.NEW: say("Not begun"),
    Level.BEGINNING: say("At the beginning"),
    Level.GROWING: say("On the way"),
    Level.MASTERED: say("Mastered"),
}


@dataclass(frozen=True)
class Mastery:
    """Where a student stands in one topic.

    Attributes:
        known: The probability that they know it; None before the first answer.
        answered: How many exercises they have answered.
        right: How many of these right at the first attempt.
    """

    known: float | None = None
    answered: int = 0
    right: int = 0

    @property
    def level(self) -> Level:
        """The mastery in a word."""
        if self.known is None:
            return Level.NEW
        if self.known >= MASTERED:
            return Level.MASTERED
        return Level.GROWING if self.known >= _ON_THE_WAY else Level.BEGINNING

    @property
    def word(self) -> str:
        """The level, for people."""
        return LEVEL_WORDS[self.level]


def masteries(answers: Iterable[Answer], topics: Mapping[str, str]) -> dict[str, Mastery]:
    """Return the mastery of each topic in which something was answered.

    Args:
        answers: A student's answers, in their order.
        topics: The topic of each problem; an answer to another problem tells nothing.
    """
    verdicts: dict[str, list[bool]] = {}
    for answer in first_answers(answers):
        topic = topics.get(answer.problem)
        if topic is not None:
            verdicts.setdefault(topic, []).append(answer.is_right)
    return {
        topic: Mastery(MODEL.trace(rights), len(rights), sum(rights))
        for topic, rights in verdicts.items()
    }
