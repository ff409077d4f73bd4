"""What a worker does for a course's own problems: check a version, and prepare the pool of one to be published.

As with submissions, the database carries the work: a claim is a lease with an epoch, and what is written holds only for
who still has it. One version at a time, since one is seconds of work at most; what a version does to its worker is
done to no other.
"""

import logging
import time
import uuid
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from app.db import Database, database_now
from app.domain.authoring import (
    LEASE_SECONDS,
    MAX_TRIES,
    Inspected,
    Refusal,
    VersionState,
    inspect,
    make_pool,
    stored_report,
)
from app.domain.diagnosis import Dealt
from app.domain.problems import parse_problem
from app.domain.texts import say
from app.errors import Unavailable
from app.models import OwnProblem, PoolVariant, ProblemVersion
from app.services.doorbell import Doorbell
from app.services.leasing import claim_first

_log = logging.getLogger(__name__)

# A bell for a version younger than this is surely on its way still.
_HEARD_SECONDS = 2
_MOST_RINGS = 10
# Progress is written for people who look on: more often than this, nobody sees.
_TELL_SECONDS = 0.5

_free = or_(ProblemVersion.lease_until.is_(None), ProblemVersion.lease_until < database_now())
_to_check = or_(
    ProblemVersion.state == VersionState.QUEUED,
    and_(ProblemVersion.state == VersionState.CHECKING, _free),
)
_to_prepare = and_(ProblemVersion.state == VersionState.PREPARING, _free)

_GIVEN_UP = say(
    "Checking was begun several times and never ended: the program takes too much time or memory. "
    "Use fewer turns of a loop, or smaller tensors.",
)
_NOT_PREPARED = say(
    "Preparing its exercises was begun several times and never ended. Publish it again; if that does not help, "
    "use fewer turns of a loop, or smaller tensors.",
)

_Found = TypeVar("_Found")


@dataclass(frozen=True)
class _Claim:
    version_id: uuid.UUID
    problem_id: uuid.UUID
    epoch: int
    slug: str
    text: str
    is_checked: bool


def work_waiting(db: Database) -> bool:
    """Check one version that waits, or prepare the pool of one; return whether there was one."""
    claim = _claim(db, _to_check, VersionState.CHECKING)
    if claim is not None:
        _check(db, claim)
        return True
    claim = _claim(db, _to_prepare, VersionState.PREPARING)
    if claim is not None:
        _prepare(db, claim)
    return claim is not None


def sweep(db: Database, doorbell: Doorbell) -> int:
    """Ring for what a lost bell or a killed worker left behind, and end what was tried too often.

    Returns:
        How many versions wait longer than a bell takes.
    """
    with db.writing() as session:
        for waiting, state, reason in (
            (_to_check, VersionState.REFUSED, _GIVEN_UP),
            (_to_prepare, VersionState.READY, _NOT_PREPARED),
        ):
            session.execute(
                update(ProblemVersion)
                .where(waiting, ProblemVersion.tries >= MAX_TRIES)
                .values(state=state, lease_until=None, refusal=Refusal(reason).to_json())
                .execution_options(synchronize_session=False)
            )
        unheard = ProblemVersion.created_at < database_now(-_HEARD_SECONDS)
        waiting_ids = session.scalars(
            select(ProblemVersion.id)
            .where(unheard, or_(_to_check, _to_prepare))
            .order_by(ProblemVersion.created_at)
            .limit(_MOST_RINGS)
        ).all()
    for version_id in waiting_ids:
        doorbell.ring(version_id)
    return len(waiting_ids)


def _claim(db: Database, which: ColumnElement[bool], state: VersionState) -> _Claim | None:
    with db.writing() as session:
        version = claim_first(
            session,
            ProblemVersion,
            waiting=and_(which, ProblemVersion.tries < MAX_TRIES),
            since=ProblemVersion.created_at,
            lease_seconds=LEASE_SECONDS,
            state=state,
            progress=0.0,
        )
        if version is None:
            return None
        slug = session.get_one(OwnProblem, version.problem_id).slug
    is_checked = version.title is not None
    return _Claim(version.id, version.problem_id, version.epoch, slug, version.text, is_checked)


def _check(db: Database, claim: _Claim) -> None:
    try:
        found = _follow(db, claim, inspect(claim.text, slug=claim.slug))
    except Exception:  # noqa: BLE001 - whatever a stranger's text does, it is tried again and then refused
        _log.exception("version %s could not be checked and will be tried again", claim.version_id)
        _give_back(db, claim, VersionState.QUEUED)
        return
    with db.writing() as session:
        _write(session, claim, _facts(found))


def _facts(found: Inspected) -> dict[str, Any]:
    problem = found.problem
    values: dict[str, Any] = {
        "state": VersionState.READY if found.passed else VersionState.REFUSED,
        "refusal": None if found.refusal is None else found.refusal.to_json(),
        "report": None if found.report is None else stored_report(found.report),
        "samples": [sample.to_json() for sample in found.samples],
    }
    if problem is not None:
        values |= {
            "title": problem.title,
            "topic": problem.topic,
            "difficulty": problem.difficulty,
            "summary": problem.summary,
            "misconceptions": list(problem.misconceptions),
        }
    return values


def _prepare(db: Database, claim: _Claim) -> None:
    facts: dict[str, Any] = {}
    try:
        if not claim.is_checked:
            # It came with an imported course: what another Gradmark has found about it is only hearsay.
            facts = _facts(_follow(db, claim, inspect(claim.text, slug=claim.slug)))
        if facts.get("state") is VersionState.REFUSED:
            with db.writing() as session:
                _write(session, claim, facts)
            return
        pool = _follow(db, claim, make_pool(parse_problem(claim.text, slug=claim.slug)))
    except Exception:  # noqa: BLE001 - as for a check
        _log.exception("the pool of version %s will be tried again", claim.version_id)
        _give_back(db, claim, VersionState.PREPARING)
        return
    with db.writing() as session:
        # Under the problem's lock, as in the service that publishes: one version is published at a time.
        session.execute(
            select(OwnProblem.id).where(OwnProblem.id == claim.problem_id).with_for_update()
        )
        if _is_held(session, claim):
            _replace_published(session, claim, pool, facts)


def _replace_published(
    session: Session, claim: _Claim, pool: list[Dealt], facts: dict[str, Any]
) -> None:
    """Store a pool and deal from it; the one before it goes, since what was dealt of it is kept whole."""
    former = session.scalars(
        update(ProblemVersion)
        .where(
            ProblemVersion.problem_id == claim.problem_id,
            ProblemVersion.state == VersionState.PUBLISHED,
        )
        .values(state=VersionState.READY)
        .returning(ProblemVersion.id)
        .execution_options(synchronize_session=False)
    ).all()
    session.execute(
        delete(PoolVariant).where(PoolVariant.version_id.in_([*former, claim.version_id]))
    )
    session.execute(
        insert(PoolVariant),
        [_pooled(claim.version_id, number, dealt) for number, dealt in enumerate(pool, start=1)],
    )
    _write(session, claim, {**facts, "state": VersionState.PUBLISHED, "refusal": None})


def _pooled(version_id: uuid.UUID, number: int, dealt: Dealt) -> dict[str, Any]:
    variant = dealt.variant
    return {
        "version_id": version_id,
        "number": number,
        "seed": variant.seed,
        "code": variant.code,
        "questions": [question.to_json() for question in variant.questions],
        "rtol": variant.rtol,
        "atol": variant.atol,
        "legacy": variant.legacy,
        "truth": dealt.truth,
    }


def _follow(db: Database, claim: _Claim, steps: Generator[float, None, _Found]) -> _Found:
    """Go through the steps, and tell from time to time how much is done."""
    told = time.monotonic()
    while True:
        try:
            share = next(steps)
        except StopIteration as end:
            found: _Found = end.value
            return found
        if time.monotonic() - told >= _TELL_SECONDS:
            told = time.monotonic()
            # A store that is busy for a while is no fault of the text.
            with suppress(Unavailable), db.writing() as session:
                session.execute(_own(claim).values(progress=share))


def _own(claim: _Claim) -> Any:
    return (
        update(ProblemVersion)
        .where(ProblemVersion.id == claim.version_id, ProblemVersion.epoch == claim.epoch)
        .execution_options(synchronize_session=False)
    )


def _is_held(session: Session, claim: _Claim) -> bool:
    held = select(ProblemVersion.id).where(
        ProblemVersion.id == claim.version_id, ProblemVersion.epoch == claim.epoch
    )
    return session.scalars(held.with_for_update()).one_or_none() is not None


def _write(session: Session, claim: _Claim, values: dict[str, Any]) -> None:
    session.execute(_own(claim).values(lease_until=None, tries=0, progress=1.0, **values))


def _give_back(db: Database, claim: _Claim, state: VersionState) -> None:
    with db.writing() as session:
        session.execute(_own(claim).values(state=state, lease_until=None))
