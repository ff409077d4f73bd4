"""The marked answers of one person whose results they may see: what their progress is read off."""

import uuid

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.domain.learning import Answer
from app.models import Result, Submission, Variant
from app.queries.feedback import hidden_items


def own_answers(session: Session, user_id: uuid.UUID) -> tuple[Answer, ...]:
    """Return somebody's marked answers, in practice and in courses, in the order in which they were received.

    Results of an assignment that are not shown to them yet are left out.
    """
    rows = session.execute(
        select(
            Variant.problem,
            Variant.id,
            Submission.created_at,
            Result.score,
            # Of a diagnosis only the best finding: it is most of what is read here.
            Result.diagnosis[("findings", 0, "codes")],
        )
        .join(Submission, Submission.variant_id == Variant.id)
        .join(Result, Result.submission_id == Submission.id)
        .where(
            Variant.user_id == user_id,
            or_(Variant.item_id.is_(None), Variant.item_id.not_in(hidden_items(session, user_id))),
        )
        .order_by(Submission.created_at, Submission.attempt, Submission.id)
    )
    return tuple(
        Answer(problem, variant, at, score, tuple(codes or ()))
        for problem, variant, at, score, codes in rows
    )
