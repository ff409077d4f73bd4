"""What a regrade makes of one student's marks: computed from what was read, with no store at hand."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain import problems
from app.domain.marking import AnswerFormatError
from app.domain.problems import BrokenProblem, Problem, Truth, find_truth
from app.domain.regrading import Acceptance, Mode, mended, takes
from app.domain.submissions import SubmissionState
from app.models import Result, Submission, Variant
from app.services.verdicts import Claim, Known, judge, mark


@dataclass(frozen=True)
class Terms:
    """What marks are given by, for the variants of one student.

    Attributes:
        problems: The problems as they are now, by slug; one that is not there any more is left out.
        accepted: What counts as right beside the truth, by item.
        carries_slips: Whether a slip which is carried on loses marks once.
    """

    problems: Mapping[str, Problem]
    accepted: Mapping[uuid.UUID | None, tuple[Acceptance, ...]]
    carries_slips: bool


@dataclass(frozen=True)
class NewResult:
    """The result of a submission as it would be now, and as it is."""

    result: Result
    former: Result

    def is_taken(self, mode: Mode) -> bool:
        """Tell whether it takes the old one's place."""
        return takes(mode, self.former.score, self.result.score)


@dataclass
class NewMarks:
    """What changes for a student.

    Attributes:
        variants: The columns that change, by variant.
        results: The results that change, by submission.
        other_texts: How many exercises have a program that their problem, as it is now, would not give.
    """

    variants: dict[uuid.UUID, dict[str, Any]] = field(default_factory=dict)
    results: dict[uuid.UUID, NewResult] = field(default_factory=dict)
    other_texts: int = 0

    def scores(self, mode: Mode) -> dict[uuid.UUID, float]:
        """Return the new scores by submission, as a mode takes them."""
        return {
            submission_id: one.result.score
            for submission_id, one in self.results.items()
            if one.is_taken(mode)
        }


def mark_anew(
    variants: Sequence[Variant], sent: Mapping[uuid.UUID, Sequence[Submission]], terms: Terms
) -> NewMarks:
    """Mark anew what a student sent to some variants.

    Args:
        variants: The variants.
        sent: The submissions to each of them, with their results loaded.
        terms: What marks are given by.

    Raises:
        BrokenProblem: A variant's program cannot be run, and never was.
        UnfitForMarking: A submission could not be marked.
    """
    found = NewMarks()
    for stored in variants:
        problem = terms.problems.get(stored.problem)
        variant, truth, is_other = _as_now(stored, problem)
        found.other_texts += is_other
        changed = _changed(stored, variant, truth)
        if changed:
            found.variants[stored.id] = changed
        known = Known(
            variant,
            truth=truth,
            predictions=None if changed else stored.predictions,
            carries_slips=terms.carries_slips,
            listed=problem.misconceptions if problem else (),
            accepted=terms.accepted.get(stored.item_id, ()),
        )
        here = sent.get(stored.id, ())
        if not changed:
            # Looking for what is behind a wrong answer takes longest, and finds the same by the same terms.
            here = [one for one in here if not _has_same_marks(known, one)]
        found.results.update(remark(known, here))
        _keep_predictions(found, stored, known)
    return found


def remark(known: Known, sent: Sequence[Submission]) -> dict[uuid.UUID, NewResult]:
    """Return what changes of the results of submissions to one variant, by submission.

    Raises:
        UnfitForMarking: One could not be marked.
    """
    found: dict[uuid.UUID, NewResult] = {}
    for one in sent:
        if one.state is not SubmissionState.MARKED or one.result is None:
            continue
        outcome = judge(_claim_of(one), known)
        if outcome.result is None:
            raise UnfitForMarking(str(one.id))
        if _differs(outcome.result, one.result):
            found[one.id] = NewResult(outcome.result, one.result)
    return found


def _has_same_marks(known: Known, one: Submission) -> bool:
    try:
        marks = mark(_claim_of(one), known)
    except AnswerFormatError:
        # Left to what tells of it.
        return False
    return one.result is not None and [given.to_json() for given in marks] == one.result.marks


def _claim_of(one: Submission) -> Claim:
    return Claim(one.id, one.epoch, one.answers, one.variant_id)


class UnfitForMarking(Exception):
    """A submission that was marked before cannot be marked now; it names the submission."""


def _as_now(
    stored: Variant, problem: Problem | None
) -> tuple[problems.Variant, dict[str, Truth], bool]:
    """Return a variant as it is asked and marked now, its truth, and whether its program is another one by now."""
    dealt = stored.as_dealt()
    # The same file says the same; only the engine may have changed.
    now = dealt if problem is None or problem.version == dealt.version else mended(dealt, problem)
    is_other = problem is not None and problem.version != dealt.version and now is dealt
    if now is not dealt:
        try:
            return now, find_truth(now), False
        except BrokenProblem:
            # A question of now that means nothing to this program: it is none of the problem's any more.
            is_other = True
    try:
        return dealt, find_truth(dealt), is_other
    except BrokenProblem:
        if stored.truth is None:
            raise
        return dealt, stored.truth, is_other


def _changed(stored: Variant, variant: problems.Variant, truth: dict[str, Truth]) -> dict[str, Any]:
    now = columns_of(variant) | {"truth": truth}
    before = columns_of(stored.as_dealt()) | {"truth": stored.truth or truth}
    changed = {name: value for name, value in now.items() if value != before[name]}
    # What misconceptions answer follows from all of these.
    return changed | {"predictions": None} if changed else {}


def columns_of(variant: problems.Variant) -> dict[str, Any]:
    """Return what a mended problem may change of a variant, as its row has it."""
    return {
        "questions": [question.to_json() for question in variant.questions],
        "rtol": variant.rtol,
        "atol": variant.atol,
        "legacy": variant.legacy,
    }


def _keep_predictions(found: NewMarks, stored: Variant, known: Known) -> None:
    if stored.id in found.variants and "predictions" in known.found:
        found.variants[stored.id]["predictions"] = known.found["predictions"]


def _differs(new: Result, old: Result) -> bool:
    """Tell whether marks or diagnosis are others; which engine found the same is of no matter."""
    return (new.score, new.marks, new.diagnosis) != (old.score, old.marks, old.diagnosis)
