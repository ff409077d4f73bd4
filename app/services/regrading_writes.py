"""Writing what a regrade, or its undoing, makes of one student's marks; all of it in the caller's transaction."""

import uuid
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.domain.submissions import SubmissionState
from app.models import RegradedResult, RegradedVariant, Result, Submission, ToldRun, Variant
from app.services.regrading_marks import NewMarks, NewResult, columns_of
from app.services.regrading_slices import Slice, Work


def write_marks(
    session: Session, held: Slice, work: Work, found: NewMarks, *, is_former: bool
) -> None:
    """Write new marks, or former ones, and keep beside them what they replace.

    Args:
        session: The transaction, in which the student's exercises and submissions are locked.
        held: The regrade.
        work: What the student was dealt and sent.
        found: What changes.
        is_former: Whether these are the marks from before, which a regrade that is undone brings back.
    """
    for variant in work.variants:
        if variant.id in found.variants:
            if not is_former:
                _keep_variant(session, held.regrade.id, variant)
            session.execute(
                update(Variant)
                .where(Variant.id == variant.id)
                .values(**found.variants[variant.id])
                .execution_options(synchronize_session=False)
            )
    # How a program runs is told anew where the engine or the questions are others.
    session.execute(delete(ToldRun).where(ToldRun.variant_id.in_(found.variants)))
    for submission_id in sorted(found.results):
        new = found.results[submission_id]
        if new.is_taken(held.mode):
            _replace(session, held.regrade.id, submission_id, new, is_former=is_former)
    _mark_again(session, work)


def _keep_variant(session: Session, regrade_id: uuid.UUID, variant: Variant) -> None:
    before = columns_of(variant.as_dealt()) | {
        "truth": variant.truth,
        "predictions": variant.predictions,
    }
    session.add(RegradedVariant(regrade_id=regrade_id, variant_id=variant.id, before=before))


def _replace(
    session: Session,
    regrade_id: uuid.UUID,
    submission_id: uuid.UUID,
    new: NewResult,
    *,
    is_former: bool,
) -> None:
    kept: dict[str, Any] = {"is_applied": False, "before": None}
    if not is_former:
        kept = {"is_applied": True, "before": _plain(new.former)}
    session.execute(
        update(RegradedResult)
        .where(
            RegradedResult.regrade_id == regrade_id, RegradedResult.submission_id == submission_id
        )
        .values(**kept)
    )
    session.execute(
        update(Result)
        .where(Result.submission_id == submission_id)
        .values(**_plain(new.result))
        .execution_options(synchronize_session=False)
    )
    # Whoever remembers figures of a class sees by the epochs that something is new.
    session.execute(
        update(Submission)
        .where(Submission.id == submission_id)
        .values(epoch=Submission.epoch + 1)
        .execution_options(synchronize_session=False)
    )


def _plain(result: Result) -> dict[str, Any]:
    return {
        "score": result.score,
        "marks": result.marks,
        "diagnosis": result.diagnosis,
        "engine_version": result.engine_version,
    }


def _mark_again(session: Session, work: Work) -> None:
    """Give back what a worker marks at this moment: it began by the terms of before."""
    session.execute(
        update(Submission)
        .where(
            Submission.variant_id.in_([variant.id for variant in work.variants]),
            Submission.state == SubmissionState.MARKING,
        )
        .values(
            state=SubmissionState.QUEUED,
            lease_until=None,
            epoch=Submission.epoch + 1,
            tries=Submission.tries - 1,
        )
        .execution_options(synchronize_session=False)
    )
