"""How a submission stands that waits to be marked: what its page asks every second."""

import uuid
from typing import Final

from sqlalchemy import bindparam, func, literal, select
from sqlalchemy.orm import Session

from app.domain.submissions import SubmissionState
from app.models import Submission

FARTHEST: Final = 100
"""Places in the queue are counted as far as this."""


def place_in_queue(session: Session, submission_id: uuid.UUID) -> int | None:
    """Return the place of a queued submission, from 1; None beyond `FARTHEST`, and for one that is not queued."""
    return session.scalars(_PLACE, {"submission": submission_id}).one_or_none()


def standing(
    session: Session, *, user_id: uuid.UUID, submission_id: uuid.UUID
) -> tuple[SubmissionState, int, int | None] | None:
    """Return state, tries and place in the queue of somebody's own submission; None where it is none of theirs."""
    row = session.execute(_STANDING, {"user": user_id, "submission": submission_id}).one_or_none()
    if row is None:
        return None
    place = place_in_queue(session, submission_id) if row.state is SubmissionState.QUEUED else None
    return row.state, row.tries, place


_ONE, _BEFORE = Submission.__table__.alias("one"), Submission.__table__
_ID = bindparam("submission", type_=Submission.id.type)
_STANDING = select(_ONE.c.state, _ONE.c.tries).where(
    _ONE.c.id == _ID, _ONE.c.user_id == bindparam("user", type_=Submission.user_id.type)
)
_COUNTED = (
    select(literal(1).label("one"))
    .where(
        _BEFORE.c.state == SubmissionState.QUEUED,
        _BEFORE.c.created_at <= select(_ONE.c.created_at).where(_ONE.c.id == _ID).scalar_subquery(),
    )
    # One more than is told: who waits behind fifty thousand makes nobody count them.
    .limit(FARTHEST + 1)
    .subquery()
)
_PLACE = select(func.nullif(func.count(), FARTHEST + 1)).select_from(_COUNTED)
