"""Submissions that failed, and the workers that were heard from, for administrators."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import database_now
from app.domain.submissions import SubmissionState
from app.models import Assignment, Course, Item, Submission, Variant, WorkerHeartbeat
from app.queries.membership import require_administrator
from app.queries.queue import Queue, queue

_NEWEST = 50
# A worker that was silent for longer is gone for good, and its name with it.
_FORGOTTEN_SECONDS = 24 * 3600


@dataclass(frozen=True)
class FailedRow:
    """A failed submission; `course_title` is None in practice, where only its student may open it."""

    id: uuid.UUID
    problem: str
    course_title: str | None
    tries: int
    failure: str
    created_at: dt.datetime


@dataclass(frozen=True)
class WorkerRow:
    """A worker, and how many seconds ago it was heard from."""

    name: str
    silent_seconds: float


@dataclass(frozen=True)
class ServiceState:
    """How the service does: the queue, the workers of the last day, and the newest failed submissions."""

    queue: Queue
    workers: tuple[WorkerRow, ...]
    failed: tuple[FailedRow, ...]


def service_state(session: Session, *, user_id: uuid.UUID) -> ServiceState:
    """Return how the service does.

    Raises:
        NotFound: The user is no administrator.
    """
    require_administrator(session, user_id)
    now = session.scalars(select(database_now())).one()
    workers = session.scalars(
        select(WorkerHeartbeat)
        .where(WorkerHeartbeat.seen_at > database_now(-_FORGOTTEN_SECONDS))
        .order_by(WorkerHeartbeat.seen_at.desc())
    )
    failed = session.execute(
        select(Submission, Variant.problem, Course.title)
        .join(Variant, Variant.id == Submission.variant_id)
        .outerjoin(Item, Item.id == Variant.item_id)
        .outerjoin(Assignment, Assignment.id == Item.assignment_id)
        .outerjoin(Course, Course.id == Assignment.course_id)
        .where(Submission.state == SubmissionState.FAILED)
        .order_by(Submission.created_at.desc())
        .limit(_NEWEST)
    )
    return ServiceState(
        queue=queue(session),
        workers=tuple(
            WorkerRow(one.name, max(0.0, (now - one.seen_at).total_seconds())) for one in workers
        ),
        failed=tuple(
            FailedRow(one.id, problem, title, one.tries, one.failure or "", one.created_at)
            for one, problem, title in failed
        ),
    )
