"""What a student is told of regrades: that marks are others now, and why."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Regrade, RegradedResult
from app.queries.regrades import A_LITTLE


@dataclass(frozen=True)
class ToldRegrade:
    """A regrade that gave a submission another score; both lie in [0, 1]."""

    at: dt.datetime
    reason: str
    before: float
    after: float


def told_regrades(
    session: Session, submission_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, tuple[ToldRegrade, ...]]:
    """Return by submission the regrades that gave it another score and hold, in their order.

    Whoever shows them shows the submission's score as well.
    """
    rows = session.execute(
        select(
            RegradedResult.submission_id,
            Regrade.begun_at,
            Regrade.reason,
            RegradedResult.score_before,
            RegradedResult.score_after,
        )
        .join(Regrade, Regrade.id == RegradedResult.regrade_id)
        .where(
            RegradedResult.submission_id.in_(submission_ids),
            RegradedResult.is_applied,
            func.abs(RegradedResult.score_after - RegradedResult.score_before) > A_LITTLE,
        )
        .order_by(Regrade.begun_at)
    )
    found: dict[uuid.UUID, tuple[ToldRegrade, ...]] = {}
    for submission_id, at, reason, before, after in rows:
        if at is not None:
            told = ToldRegrade(at, reason, before, after)
            found[submission_id] = (*found.get(submission_id, ()), told)
    return found
