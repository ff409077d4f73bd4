"""What a student has earned on an item: the SQL that the pages share."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.domain.submissions import SubmissionState
from app.models import Item, Result, Submission, Variant

ItemState = Literal["new", "open", "waiting", "done"]


@dataclass(frozen=True)
class ItemScore:
    """One student's standing on one item.

    Attributes:
        attempts: Attempts used; a failed submission uses none.
        waiting: Submissions not yet marked.
        failed: Submissions that ended without a mark.
        best: Best score in [0, 1], None before the first mark.
        newest: Id and state of the newest submission, None before the first.
    """

    attempts: int
    waiting: int
    failed: int
    best: float | None
    newest: tuple[uuid.UUID, SubmissionState] | None

    def state(self, max_attempts: int) -> ItemState:
        """Say where the student stands: done is full marks or no attempt left."""
        if self.waiting:
            return "waiting"
        if self.best == 1 or self.attempts >= max_attempts:
            return "done"
        return "open"


def item_scores(
    session: Session, item_ids: Collection[uuid.UUID], user_id: uuid.UUID | None = None
) -> dict[tuple[uuid.UUID, uuid.UUID], ItemScore]:
    """Return the standing by (user id, item id), for one user or for all; who was dealt nothing is left out."""
    failed = Submission.state == SubmissionState.FAILED
    waiting = Submission.state.in_((SubmissionState.QUEUED, SubmissionState.MARKING))
    statement = (
        select(
            Variant.user_id,
            Variant.item_id,
            func.count(Submission.id),
            func.coalesce(func.sum(case((failed, 1), else_=0)), 0),
            func.coalesce(func.sum(case((waiting, 1), else_=0)), 0),
            func.max(Result.score),
            func.max(Submission.attempt),
        )
        .outerjoin(Submission, Submission.variant_id == Variant.id)
        .outerjoin(Result, Result.submission_id == Submission.id)
        .where(Variant.item_id.in_(item_ids))
        .group_by(Variant.user_id, Variant.item_id)
    )
    submissions = (
        select(
            Variant.user_id, Variant.item_id, Submission.attempt, Submission.id, Submission.state
        )
        .join(Submission, Submission.variant_id == Variant.id)
        .where(Variant.item_id.in_(item_ids))
    )
    if user_id is not None:
        statement = statement.where(Variant.user_id == user_id)
        submissions = submissions.where(Variant.user_id == user_id)
    by_attempt = {
        (user, item, attempt): (one, state)
        for user, item, attempt, one, state in session.execute(submissions)
    }
    return {
        (user, item): ItemScore(
            attempts=int(count - failures),
            waiting=int(still),
            failed=int(failures),
            best=best,
            newest=by_attempt.get((user, item, last)),
        )
        for user, item, count, failures, still, best, last in session.execute(statement)
    }


def earned(score: ItemScore | None, item: Item) -> float | None:
    """Return the points of the best attempt, None before the first mark."""
    return None if score is None or score.best is None else score.best * item.points
