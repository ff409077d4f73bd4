"""What becomes of one claimed submission: its marks, and what a wrong answer looks like."""

import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.diagnosis import Diagnosis, Predictions, diagnose, predictions_of
from app.domain.marking import (
    Answer,
    Mark,
    Verdict,
    carry_slips,
    mark_answers,
    read_answer,
    score,
)
from app.domain.problems import (
    ENGINE_VERSION,
    BrokenProblem,
    Truth,
    Variant,
    find_truth,
)
from app.domain.regrading import Acceptance, accept
from app.domain.submissions import SubmissionState
from app.domain.texts import say
from app.logs import cause_of
from app.models import Result

_log = logging.getLogger(__name__)

_BROKEN = say("This exercise itself is broken, which is our fault. No attempt was used.")
_TOO_LARGE = say("Marking this needed more memory than it may have. No attempt was used.")


@dataclass(frozen=True)
class Claim:
    """A submission that this worker owns for the length of a lease."""

    submission_id: uuid.UUID
    epoch: int
    answers: Mapping[str, str]
    variant_id: uuid.UUID


@dataclass(frozen=True)
class Outcome:
    """What becomes of a claim: a result, a failure with its reason, or neither, which gives it back."""

    claim: Claim
    result: Result | None = None
    failure: str | None = None
    begun: bool = True

    @property
    def state(self) -> SubmissionState:
        """What the submission is once this is stored."""
        if self.result is not None:
            return SubmissionState.MARKED
        return SubmissionState.QUEUED if self.failure is None else SubmissionState.FAILED


class Known:
    """What is known of a variant: read from its row, or found while marking and kept in `found` for its row.

    Args:
        variant: The variant.
        truth: Its truth, None where nobody has run it yet.
        predictions: What misconceptions answer, None where nobody has asked yet.
        carries_slips: Whether a slip which is carried on loses marks once.
        listed: The codes of the misconceptions that its problem lists, none where the problem is not there any more.
        accepted: What counts as right beside the truth.
    """

    def __init__(
        self,
        variant: Variant,
        *,
        truth: dict[str, Truth] | None,
        predictions: dict[str, Any] | None,
        carries_slips: bool,
        listed: Sequence[str],
        accepted: Sequence[Acceptance],
    ) -> None:
        self.variant = variant
        self._listed = listed
        self.carries_slips = carries_slips
        self.accepted = accepted
        self.found: dict[str, Any] = {}
        self._truth = truth
        self._predictions = predictions

    def truth(self) -> Mapping[str, Truth]:
        """Return the truth; the program runs only if no worker has run it before.

        Raises:
            BrokenProblem: The program cannot be run.
        """
        if self._truth is None:
            self._truth = self.found["truth"] = find_truth(self.variant)
        return self._truth

    def predictions(self) -> Predictions:
        """Return what misconceptions answer; the program runs by their rules only the first time."""
        if self._predictions is not None:
            return Predictions.from_json(self._predictions)
        predictions = predictions_of(self.variant, self.truth(), self._listed)
        self._predictions = self.found["predictions"] = predictions.to_json()
        return predictions


def judge(claim: Claim, known: Known | None) -> Outcome:
    """Mark a claim; whatever goes wrong concerns this claim alone.

    Args:
        claim: What to mark.
        known: What is known of its variant; None where this release cannot read it, though another one may.
    """
    if known is None:
        return Outcome(claim)
    try:
        marks = mark(claim, known)
    except BrokenProblem as error:
        _log.error(
            "submission %s failed, as %s is broken: %s",
            claim.submission_id,
            error.problem,
            cause_of(error),
        )
        return Outcome(claim, failure=_BROKEN)
    except (MemoryError, RecursionError):
        # Celery takes a MemoryError that leaves a task for the end of the whole worker.
        _log.exception("submission %s went past its bounds", claim.submission_id)
        return Outcome(claim, failure=_TOO_LARGE)
    except Exception:  # noqa: BLE001 - whatever it is, the rest of the batch is marked
        _log.exception(
            "submission %s could not be marked and will be tried again", claim.submission_id
        )
        return Outcome(claim)
    diagnosis = _diagnose(claim, known, marks)
    result = Result(
        submission_id=claim.submission_id,
        score=score(marks),
        marks=[mark.to_json() for mark in marks],
        diagnosis=None if diagnosis is None else diagnosis.to_json(),
        engine_version=ENGINE_VERSION,
    )
    return Outcome(claim, result=result)


def mark(claim: Claim, known: Known) -> tuple[Mark, ...]:
    """Mark a claim, with neither a score nor a diagnosis.

    Raises:
        BrokenProblem: The program cannot be run.
        AnswerFormatError: An answer cannot be read.
    """
    variant, truth = known.variant, known.truth()
    marks = mark_answers(variant.questions, claim.answers, truth, variant.rtol, variant.atol)
    if known.carries_slips:
        marks = carry_slips(variant, truth, _read(claim, variant), marks)
    return accept(variant, claim.answers, marks, known.accepted)


def _read(claim: Claim, variant: Variant) -> dict[str, Answer]:
    return {
        question.id: read_answer(question, claim.answers[question.id])
        for question in variant.questions
    }


def _diagnose(claim: Claim, known: Known, marks: Sequence[Mark]) -> Diagnosis | None:
    """Say what a wrong answer looks like; a right one is not diagnosed, and no mark is lost over a diagnosis."""
    if all(mark.verdict is Verdict.RIGHT for mark in marks):
        return None
    variant = known.variant
    try:
        return diagnose(variant, known.truth(), _read(claim, variant), known.predictions())
    except Exception:  # noqa: BLE001 - the marks stand without it
        _log.exception("submission %s is marked without a diagnosis", claim.submission_id)
        return None
