"""Queueing all failed submissions again, once what made them fail is mended."""

import uuid

from sqlalchemy import select

from app.db import Database
from app.domain.administration import AdminStep
from app.domain.changes import Action
from app.domain.submissions import SubmissionState
from app.models import AdminEvent, Assignment, Item, Submission, Variant
from app.queries.membership import require_administrator
from app.services.changes import record_change
from app.services.doorbell import Doorbell


def requeue_all(db: Database, doorbell: Doorbell, *, user_id: uuid.UUID) -> int:
    """Queue every failed submission again, in all courses and in practice; return how many those were.

    It stands in the trail of the administrators, and each of them in that of its course.

    Raises:
        NotFound: The user is no administrator.
    """
    with db.writing() as session:
        require_administrator(session, user_id)
        failed = session.execute(
            select(Submission, Item, Assignment)
            .join(Variant, Variant.id == Submission.variant_id)
            .outerjoin(Item, Item.id == Variant.item_id)
            .outerjoin(Assignment, Assignment.id == Item.assignment_id)
            .where(Submission.state == SubmissionState.FAILED)
            .order_by(Submission.created_at)
            .with_for_update(of=Submission)
        ).all()
        for submission, item, assignment in failed:
            submission.state, submission.tries, submission.failure = SubmissionState.QUEUED, 0, None
            if assignment is not None:
                record_change(
                    session,
                    Action.REQUEUED,
                    course_id=assignment.course_id,
                    by_id=user_id,
                    student_id=submission.user_id,
                    about=f"{assignment.title} · {item.title}",
                    after={"attempt": submission.attempt},
                )
        if failed:
            session.add(AdminEvent(step=AdminStep.REQUEUED, actor_id=user_id, amount=len(failed)))
    for submission, _item, _assignment in failed:
        doorbell.ring(submission.id)
    return len(failed)
