"""One regrade, student by student."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.problems import Question
from app.domain.regrading import Direction, Mode, direction
from app.errors import NotFound
from app.models import (
    Item,
    Regrade,
    RegradedResult,
    RegradedStudent,
    Submission,
    User,
    Variant,
)
from app.queries.asked import asked_of
from app.queries.regrades import A_LITTLE, AssignmentHead, RegradeRow, regrade_rows, regrading_head


@dataclass(frozen=True)
class ChangedSubmission:
    """A submission whose score a regrade changes."""

    id: uuid.UUID
    item_position: int
    attempt: int
    before: float
    after: float


@dataclass(frozen=True)
class StudentMove:
    """One student whom a regrade concerns: points before, and after by mode; None is no points yet."""

    user_id: uuid.UUID
    name: str
    before: float | None
    after: Mapping[Mode, float | None]
    is_overridden: bool
    failure: str | None
    changed: tuple[ChangedSubmission, ...]

    def direction(self, mode: Mode) -> Direction:
        """Return where the student's points go."""
        return direction(self.before, self.after[mode])


@dataclass(frozen=True)
class RegradePage:
    """One regrade: its figures, the students for whom anything changes, and what it accepts.

    `other_texts` counts exercises whose program the problem, as it is now, would not give. `question` is the one of
    which something is accepted, `answer` the answer that is, `code` the one program for which; each None for all or
    any.
    """

    head: AssignmentHead
    row: RegradeRow
    students: tuple[StudentMove, ...]
    other_texts: int
    question: Question | None
    answer: str | None
    code: str | None


def regrade_page(session: Session, user_id: uuid.UUID, regrade_id: uuid.UUID) -> RegradePage:
    """Return one regrade, for who may regrade its assignment.

    Raises:
        NotFound: There is none for them.
    """
    regrade = session.get(Regrade, regrade_id)
    if regrade is None:
        raise NotFound
    head = regrading_head(session, user_id, regrade.assignment_id)
    (row,) = regrade_rows(session, Regrade.id == regrade_id)
    other_texts = session.scalars(
        select(func.sum(RegradedStudent.other_texts)).where(
            RegradedStudent.regrade_id == regrade_id
        )
    ).one()
    asked = asked_of(session, regrade.item_id) if regrade.item_id else {}
    return RegradePage(
        head,
        row,
        _students(session, regrade_id),
        other_texts or 0,
        asked.get(regrade.question or ""),
        regrade.answer,
        regrade.code,
    )


def _students(session: Session, regrade_id: uuid.UUID) -> tuple[StudentMove, ...]:
    """Return everybody for whom points or scores change, or nothing could be done, by name."""
    changed: dict[uuid.UUID, list[ChangedSubmission]] = {}
    rows = session.execute(
        select(
            Submission.user_id,
            Submission.id,
            Item.position,
            Submission.attempt,
            RegradedResult.score_before,
            RegradedResult.score_after,
        )
        .join(Submission, Submission.id == RegradedResult.submission_id)
        .join(Variant, Variant.id == Submission.variant_id)
        .join(Item, Item.id == Variant.item_id)
        .where(
            RegradedResult.regrade_id == regrade_id,
            func.abs(RegradedResult.score_after - RegradedResult.score_before) > A_LITTLE,
        )
        .order_by(Item.position, Submission.attempt)
    )
    for user_id, submission_id, position, attempt, before, after in rows:
        one = ChangedSubmission(submission_id, position, attempt, before, after)
        changed.setdefault(user_id, []).append(one)
    students = session.execute(
        select(RegradedStudent, User.display_name)
        .join(User, User.id == RegradedStudent.user_id)
        .where(RegradedStudent.regrade_id == regrade_id)
        .order_by(func.lower(User.display_name), User.id)
    )
    moves = (
        StudentMove(
            user_id=row.user_id,
            name=name,
            before=row.points_before,
            after={Mode.REPLACE: row.points_replaced, Mode.NEVER_LOWER: row.points_never_lower},
            is_overridden=row.is_overridden,
            failure=row.failure,
            changed=tuple(changed.get(row.user_id, ())),
        )
        for row, name in students
    )
    return tuple(
        move
        for move in moves
        if move.changed
        or move.failure
        or any(move.direction(mode) is not Direction.SAME for mode in Mode)
    )
