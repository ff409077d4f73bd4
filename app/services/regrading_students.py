"""One student in a regrade: read, marked anew without any lock, and written in one transaction."""

import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from app.db import Database
from app.domain.gradebook import stand
from app.domain.problems import BrokenProblem, Problem
from app.domain.regrading import Mode, RegradeState, Stage
from app.domain.submissions import SubmissionState
from app.domain.texts import Message, say
from app.models import (
    Assignment,
    AssignmentOverride,
    Item,
    Regrade,
    RegradedResult,
    RegradedStudent,
    RegradedVariant,
    Result,
    Submission,
    ToldRun,
    Variant,
)
from app.queries.acceptances import acceptances
from app.queries.overrides import item_overrides
from app.queries.scores import item_scores, points_on
from app.services.regrading_marks import (
    NewMarks,
    NewResult,
    Terms,
    UnfitForMarking,
    columns_of,
    mark_anew,
)
from app.services.regrading_undo import old_marks

_log = logging.getLogger(__name__)

# A student who submits again and again meanwhile is looked at this often before it is left to a later slice.
_LOOKS = 5
_UNFIT = say("Some of these answers could not be marked anew. The marks stay as they are.")


@dataclass(frozen=True)
class Slice:
    """What a worker holds of a regrade: as it was claimed, with the epoch that says that it is still held.

    Attributes:
        regrade: The regrade.
        stage: How far each student is brought.
        mode: What becomes of marks that would fall.
        assignment: The assignment that is marked anew.
        items: Those of its items that are.
    """

    regrade: Regrade
    stage: Stage
    mode: Mode
    assignment: Assignment
    items: Sequence[Item]


class Lost(Exception):
    """The lease ran out and another worker has the regrade: its word counts, not this one's."""


class Moved(Exception):
    """The student was at work in between: what was computed is no longer all there is."""


@dataclass(frozen=True)
class _Work:
    """What one student was dealt and sent of what is marked anew."""

    variants: Sequence[Variant]
    sent: Mapping[uuid.UUID, Sequence[Submission]]

    @property
    def stamp(self) -> list[tuple[uuid.UUID, int, SubmissionState]]:
        """What is another once anything is sent, claimed or marked."""
        every = (one for of_variant in self.sent.values() for one in of_variant)
        return sorted((one.id, one.epoch, one.state) for one in every)


def bring_on(
    db: Database, held: Slice, user_id: uuid.UUID, problems: Mapping[str, Problem]
) -> None:
    """Bring a student as far as the regrade's state wants it.

    Raises:
        Lost: Another worker holds the regrade by now; nothing was written.
        Moved: The student never paused long enough; nothing was written.
    """
    for _look in range(_LOOKS):
        try:
            return _bring_on(db, held, user_id, problems)
        except Moved:
            continue
    raise Moved


def _bring_on(
    db: Database, held: Slice, user_id: uuid.UUID, problems: Mapping[str, Problem]
) -> None:
    undoes = held.regrade.state is RegradeState.UNDOING
    with db.reading() as session:
        work = _read(session, held, user_id)
        supposed = None if undoes else held.regrade.id
        accepted = acceptances(session, {item.id for item in held.items}, supposed)
        terms = Terms(problems, accepted, held.assignment.carries_slips)
        former = old_marks(session, held.regrade, user_id) if undoes else None
    try:
        if former is None:
            found = mark_anew(work.variants, work.sent, terms)
        else:
            found = former.marks(work.variants, work.sent, terms)
    except (BrokenProblem, UnfitForMarking) as error:
        _log.error("a student of regrade %s is left as they are: %s", held.regrade.id, error)
        give_up(db, held, user_id, _UNFIT)
        return
    with db.writing() as session:
        _require_held(session, held)
        _lock(session, work)
        if _read(session, held, user_id).stamp != work.stamp:
            raise Moved
        if former is None:
            _note(session, held, user_id, found)
        if held.stage is not Stage.PREVIEWED:
            _write(session, held, work, found, is_former=former is not None)
        _arrive(session, held, user_id)


def give_up(db: Database, held: Slice, user_id: uuid.UUID, reason: Message) -> None:
    """Leave a student's marks as they are, and say why.

    Raises:
        Lost: Another worker holds the regrade by now.
    """
    with db.writing() as session:
        _require_held(session, held)
        _arrive(session, held, user_id, failure=reason)


def _read(session: Session, held: Slice, user_id: uuid.UUID) -> _Work:
    # Read anew although the session may know them: it is asked what others have written since.
    fresh = {"populate_existing": True}
    variants = session.scalars(
        select(Variant)
        .where(Variant.user_id == user_id, Variant.item_id.in_([item.id for item in held.items]))
        .order_by(Variant.id)
        .execution_options(**fresh)
    ).all()
    submissions = session.scalars(
        select(Submission)
        .options(joinedload(Submission.result))
        .where(Submission.variant_id.in_([variant.id for variant in variants]))
        .order_by(Submission.id)
        .execution_options(**fresh)
    ).all()
    sent: dict[uuid.UUID, list[Submission]] = {}
    for one in submissions:
        sent.setdefault(one.variant_id, []).append(one)
    return _Work(variants, sent)


def _require_held(session: Session, held: Slice) -> None:
    own = select(Regrade.id).where(
        Regrade.id == held.regrade.id,
        Regrade.epoch == held.regrade.epoch,
        Regrade.state == held.regrade.state,
    )
    if session.scalars(own.with_for_update()).one_or_none() is None:
        raise Lost


def _lock(session: Session, work: _Work) -> None:
    """Lock exercises, then submissions, each in the order of ids: as submitting and marking do."""
    ids = [variant.id for variant in work.variants]
    session.execute(
        select(Variant.id).where(Variant.id.in_(ids)).order_by(Variant.id).with_for_update()
    )
    session.execute(
        select(Submission.id)
        .where(Submission.variant_id.in_(ids))
        .order_by(Submission.id)
        .with_for_update()
    )


def _note(session: Session, held: Slice, user_id: uuid.UUID, found: NewMarks) -> None:
    """Write down what changes for a student: points, and the submissions whose marks are others."""
    session.execute(
        update(RegradedStudent)
        .where(RegradedStudent.regrade_id == held.regrade.id, RegradedStudent.user_id == user_id)
        .values(
            points_before=_points(session, held, user_id, {}),
            points_replaced=_points(session, held, user_id, found.scores(Mode.REPLACE)),
            points_never_lower=_points(session, held, user_id, found.scores(Mode.NEVER_LOWER)),
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


def _write(session: Session, held: Slice, work: _Work, found: NewMarks, *, is_former: bool) -> None:
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


def _mark_again(session: Session, work: _Work) -> None:
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


def _arrive(
    session: Session, held: Slice, user_id: uuid.UUID, failure: Message | None = None
) -> None:
    session.execute(
        update(RegradedStudent)
        .where(RegradedStudent.regrade_id == held.regrade.id, RegradedStudent.user_id == user_id)
        .values(stage=held.stage, tries=0, failure=failure)
    )
