"""What an explanation is made of: a variant whose truth its reader may see, and what was mistaken there."""

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.domain import problems
from app.domain.diagnosis import Misconception
from app.domain.explanation import Told
from app.errors import NotFound
from app.models import ToldRun, Variant
from app.queries.diagnoses import FindingRow
from app.queries.exercises import Exercise, exercise
from app.queries.problems import is_in_library


@dataclass(frozen=True)
class ExplanationPage:
    """An exercise that may be explained.

    Attributes:
        exercise: The exercise.
        dealt: Its variant, ready to run.
        mistake: What the newest diagnosed answer looks like; None where nothing was recognised.
        in_library: Whether its program is the library's, so that the page itself may run it.
        told: What a worker has told of it; None where none has, and for the library's.
        is_asked_for: Whether a worker will.
        is_given_up: Whether no worker could.
    """

    exercise: Exercise
    dealt: problems.Variant
    mistake: FindingRow | None
    in_library: bool
    told: Told | None
    is_asked_for: bool
    is_given_up: bool

    @property
    def beliefs(self) -> tuple[Misconception, ...]:
        """The misconceptions whose story is told beside the true one."""
        return self.mistake.beliefs if self.mistake else ()

    @property
    def beliefs_key(self) -> str:
        """Their codes, by which `ToldRun` finds what was told."""
        return _key(self.mistake)


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
    mistake = next(iter(findings), None)
    dealt = session.get_one(Variant, variant_id).as_dealt()
    in_library = is_in_library(page.problem)
    order = None
    if not in_library:
        order = session.get(ToldRun, {"variant_id": variant_id, "beliefs": _key(mistake)})
    told = _read(order)
    return ExplanationPage(
        page,
        dealt,
        mistake,
        in_library=in_library,
        told=told,
        is_asked_for=order is not None and order.told is None and not order.is_given_up,
        is_given_up=order is not None and order.is_given_up,
    )


def _read(order: ToldRun | None) -> Told | None:
    if order is None or order.told is None:
        return None
    try:
        return Told.from_json(order.told)
    except ValueError:
        # Another release's form; it is asked for anew.
        return None


def _key(mistake: FindingRow | None) -> str:
    return ",".join(belief.code for belief in mistake.beliefs) if mistake else ""
