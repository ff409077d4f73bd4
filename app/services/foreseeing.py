"""What misconceptions answer to an exercise, found while its student still thinks, so that marking only compares.

It is a help and no more: what was not foreseen is found when the first wrong answer is marked. Only texts of the
library are run here, which are known to end; nobody's claim is needed, as finding something twice changes nothing.
"""

import datetime as dt
import secrets
import uuid
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.diagnosis import Predictions, foresee
from app.domain.problems import find_problem, library
from app.models import Variant
from app.models.variants import AS_DEALT, read_dealt
from app.services.doorbell import Doorbell

_LATELY: Final = dt.timedelta(minutes=15)
# Some tenths of a second of work: live marking is heard before the next of it.
_AT_ONCE: Final = 48


def work_waiting(db: Database) -> bool:
    """Foresee some of what was dealt lately, of one problem; return whether there was any."""
    with db.reading() as session:
        waiting = _waiting(db.now(session))
        slugs = session.scalars(select(Variant.problem).where(waiting).distinct()).all()
        if not slugs:
            return False
        # At random, so that two workers seldom do the same, and what cannot be foreseen stands in no other's way.
        problem = find_problem(secrets.choice(slugs))
        rows = session.execute(
            select(Variant.id, *AS_DEALT, Variant.truth)
            .where(waiting, Variant.problem == problem.slug)
            .order_by(Variant.created_at.desc())
            .limit(_AT_ONCE)
        ).all()
    foreseen = foresee(problem, [(read_dealt(row), row.truth) for row in rows])
    found = {
        row.id: (row.truth, one) for row, one in zip(rows, foreseen, strict=True) if one is not None
    }
    with db.writing() as session:
        _keep(session, found)
    return bool(found)


def sweep(db: Database, doorbell: Doorbell) -> None:
    """Ring for what was dealt lately and is not foreseen."""
    with db.reading() as session:
        waiting = _waiting(db.now(session))
        one = session.scalars(select(Variant.id).where(waiting).limit(1)).one_or_none()
    if one is not None:
        doorbell.ring(one)


def _waiting(now: dt.datetime) -> ColumnElement[bool]:
    # With the time as a value: PostgreSQL does not look for its clock in an index, as it goes on meanwhile.
    return and_(
        Variant.predictions.is_(None),
        Variant.truth.is_not(None),
        Variant.created_at > now - _LATELY,
        Variant.problem.in_([problem.slug for problem in library()]),
    )


def _keep(session: Session, found: dict[uuid.UUID, tuple[Any, Predictions]]) -> None:
    now = session.execute(
        select(Variant.id, Variant.truth)
        .where(Variant.id.in_(found), Variant.predictions.is_(None))
        .order_by(Variant.id)
        .with_for_update()
    ).all()
    # A regrade may have found another truth meanwhile.
    rows = [
        {"id": id, "predictions": found[id][1].to_json()}
        for id, truth in now
        if truth == found[id][0]
    ]
    if rows:
        session.execute(update(Variant), rows)
