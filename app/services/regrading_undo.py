"""What undoing a regrade makes of one student's marks: those of before, also for what was sent since."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import problems
from app.models import (
    Regrade,
    RegradedResult,
    RegradedVariant,
    Result,
    Submission,
    Variant,
)
from app.services.regrading_marks import NewMarks, NewResult, Terms, remark
from app.services.verdicts import Known


@dataclass(frozen=True)
class OldMarks:
    """What a regrade has replaced since it began to: columns by variant, and whole results by submission."""

    begun_at: dt.datetime
    variants: Mapping[uuid.UUID, dict[str, Any]]
    results: Mapping[uuid.UUID, dict[str, Any]]

    def marks(
        self,
        variants: Sequence[Variant],
        sent: Mapping[uuid.UUID, Sequence[Submission]],
        terms: Terms,
    ) -> NewMarks:
        """Return what brings a student's marks back.

        What was marked since the regrade was applied had no marks before: it is marked by the terms of before.

        Args:
            variants: The student's variants.
            sent: The submissions to each of them, with their results loaded.
            terms: What marks are given by without the regrade.

        Raises:
            UnfitForMarking: A submission could not be marked.
        """
        found = NewMarks(variants=dict(self.variants))
        for variant in variants:
            here = sent.get(variant.id, ())
            for one in here:
                before = self.results.get(one.id)
                if one.result is not None and before is not None:
                    found.results[one.id] = NewResult(Result(**before), one.result)
            later = [one for one in here if self._is_later(one)]
            if later:
                found.results.update(remark(self._known(variant, terms), later))
        return found

    def _is_later(self, one: Submission) -> bool:
        marked_at = None if one.result is None else one.result.marked_at
        return one.id not in self.results and marked_at is not None and marked_at >= self.begun_at

    def _known(self, stored: Variant, terms: Terms) -> Known:
        problem = terms.problems.get(stored.problem)
        return Known(
            _as_before(stored, self.variants.get(stored.id, {})),
            truth=self.variants.get(stored.id, {}).get("truth", stored.truth),
            predictions=self.variants.get(stored.id, {}).get("predictions", stored.predictions),
            carries_slips=terms.carries_slips,
            listed=problem.misconceptions if problem else (),
            accepted=terms.accepted.get(stored.item_id, ()),
        )


def old_marks(session: Session, regrade: Regrade, user_id: uuid.UUID) -> OldMarks:
    """Read what a regrade has replaced for a student."""
    variants = session.execute(
        select(RegradedVariant.variant_id, RegradedVariant.before)
        .join(Variant, Variant.id == RegradedVariant.variant_id)
        .where(RegradedVariant.regrade_id == regrade.id, Variant.user_id == user_id)
    )
    results = session.execute(
        select(RegradedResult.submission_id, RegradedResult.before)
        .join(Submission, Submission.id == RegradedResult.submission_id)
        .where(
            RegradedResult.regrade_id == regrade.id,
            RegradedResult.is_applied,
            Submission.user_id == user_id,
        )
    )
    return OldMarks(
        regrade.begun_at or regrade.created_at,
        dict(variants.all()),
        {submission_id: before for submission_id, before in results if before is not None},
    )


def _as_before(stored: Variant, before: Mapping[str, Any]) -> problems.Variant:
    now = stored.as_dealt().to_json()
    return problems.Variant.from_json(now | {name: before[name] for name in now if name in before})
