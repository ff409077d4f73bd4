"""What a student was dealt of an item, and what they sent to any of it."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.submissions import SubmissionState
from app.models import Submission, Variant


@dataclass(frozen=True)
class PastSubmission:
    """A submission to any exercise of an item, as the history lists it; its score is None where it is not shown."""

    id: uuid.UUID
    attempt: int
    state: SubmissionState
    created_at: dt.datetime
    score: float | None


def past_submission(found: Submission, *, shows_score: bool) -> PastSubmission:
    """Describe a submission whose result is loaded."""
    score = found.result.score if found.result and shows_score else None
    return PastSubmission(found.id, found.attempt, found.state, found.created_at, score)


def exercises_of(session: Session, variant: Variant) -> Sequence[uuid.UUID]:
    """Return what the student was dealt of the variant's item, in its order; of practice, the variant alone."""
    if variant.item_id is None:
        return [variant.id]
    return session.scalars(
        select(Variant.id)
        .where(Variant.user_id == variant.user_id, Variant.item_id == variant.item_id)
        .order_by(Variant.number)
    ).all()
