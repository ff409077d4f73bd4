"""Figures: numbers that may have no value, and then say why."""

from dataclasses import dataclass
from enum import StrEnum


class Missing(StrEnum):
    """Why a figure has no value."""

    NOBODY = "nobody"
    """There is no student, submission or attempt to calculate it from."""
    TOO_FEW = "too-few"
    """There are some, but fewer than the formula needs."""
    NO_VARIANCE = "no-variance"
    """All have the same score, so that nothing varies together with anything."""
    ONE_ITEM = "one-item"
    """It compares items, and there is only one."""
    HIDDEN = "hidden"
    """It would tell about fewer than five students (see `disclosing`)."""


@dataclass(frozen=True)
class Figure:
    """A number, or the reason why there is none.

    Attributes:
        value: The number, None where it is not defined.
        missing: Why it is not defined, None where it is.
    """

    value: float | None
    missing: Missing | None = None

    @classmethod
    def without(cls, reason: Missing) -> "Figure":
        """Give a figure that has no value."""
        return cls(None, reason)
