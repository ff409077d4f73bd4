"""What a regrade says of one student: their points before and after, and the submissions whose marks change."""

import uuid
from collections.abc import Mapping

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.domain.gradebook import stand
from app.domain.regrading import Mode
from app.models import AssignmentOverride, RegradedResult, RegradedStudent, Submission
from app.queries.overrides import item_overrides
from app.queries.scores import item_scores, points_on
from app.services.regrading_marks import NewMarks
from app.services.regrading_slices import Slice


def note_changes(session: Session, held: Slice, user_id: uuid.UUID, found: NewMarks) -> None:
    """Write down what changes for a student: points, and the submissions whose marks are others."""
    before, replaced, never_lower = _points_by_mode(session, held, user_id, found)
    session.execute(
        update(RegradedStudent)
        .where(RegradedStudent.regrade_id == held.regrade.id, RegradedStudent.user_id == user_id)
        .values(
            points_before=before,
            points_replaced=replaced,
            points_never_lower=never_lower,
            is_overridden=_is_overridden(session, held, user_id),
            other_texts=found.other_texts,
        )
    )
    session.execute(
        delete(RegradedResult).where(
            RegradedResult.regrade_id == held.regrade.id,
            RegradedResult.submission_id.in_(
                select(Submission.id).where(Submission.user_id == user_id)
            ),
        )
    )
    session.add_all(
        RegradedResult(
            regrade_id=held.regrade.id,
            submission_id=submission_id,
            score_before=one.former.score,
            score_after=one.result.score,
        )
        for submission_id, one in found.results.items()
    )
    session.flush()


def _points_by_mode(
    session: Session, held: Slice, user_id: uuid.UUID, found: NewMarks
) -> tuple[float | None, float | None, float | None]:
    """Return a student's points as they are, if all marks are replaced, and if none is lowered."""
    before = _points(session, held, user_id, {})
    if not found.results:
        return before, before, before
    scores = found.scores(Mode.REPLACE)
    replaced = _points(session, held, user_id, scores)
    kept = found.scores(Mode.NEVER_LOWER)
    return before, replaced, replaced if kept == scores else _points(session, held, user_id, kept)


def _points(
    session: Session, held: Slice, user_id: uuid.UUID, supposed: Mapping[uuid.UUID, float]
) -> float | None:
    """Return a student's points on what is marked anew, those set by hand among them."""
    scores = item_scores(session, [item.id for item in held.items], user_id, supposed=supposed)
    return stand(points_on(scores.get((user_id, item.id)), item) for item in held.items).earned


def _is_overridden(session: Session, held: Slice, user_id: uuid.UUID) -> bool:
    key = {"assignment_id": held.assignment.id, "user_id": user_id}
    return session.get(AssignmentOverride, key) is not None or bool(
        item_overrides(session, [item.id for item in held.items], user_id)
    )
