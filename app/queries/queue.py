"""The service's queue, and the workers that it has heard from."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import database_now
from app.domain.submissions import SubmissionState
from app.models import Submission, WorkerHeartbeat

_MARKED = SubmissionState.MARKED
# A worker sweeps every two seconds; one that has missed this many seconds is not counted.
WORKER_SILENCE_SECONDS = 15


@dataclass(frozen=True)
class Queue:
    """The queue of the whole service, and how many workers the database has heard from lately."""

    waiting: int
    marking: int
    failed: int
    oldest_seconds: float | None
    workers: int


def queue(session: Session) -> Queue:
    """Return the state of the service's queue."""
    counts = dict(
        session.execute(
            select(Submission.state, func.count())
            # By name, so that the index serves: nearly everything there is was marked long ago.
            .where(Submission.state.in_([one for one in SubmissionState if one is not _MARKED]))
            .group_by(Submission.state)
        ).all()
    )
    now = session.scalars(select(database_now())).one()
    oldest = session.scalars(
        select(func.min(Submission.created_at)).where(
            Submission.state.in_((SubmissionState.QUEUED, SubmissionState.MARKING))
        )
    ).one()
    return Queue(
        waiting=counts.get(SubmissionState.QUEUED, 0),
        marking=counts.get(SubmissionState.MARKING, 0),
        failed=counts.get(SubmissionState.FAILED, 0),
        oldest_seconds=None if oldest is None else max(0.0, (now - oldest).total_seconds()),
        workers=workers_heard_from(session),
    )


def workers_heard_from(session: Session) -> int:
    """Return how many workers have swept lately."""
    return session.scalars(
        select(func.count()).where(WorkerHeartbeat.seen_at > database_now(-WORKER_SILENCE_SECONDS))
    ).one()
