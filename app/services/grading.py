"""How a worker marks: claim a batch under a lease, run and compare, write what is still its own."""

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.db import Database, database_now
from app.domain.submissions import BATCH, MAX_TRIES, NEVER_ENDED, SubmissionState
from app.models import Result, Submission, Variant, WorkerHeartbeat
from app.queries.queue import workers_heard_from
from app.services.claiming import (
    Claimed,
    claim_begun,
    claim_fresh,
    is_any_begun,
    is_begun,
    is_free,
    is_fresh,
    turns,
)
from app.services.doorbell import Doorbell
from app.services.knowing import find_known
from app.services.telling import tell_claimed, tell_given_up, tell_waiting, tell_written
from app.services.verdicts import Claim, Known, Outcome, judge

# A batch that takes longer gives back what it has not begun: the whole must end well before Celery's time limits.
_BATCH_SECONDS = 3.0
# A bell for a submission younger than this is surely on its way still.
_HEARD_SECONDS = 2
_FORGOTTEN_SECONDS = 86_400


def mark_waiting(db: Database, seconds: float = 0.0) -> int:
    """Claim what waits, mark it, and write the results, and so on while more waits; return how many submissions ended.

    Fresh submissions are claimed as a batch. One that a worker began before may be what killed that worker: such a one
    is claimed alone and last, so that it takes no other with it.

    Args:
        db: The store.
        seconds: No batch is begun when these are over, but the first.
    """
    until, ended = time.monotonic() + seconds, 0
    while True:
        fresh, marked = _mark_fresh(db)
        begun, marked_again = _mark(db, claim_begun) if is_any_begun(db) else (0, 0)
        ended += marked + marked_again
        # Who finds one alone has taken all there was; what comes now rings for itself.
        if (fresh <= 1 and not begun) or time.monotonic() >= until:
            return ended


def _mark_fresh(db: Database) -> tuple[int, int]:
    waiting = turns(db)
    return _mark(db, partial(claim_fresh, turns=waiting)) if waiting else (0, 0)


def sweep(db: Database, doorbell: Doorbell, *, worker: str, processes: int = 1) -> int:
    """Ring for whatever a lost bell or a killed worker left behind, and end what was tried too often.

    Args:
        db: The store.
        doorbell: Rung once for each batch that waits, and no more often than there is somebody to hear it.
        worker: The name under which the database hears from this worker.
        processes: How many of this worker, and of each other, mark at once.

    Returns:
        The number of submissions found waiting longer than a bell takes.
    """
    with db.writing() as session:
        _hear_from(db, session, worker)
        given_up = session.scalars(
            update(Submission)
            .where(is_begun, is_free, Submission.tries >= MAX_TRIES)
            .values(
                state=SubmissionState.FAILED,
                lease_until=None,
                failure=NEVER_ENDED,
            )
            .returning(Submission.id)
            .execution_options(synchronize_session=False)
        ).all()
        most = processes * workers_heard_from(session)
        is_old = Submission.created_at < database_now(-_HEARD_SECONDS)
        fresh = session.scalars(
            select(Submission.id).where(is_fresh, is_old).limit(most * BATCH)
        ).all()
        begun = session.scalars(
            select(Submission.id)
            .where(is_begun, is_free, or_(is_old, Submission.lease_until.is_not(None)))
            .limit(most)
        ).all()
    for submission_id in (*fresh[::BATCH], *begun)[:most]:
        doorbell.ring(submission_id)
    waiting = len(fresh) + len(begun)
    tell_given_up(given_up)
    tell_waiting(waiting)
    return waiting


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


def _mark(db: Database, claim: Callable[[Session], Claimed]) -> tuple[int, int]:
    """Mark what is claimed; return how much that was, and how much of it ended."""
    claims, known = _claim(db, claim)
    if not claims:
        return 0, 0
    began = time.monotonic()
    deadline = began + _BATCH_SECONDS
    outcomes = [
        Outcome(claim, begun=False)
        if time.monotonic() > deadline
        else judge(claim, known.get(claim.variant_id))
        for claim in claims
    ]
    written = _write(db, outcomes, {variant_id: one.found for variant_id, one in known.items()})
    tell_written(written, too_late=len(outcomes) - len(written), seconds=time.monotonic() - began)
    return len(claims), sum(outcome.state.is_final for outcome in written)


def _claim(
    db: Database, claim: Callable[[Session], Claimed]
) -> tuple[list[Claim], dict[uuid.UUID, Known]]:
    with db.writing() as session:
        rows = claim(session)
        known = find_known(session, {row.variant_id for row in rows}) if rows else {}
    tell_claimed(
        [(row.claimed - row.stored).total_seconds() for row in rows if row.tries == 1],
        taken_over=sum(row.tries > 1 for row in rows),
    )
    return [Claim(row.id, row.epoch, row.answers, row.variant_id) for row in rows], known


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
    # By the connection, and with something returned: so all rows go in one statement.
    session.connection().execute(
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
