"""Explanations by a worker: what runs a stranger's text is asked for by a page, made elsewhere, and kept."""

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db import Database, database_now
from app.domain import problems
from app.domain.authoring import LEASE_SECONDS, MAX_TRIES
from app.domain.diagnosis import Misconception, find_misconception, rules_for
from app.domain.explanation import Explanation, Parting, Told, explain, first_parting
from app.domain.problems import BrokenProblem
from app.logs import cause_of
from app.models import ToldRun, Variant
from app.queries.explanations import explanation_page
from app.services.doorbell import Doorbell
from app.services.leasing import claims_within

_log = logging.getLogger(__name__)

# One task makes no more: it must end well before Celery's time limits.
_TASK_SECONDS = 3.0
_HEARD_SECONDS = 2
_MOST_RINGS = 10

_free = or_(ToldRun.lease_until.is_(None), ToldRun.lease_until < database_now())
_waiting = and_(ToldRun.told.is_(None), ToldRun.is_given_up.is_(False), _free)


def tell(dealt: problems.Variant, beliefs: Sequence[Misconception]) -> Told:
    """Run a variant and tell how it runs, and where the story behind a wrong answer parts from it.

    Args:
        dealt: What was dealt.
        beliefs: The misconceptions that the wrong answer looks like; empty where none was recognised.

    Raises:
        BrokenProblem: The variant cannot be run.
    """
    told = explain(dealt)
    return Told(told, _find_parting(dealt, told, beliefs) if beliefs else None)


def ask_for_explanation(
    db: Database, doorbell: Doorbell, *, user_id: uuid.UUID, variant_id: uuid.UUID
) -> None:
    """Have a variant explained to who may see it; asking again changes nothing, except where it was given up.

    Raises:
        NotFound: There is no such variant for this user, or its truth is not to be seen yet.
    """
    with db.reading() as session:
        page = explanation_page(session, user_id, variant_id)
    if page.in_library or page.told is not None:
        return
    key = {"variant_id": variant_id, "beliefs": page.beliefs_key}
    try:
        with db.writing() as session:
            _order(session, key)
    except IntegrityError:
        # A second click was quicker by a hair: there is an order.
        pass
    doorbell.ring(variant_id)


def _order(session: Session, key: dict[str, Any]) -> None:
    order = session.get(ToldRun, key, with_for_update=True)
    if order is None:
        session.add(ToldRun(**key))
    elif order.told is not None or order.is_given_up:
        # Told in the form of another release, or given up: it is made anew.
        order.told, order.is_given_up, order.tries = None, False, 0


def tell_waiting(db: Database) -> int:
    """Make the explanations that wait, as many as a task has time for; return how many were made."""
    return sum(_make(db, claim) for claim in claims_within(_TASK_SECONDS, partial(_claim, db)))


def sweep(db: Database, doorbell: Doorbell) -> int:
    """Ring for orders that a lost bell or a killed worker left behind, and give up what was tried too often.

    Returns:
        How many wait longer than a bell takes.
    """
    with db.writing() as session:
        session.execute(
            update(ToldRun)
            .where(_waiting, ToldRun.tries >= MAX_TRIES)
            .values(is_given_up=True)
            .execution_options(synchronize_session=False)
        )
        ids = session.scalars(
            select(ToldRun.variant_id)
            .where(_waiting, ToldRun.created_at < database_now(-_HEARD_SECONDS))
            .order_by(ToldRun.created_at)
            .limit(_MOST_RINGS)
        ).all()
    for variant_id in ids:
        doorbell.ring(variant_id)
    return len(ids)


@dataclass(frozen=True)
class _Claim:
    variant_id: uuid.UUID
    beliefs: str
    epoch: int
    dealt: problems.Variant


def _claim(db: Database) -> _Claim | None:
    with db.writing() as session:
        order = session.scalars(
            select(ToldRun)
            .where(_waiting, ToldRun.tries < MAX_TRIES)
            .order_by(ToldRun.created_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if order is None:
            return None
        order.tries, order.epoch = order.tries + 1, order.epoch + 1
        order.lease_until = session.scalars(select(database_now(LEASE_SECONDS))).one()
        dealt = session.get_one(Variant, order.variant_id).as_dealt()
    return _Claim(order.variant_id, order.beliefs, order.epoch, dealt)


def _make(db: Database, claim: _Claim) -> bool:
    values: dict[str, Any] = {"lease_until": None}
    try:
        held = [find_misconception(code) for code in claim.beliefs.split(",") if code]
        values["told"] = tell(claim.dealt, held).to_json()
    except BrokenProblem as error:
        _log.error(
            "variant %s of %s cannot be explained: %s",
            claim.variant_id,
            error.problem,
            cause_of(error),
        )
        values["is_given_up"] = True
    except Exception:  # noqa: BLE001 - it is tried again, and given up after some tries
        _log.exception(
            "variant %s could not be explained and will be tried again", claim.variant_id
        )
    with db.writing() as session:
        session.execute(
            update(ToldRun)
            .where(
                ToldRun.variant_id == claim.variant_id,
                ToldRun.beliefs == claim.beliefs,
                ToldRun.epoch == claim.epoch,
            )
            .values(**values)
            .execution_options(synchronize_session=False)
        )
    return "told" in values


def _find_parting(
    dealt: problems.Variant, told: Explanation, beliefs: Sequence[Misconception]
) -> Parting | None:
    try:
        believed = explain(dealt, rules_for(dealt, beliefs))
    except BrokenProblem:
        # By such rules the program has no story to tell; what is believed is said in words.
        return None
    return first_parting(told, believed)
