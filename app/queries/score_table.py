"""Who stands where: the points of each student on each item."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from app.domain.submissions import SubmissionState
from app.models import Item
from app.queries.overrides import OverrideRow, assignment_overrides
from app.queries.scores import ItemScore, ItemState, earned, item_scores
from app.queries.standings import standing


@dataclass(frozen=True)
class Cell:
    """One student on one item.

    `failed` means that the newest submission needs the team's help; `is_set` that a teacher has set the points, or has
    excused the student.
    """

    state: ItemState | Literal["failed"]
    earned: float | None
    attempts: int
    submission_id: uuid.UUID | None
    is_set: bool = False


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
    """Return the row of each student on the items of one assignment, in the order in which they are given."""
    scores = item_scores(session, [item.id for item in items], among=students)
    assignments = {item.assignment_id for item in items}
    given = {
        user: override
        for (user, _assignment), override in assignment_overrides(
            session, assignments, among=students
        ).items()
    }
    return tuple(
        _student(user_id, name, items, scores, given.get(user_id))
        for user_id, name in students.items()
    )


def _student(
    user_id: uuid.UUID,
    display_name: str,
    items: Sequence[Item],
    scores: dict[tuple[uuid.UUID, uuid.UUID], ItemScore],
    override: OverrideRow | None,
) -> StudentRow:
    cells = tuple(_cell(item, scores.get((user_id, item.id))) for item in items)
    stands = standing(items, scores, user_id, override)
    return StudentRow(user_id, display_name, cells, total=stands.earned or 0.0)


def _cell(item: Item, score: ItemScore | None) -> Cell:
    if score is None:
        return Cell("new", None, 0, None)
    state: ItemState | Literal["failed"] = score.state(item.max_attempts)
    newest_id, newest_state = score.newest or (None, None)
    if newest_state is SubmissionState.FAILED:
        state = "failed"
    is_set = score.override is not None
    return Cell(state, earned(score, item), score.attempts, newest_id, is_set)
