"""The misconceptions, in families; each is a change of the rules that a program runs by."""

from app.domain.diagnosis.misconceptions.catalogue import (
    COMMONEST,
    MISCONCEPTIONS,
    UnknownMisconception,
    find_misconception,
)
from app.domain.diagnosis.misconceptions.misconception import Misconception

__all__ = [
    "COMMONEST",
    "MISCONCEPTIONS",
    "Misconception",
    "UnknownMisconception",
    "find_misconception",
]
