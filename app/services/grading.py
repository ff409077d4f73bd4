"""How a worker marks: claim a batch under a lease, run and compare, write what is still its own."""

import time
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.db import Database, database_now
from app.domain.submissions import (
    BATCH,
    LEASE_SECONDS,
    MAX_TRIES,
    NEVER_ENDED,
    SubmissionState,
)
from app.models import Assignment, Item, Result, Submission, Variant, WorkerHeartbeat
from app.queries.acceptances import acceptances
from app.queries.problems import find_facts
from app.services.doorbell import Doorbell
from app.services.telling import tell_claimed, tell_written
from app.services.verdicts import Claim, Known, Outcome, judge

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
                failure=NEVER_ENDED,
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
    upsert = sqlite.insert if db.is_sqlite else postgresql.insert
    heard = upsert(WorkerHeartbeat).values(name=worker, seen_at=database_now())
    session.execute(
        heard.on_conflict_do_update(
            index_elements=["name"], set_={"seen_at": heard.excluded.seen_at}
        )
    )
    session.execute(
        delete(WorkerHeartbeat).where(WorkerHeartbeat.seen_at < database_now(-_FORGOTTEN_SECONDS))
    )


def _claim_mark_write(db: Database, which: ColumnElement[bool], most: int) -> int:
    claims, known = _claim(db, which, most)
    if not claims:
        return 0
    began = time.monotonic()
    deadline = began + _BATCH_SECONDS
    outcomes = [
        Outcome(claim, begun=False)
        if time.monotonic() > deadline
        else judge(claim, known[claim.variant_id])
        for claim in claims
    ]
    written = _write(db, outcomes, {variant_id: one.found for variant_id, one in known.items()})
    tell_written(written, too_late=len(outcomes) - len(written), seconds=time.monotonic() - began)
    return sum(outcome.state.is_final for outcome in written)


def _claim(
    db: Database, which: ColumnElement[bool], most: int
) -> tuple[list[Claim], dict[uuid.UUID, Known]]:
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
            .returning(
                Submission.id,
                Submission.epoch,
                Submission.answers,
                Submission.variant_id,
                Submission.tries,
                Submission.created_at.label("stored"),
                database_now().label("claimed"),
            )
            .execution_options(synchronize_session=False)
        ).all()
        stored = session.execute(
            select(Variant, Assignment.carries_slips)
            .outerjoin(Item, Item.id == Variant.item_id)
            .outerjoin(Assignment, Assignment.id == Item.assignment_id)
            .where(Variant.id.in_({row.variant_id for row in rows}))
        ).all()
        facts = find_facts(session, {variant.problem for variant, _carries in stored})
        accepted = acceptances(session, {variant.item_id for variant, _carries in stored})
    tell_claimed(
        [(row.claimed - row.stored).total_seconds() for row in rows if row.tries == 1],
        taken_over=sum(row.tries > 1 for row in rows),
    )
    claims = [Claim(row.id, row.epoch, row.answers, row.variant_id) for row in rows]
    # In practice nobody sets rules: there a slip counts once, which tells more of what was understood.
    return claims, {
        variant.id: Known(
            variant.as_dealt(),
            truth=variant.truth,
            predictions=variant.predictions,
            carries_slips=carries is not False,
            listed=facts[variant.problem].misconceptions if variant.problem in facts else (),
            accepted=accepted.get(variant.item_id, ()),
        )
        for variant, carries in stored
    }


def _write(
    db: Database, outcomes: Sequence[Outcome], found: Mapping[uuid.UUID, Mapping[str, Any]]
) -> list[Outcome]:
    """Store the outcomes that are still this worker's to store, and return them."""
    with db.writing() as session:
        _keep(session, found)
        held = _hold(session, [outcome.claim for outcome in outcomes])
        # Where the lease ran out, another worker has it: its word counts, not this one's.
        own = [one for one in outcomes if held.get(one.claim.submission_id) == one.claim.epoch]
        results = [outcome.result for outcome in own if outcome.result is not None]
        if results:
            _store(session, results)
        for outcome in own:
            if outcome.result is None:
                _give_back_or_fail(session, outcome)
    return own


def _keep(session: Session, found: Mapping[uuid.UUID, Mapping[str, Any]]) -> None:
    """Keep with the variants what was found of them, unless somebody else did."""
    for name in ("truth", "predictions"):
        rows = [
            {"of_id": variant_id, "value": found[variant_id][name]}
            for variant_id in sorted(found)
            if name in found[variant_id]
        ]
        if rows:
            column = getattr(Variant, name)
            session.connection().execute(
                update(Variant)
                .where(Variant.id == bindparam("of_id"), column.is_(None))
                .values({name: bindparam("value", type_=column.type)}),
                rows,
            )


def _hold(session: Session, claims: Sequence[Claim]) -> dict[uuid.UUID, int]:
    """Lock what was claimed and is not ended, and return at which epoch it is."""
    rows = session.execute(
        select(Submission.id, Submission.epoch)
        .where(
            Submission.id.in_([claim.submission_id for claim in claims]),
            Submission.state == SubmissionState.MARKING,
        )
        # Two workers that write the same rows wait for each other in turn.
        .order_by(Submission.id)
        .with_for_update()
    )
    return {row.id: row.epoch for row in rows}


def _store(session: Session, results: Sequence[Result]) -> None:
    session.execute(
        update(Submission)
        .where(Submission.id.in_([result.submission_id for result in results]))
        .values(state=SubmissionState.MARKED, lease_until=None, failure=None)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        # What is returned lets all rows go in one statement.
        insert(Result).returning(Result.submission_id),
        [
            {
                "submission_id": result.submission_id,
                "score": result.score,
                "marks": result.marks,
                "diagnosis": result.diagnosis,
                "engine_version": result.engine_version,
            }
            for result in results
        ],
    )


def _give_back_or_fail(session: Session, outcome: Outcome) -> None:
    session.execute(
        update(Submission)
        .where(Submission.id == outcome.claim.submission_id)
        .values(
            state=outcome.state,
            lease_until=None,
            failure=outcome.failure,
            tries=Submission.tries if outcome.begun else Submission.tries - 1,
        )
        .execution_options(synchronize_session=False)
    )
