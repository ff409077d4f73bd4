"""Queueing all failed submissions again, once what made them fail is mended."""

import uuid

from sqlalchemy import update

from app.db import Database
from app.domain.administration import AdminStep
from app.domain.submissions import SubmissionState
from app.models import AdminEvent, Submission
from app.queries.membership import require_administrator
from app.services.doorbell import Doorbell


def requeue_all(db: Database, doorbell: Doorbell, *, user_id: uuid.UUID) -> int:
    """Queue every failed submission again, in all courses and in practice; return how many those were.

    Raises:
        NotFound: The user is no administrator.
    """
    with db.writing() as session:
        require_administrator(session, user_id)
        queued = session.scalars(
            update(Submission)
            .where(Submission.state == SubmissionState.FAILED)
            .values(state=SubmissionState.QUEUED, tries=0, failure=None)
            .returning(Submission.id)
        ).all()
        if queued:
            session.add(AdminEvent(step=AdminStep.REQUEUED, actor_id=user_id, amount=len(queued)))
    for submission_id in queued:
        doorbell.ring(submission_id)
    return len(queued)
