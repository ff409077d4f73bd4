"""Who stands where: the points of each student on each item."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from app.domain.submissions import SubmissionState
from app.models import Item
from app.queries.scores import ItemScore, ItemState, earned, item_scores


@dataclass(frozen=True)
class Cell:
    """One student on one item; `failed` means that the newest submission needs the team's help."""

    state: ItemState | Literal["failed"]
    earned: float | None
    attempts: int
    submission_id: uuid.UUID | None


@dataclass(frozen=True)
class StudentRow:
    """One student over all items."""

    user_id: uuid.UUID
    display_name: str
    cells: tuple[Cell, ...]
    total: float


def student_rows(
    session: Session, items: Sequence[Item], students: Mapping[uuid.UUID, str]
) -> tuple[StudentRow, ...]:
    """Return the row of each student, in the order in which they are given."""
    scores = item_scores(session, [item.id for item in items], among=students)
    return tuple(_student(user_id, name, items, scores) for user_id, name in students.items())


def _student(
    user_id: uuid.UUID,
    display_name: str,
    items: Sequence[Item],
    scores: dict[tuple[uuid.UUID, uuid.UUID], ItemScore],
) -> StudentRow:
    cells = tuple(_cell(item, scores.get((user_id, item.id))) for item in items)
    return StudentRow(user_id, display_name, cells, total=sum(cell.earned or 0.0 for cell in cells))


def _cell(item: Item, score: ItemScore | None) -> Cell:
    if score is None:
        return Cell("new", None, 0, None)
    state: ItemState | Literal["failed"] = score.state(item.max_attempts)
    newest_id, newest_state = score.newest or (None, None)
    if newest_state is SubmissionState.FAILED:
        state = "failed"
    return Cell(state, earned(score, item), score.attempts, newest_id)
