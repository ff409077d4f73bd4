"""Which new results are taken, and where that moves a student's points."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from app.domain.texts import Message, say

_NOTHING: Final = 1e-9


class Mode(StrEnum):
    """What becomes of results that would be worse than before."""

    REPLACE = "replace"
    """Every result is replaced by the new one."""
    NEVER_LOWER = "never_lower"
    """A submission whose new score is lower keeps its old marks: since points follow from scores and never fall when
    one rises, nobody's points fall."""

    @property
    def word(self) -> Message:
        """Say what it does."""
        return _WORDS[self]


_WORDS: Final[Mapping[Mode, Message]] = {
    Mode.REPLACE: say("Replace all marks"),
    Mode.NEVER_LOWER: say("Never lower"),
}


class Direction(StrEnum):
    """Where a student's points go."""

    UP = "up"
    DOWN = "down"
    SAME = "same"


def takes(mode: Mode, before: float, after: float) -> bool:
    """Tell whether a submission's new score takes the place of the old one; both lie in [0, 1]."""
    return mode is Mode.REPLACE or after >= before - _NOTHING


def direction(before: float | None, after: float | None) -> Direction:
    """Return where points go; None is no points yet."""
    difference = (after or 0.0) - (before or 0.0)
    if abs(difference) <= _NOTHING:
        return Direction.SAME
    return Direction.UP if difference > 0 else Direction.DOWN
