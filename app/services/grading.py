"""How a worker marks: claim a batch under a lease, run and compare, write what is still its own."""

import logging
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.db import Database, database_now
from app.domain.marking import mark_answers, score
from app.domain.problems import ENGINE_VERSION, BrokenProblem, Truth, Variant, find_truth
from app.domain.submissions import BATCH, LEASE_SECONDS, MAX_TRIES, SubmissionState
from app.models import Result, Submission, WorkerHeartbeat
from app.models import Variant as StoredVariant
from app.services.doorbell import Doorbell

_log = logging.getLogger(__name__)

# A batch that takes longer gives back what it has not begun: the whole must end well before Celery's time limits.
_BATCH_SECONDS = 3.0
# A bell for a submission younger than this is surely on its way still.
_HEARD_SECONDS = 2
_MOST_RINGS = 20
_FORGOTTEN_SECONDS = 86_400

_queued = Submission.state == SubmissionState.QUEUED
_abandoned = and_(
    Submission.state == SubmissionState.MARKING, Submission.lease_until < database_now()
)


@dataclass(frozen=True)
class _Claim:
    submission_id: uuid.UUID
    epoch: int
    answers: dict[str, str]
    variant_id: uuid.UUID


@dataclass(frozen=True)
class _Verdict:
    """What becomes of a claim: a result, a failure with its reason, or neither, which gives it back."""

    claim: _Claim
    result: Result | None = None
    failure: str | None = None
    begun: bool = True


def mark_waiting(db: Database) -> int:
    """Claim what waits, mark it, and write the results; return how many submissions ended.

    Fresh submissions are claimed as a batch. One that a worker began before may be what killed that worker: such a one
    is claimed alone and last, so that it takes no other with it.
    """
    fresh = _claim_mark_write(db, and_(_queued, Submission.tries == 0), BATCH)
    return fresh + _claim_mark_write(
        db, and_(or_(_queued, _abandoned), Submission.tries.between(1, MAX_TRIES - 1)), 1
    )


def sweep(db: Database, doorbell: Doorbell, *, worker: str) -> int:
    """Ring for whatever a lost bell or a killed worker left behind, and end what was tried too often.

    Args:
        db: The store.
        doorbell: Rung once for each batch that waits.
        worker: The name under which the database hears from this worker.

    Returns:
        The number of submissions found waiting longer than a bell takes.
    """
    with db.writing() as session:
        _hear_from(db, session, worker)
        session.execute(
            update(Submission)
            .where(or_(_abandoned, _queued), Submission.tries >= MAX_TRIES)
            .values(
                state=SubmissionState.FAILED,
                lease_until=None,
                failure=f"Marking was begun {MAX_TRIES} times and never ended. No attempt was used; "
                "your teaching team sees this and can queue it again.",
            )
        )
        unheard = or_(
            and_(_queued, Submission.created_at < database_now(-_HEARD_SECONDS)), _abandoned
        )
        waiting = session.execute(
            select(Submission.id, Submission.tries)
            .where(unheard)
            .order_by(Submission.created_at)
            .limit(_MOST_RINGS * BATCH)
        ).all()
    fresh = [row.id for row in waiting if row.tries == 0]
    again = [row.id for row in waiting if row.tries > 0]
    for submission_id in (fresh[::BATCH] + again)[:_MOST_RINGS]:
        doorbell.ring(submission_id)
    return len(waiting)


def _hear_from(db: Database, session: Session, worker: str) -> None:
    insert = sqlite.insert if db.is_sqlite else postgresql.insert
    heard = insert(WorkerHeartbeat).values(name=worker, seen_at=database_now())
    session.execute(
        heard.on_conflict_do_update(
            index_elements=["name"], set_={"seen_at": heard.excluded.seen_at}
        )
    )
    session.execute(
        delete(WorkerHeartbeat).where(WorkerHeartbeat.seen_at < database_now(-_FORGOTTEN_SECONDS))
    )


def _claim_mark_write(db: Database, which: ColumnElement[bool], most: int) -> int:
    claims, variants, truths = _claim(db, which, most)
    if not claims:
        return 0
    deadline = time.monotonic() + _BATCH_SECONDS
    stored = frozenset(truths)
    verdicts = []
    for claim in claims:
        if time.monotonic() > deadline:
            verdicts.append(_Verdict(claim, begun=False))
            continue
        verdicts.append(_mark(claim, variants[claim.variant_id], truths))
    found = {variant_id: truths[variant_id] for variant_id in truths.keys() - stored}
    return _write(db, verdicts, found)


def _claim(
    db: Database, which: ColumnElement[bool], most: int
) -> tuple[list[_Claim], dict[uuid.UUID, Variant], dict[uuid.UUID, dict[str, Truth]]]:
    candidates = (
        select(Submission.id)
        .where(which)
        .order_by(Submission.created_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    with db.writing() as session:
        rows = session.execute(
            update(Submission)
            .where(Submission.id.in_(candidates.scalar_subquery()))
            .values(
                state=SubmissionState.MARKING,
                tries=Submission.tries + 1,
                epoch=Submission.epoch + 1,
                lease_until=database_now(LEASE_SECONDS),
            )
            .returning(Submission.id, Submission.epoch, Submission.answers, Submission.variant_id)
            .execution_options(synchronize_session=False)
        ).all()
        stored = session.scalars(
            select(StoredVariant).where(StoredVariant.id.in_({row.variant_id for row in rows}))
        ).all()
    claims = [_Claim(row.id, row.epoch, row.answers, row.variant_id) for row in rows]
    truths = {variant.id: variant.truth for variant in stored if variant.truth is not None}
    return claims, {variant.id: variant.as_dealt() for variant in stored}, truths


def _mark(claim: _Claim, variant: Variant, truths: dict[uuid.UUID, dict[str, Truth]]) -> _Verdict:
    """Mark one claim; a truth that is not among `truths` yet is found and added."""
    try:
        truth = truths.get(claim.variant_id)
        if truth is None:
            truth = truths[claim.variant_id] = find_truth(variant)
        marks = mark_answers(variant.questions, claim.answers, truth, variant.rtol, variant.atol)
    except BrokenProblem as error:
        _log.error(
            "submission %s failed: %s %s is broken: %s",
            claim.submission_id,
            variant.problem,
            variant.version,
            error,
        )
        return _Verdict(
            claim,
            failure="This exercise itself is broken, which is our fault. No attempt was used.",
        )
    except (MemoryError, RecursionError):
        # Celery takes a MemoryError that leaves a task for the end of the whole worker.
        _log.exception("submission %s went past its bounds", claim.submission_id)
        return _Verdict(
            claim, failure="Marking this needed more memory than it may have. No attempt was used."
        )
    except Exception:  # noqa: BLE001 - whatever it is, the rest of the batch is marked
        _log.exception(
            "submission %s could not be marked and will be tried again", claim.submission_id
        )
        return _Verdict(claim)
    result = Result(
        submission_id=claim.submission_id,
        score=score(marks),
        marks=[mark.to_json() for mark in marks],
        engine_version=ENGINE_VERSION,
    )
    return _Verdict(claim, result=result)


def _write(
    db: Database, verdicts: Sequence[_Verdict], found: dict[uuid.UUID, dict[str, Truth]]
) -> int:
    ended = 0
    with db.writing() as session:
        for variant_id in sorted(found):
            session.execute(
                update(StoredVariant)
                .where(StoredVariant.id == variant_id, StoredVariant.truth.is_(None))
                .values(truth=found[variant_id])
            )
        # In the order of ids: two workers that write the same rows wait for each other in turn.
        for verdict in sorted(verdicts, key=lambda verdict: verdict.claim.submission_id):
            ended += _write_one(session, verdict)
    return ended


def _write_one(session: Session, verdict: _Verdict) -> bool:
    if verdict.result is not None:
        state = SubmissionState.MARKED
    elif verdict.failure is not None:
        state = SubmissionState.FAILED
    else:
        state = SubmissionState.QUEUED
    own = and_(
        Submission.id == verdict.claim.submission_id,
        Submission.epoch == verdict.claim.epoch,
        Submission.state == SubmissionState.MARKING,
    )
    tries = Submission.tries if verdict.begun else Submission.tries - 1
    written = session.scalars(
        update(Submission)
        .where(own)
        .values(state=state, lease_until=None, failure=verdict.failure, tries=tries)
        .returning(Submission.id)
        .execution_options(synchronize_session=False)
    )
    if written.one_or_none() is None:
        # The lease ran out and another worker has it: its word counts, not this one's.
        return False
    if verdict.result is not None:
        session.add(verdict.result)
    return state.is_final
