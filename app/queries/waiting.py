"""How a submission stands that waits to be marked: what its page asks every second."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    ScalarSelect,
    Select,
    bindparam,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Session

from app.domain.submissions import SubmissionState
from app.models import Submission

FARTHEST: Final = 100
"""Places in the queue are counted as far as this."""


def place_in_queue(session: Session, submission_id: uuid.UUID) -> int | None:
    """Return the place of a queued submission, from 1; None beyond `FARTHEST`, and for one that is not queued."""
    return session.scalars(_PLACE, {"submission": submission_id}).one_or_none()


def place_among(submissions: FromClause) -> ScalarSelect[int | None]:
    """Ask in a statement for each submission's place, as `place_in_queue` does; it is right for queued ones alone.

    Args:
        submissions: The table in the statement's FROM.
    """
    return _place(_up_to(submissions.c.created_at).correlate(submissions)).scalar_subquery()


@dataclass(frozen=True)
class Standing:
    """Somebody's own submission as it stands before it is marked; `SubmissionRow` says what these are."""

    id: uuid.UUID
    variant_id: uuid.UUID
    attempt: int
    state: SubmissionState
    tries: int
    handed_in: bool
    position_in_queue: int | None
    score: None = None


def standing(session: Session, *, user_id: uuid.UUID, submission_id: uuid.UUID) -> Standing | None:
    """Return how somebody's own submission stands; None where it is none of theirs, or it is over."""
    row = session.execute(_STANDING, {"user": user_id, "submission": submission_id}).one_or_none()
    if row is None or row.state.is_final:
        return None
    queued = row.state is SubmissionState.QUEUED
    return Standing(submission_id, *row, place_in_queue(session, submission_id) if queued else None)


_ONE, _BEFORE = Submission.__table__.alias("one"), Submission.__table__.alias("before")
_ID = bindparam("submission", type_=Submission.id.type)
# In the order of `Standing`'s fields.
_STANDING = select(
    _ONE.c.variant_id, _ONE.c.attempt, _ONE.c.state, _ONE.c.tries, _ONE.c.handed_in
).where(_ONE.c.id == _ID, _ONE.c.user_id == bindparam("user", type_=Submission.user_id.type))


def _up_to(moment: ColumnElement[dt.datetime]) -> Select[int]:
    return (
        select(literal(1).label("one"))
        .where(_BEFORE.c.state == SubmissionState.QUEUED, _BEFORE.c.created_at <= moment)
        # One more than is told: who waits behind fifty thousand makes nobody count them.
        .limit(FARTHEST + 1)
    )


def _place(waiting: Select[int]) -> Select[int | None]:
    return select(func.nullif(func.count(), FARTHEST + 1)).select_from(waiting.subquery())


_PLACE = _place(_up_to(select(_ONE.c.created_at).where(_ONE.c.id == _ID).scalar_subquery()))
