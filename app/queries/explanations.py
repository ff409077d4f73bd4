"""What an explanation is made of: a variant whose truth its reader may see, and what was mistaken there."""

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.domain import problems
from app.errors import NotFound
from app.models import Variant
from app.queries.diagnoses import FindingRow
from app.queries.exercises import Exercise, exercise


@dataclass(frozen=True)
class ExplanationPage:
    """An exercise that may be explained.

    Attributes:
        exercise: The exercise.
        dealt: Its variant, ready to run.
        mistake: What the newest diagnosed answer looks like; None where nothing was recognised.
    """

    exercise: Exercise
    dealt: problems.Variant
    mistake: FindingRow | None


def explanation_page(
    session: Session, user_id: uuid.UUID, variant_id: uuid.UUID
) -> ExplanationPage:
    """Return what an explanation is made of.

    Raises:
        NotFound: There is no such exercise for this user, or its truth is not to be seen yet.
    """
    page = exercise(session, user_id, variant_id)
    if not page.may_explain:
        raise NotFound
    diagnoses = (one.diagnosis for one in page.submissions if one.diagnosis is not None)
    findings = next((diagnosis.findings for diagnosis in diagnoses), ())
    dealt = session.get_one(Variant, variant_id).as_dealt()
    return ExplanationPage(page, dealt, next(iter(findings), None))
