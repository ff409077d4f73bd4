"""Where the story behind a wrong answer parts from the true one."""

from dataclasses import dataclass
from itertools import zip_longest

from app.domain.explanation.changes import alike
from app.domain.explanation.explanation import Explanation
from app.domain.explanation.rows import Row
from engine.snippet.recording.events import Numbers


@dataclass(frozen=True, slots=True)
class Parting:
    """The first row at which two stories differ.

    Attributes:
        true: The row of the true story; None where that has ended.
        mistaken: The row of the other; None where that has ended.
    """

    true: Row | None
    mistaken: Row | None


def first_parting(true: Explanation, mistaken: Explanation) -> Parting | None:
    """Find where the story under mistaken rules parts from the true one of the same variant.

    Up to there both have the same rows, so the rows at one place belong together, and how many
    follow does not matter.

    Returns:
        Both rows; None where the stories are the same.
    """
    for one, other in zip_longest(true.rows, mistaken.rows):
        if one is None or other is None or not _same(one, other):
            return Parting(one, other)
    return None


def _same(one: Row, other: Row) -> bool:
    if _told(one) != _told(other):
        return False
    if len(one.numbers) != len(other.numbers):
        return False
    if one.numbers:
        return all(map(_agree, one.numbers, other.numbers))
    return one.value == other.value


def _told(row: Row) -> tuple[object, ...]:
    """What a row tells besides numbers."""
    return row.kind, row.line, row.code, row.name, row.operation, [send.to for send in row.sends]


def _agree(one: Numbers | None, other: Numbers | None) -> bool:
    """Whether two values are alike, as far as they were recorded."""
    if one is not None and other is not None and one.flat is None and other.flat is None:
        return one.shape == other.shape
    return alike(one, other)
