"""What a worker takes to mark: courses take turns, and of each the oldest and the newest come together.

Who submits while thousands wait is then marked among the next, and who has waited longest is, too. Each look is into an
index of no more than what waits, at its ends, so that it costs the same however much that is.
"""

import uuid
from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    ScalarSelect,
    Select,
    asc,
    desc,
    literal,
    or_,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from app.db import Database, database_now
from app.domain.submissions import BATCH, LEASE_SECONDS, MAX_TRIES, SubmissionState
from app.models import Submission
from app.models.submissions import BEGUN, FRESH

MOST_COURSES: Final = 64
"""So many courses take turns at most; what waits in others follows as these are done."""

_BEFORE_ALL: Final = uuid.UUID(int=0)

# In the very words of the indexes, by which the databases recognise them.
is_fresh: Final = text(FRESH)
is_begun: Final = text(BEGUN)
is_free: Final = or_(
    Submission.state == SubmissionState.QUEUED, Submission.lease_until < database_now()
)
"""Of what was begun: whoever did gave it back, or is no more."""

Claimed = Sequence[Row[*tuple[Any, ...]]]

Turn = uuid.UUID | None
"""A course that something waits in; None is practice."""


def turns(db: Database) -> Sequence[Turn]:
    """Return where something waits that no worker has begun."""
    with db.reading() as session:
        return session.scalars(_WHOSE_TURN).all()


def claim_fresh(session: Session, turns: Sequence[Turn]) -> Claimed:
    """Claim a batch of what no worker has begun, of each of these courses as much as of the others."""
    share = max(2, BATCH // len(turns))
    ends = [
        _some(Submission.course_id == turn, way, number)
        for turn in turns
        for way, number in ((asc, share - share // 2), (desc, share // 2))
    ]
    return claim(session, union_all(*ends))


def is_any_begun(db: Database) -> bool:
    """Tell whether something waits that a worker began and did not end."""
    with db.reading() as session:
        return session.scalars(_FIRST_BEGUN).first() is not None


def claim_begun(session: Session) -> Claimed:
    """Claim one submission that a worker began and did not end: alone, as it may be what killed that worker."""
    return claim(session, _FIRST_BEGUN.with_for_update(skip_locked=True))


def claim(session: Session, ids: Select[uuid.UUID] | CompoundSelect[uuid.UUID]) -> Claimed:
    """Claim submissions: count the try, raise the epoch, and own them for the length of a lease.

    Args:
        session: Writes.
        ids: Selects them, and locks each.
    """
    # Apart from the statement, so that it is found once, whatever way the database chooses to the rows.
    picked = ids.cte("picked")
    return session.execute(
        update(Submission)
        .where(Submission.id.in_(select(picked.c.id)))
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


def _turns() -> CompoundSelect[Any]:
    """Skip from course to course along the index; what is passed over is not looked at."""
    waiting = select(
        _course_after(literal(_BEFORE_ALL, Submission.course_id.type)).label("course_id"),
        literal(1).label("number"),
    ).cte("waiting", recursive=True)
    waiting = waiting.union_all(
        select(_course_after(waiting.c.course_id), waiting.c.number + 1).where(
            waiting.c.course_id.is_not(None), waiting.c.number < MOST_COURSES
        )
    )
    practice = select(Submission.course_id).where(is_fresh, Submission.course_id.is_(None)).limit(1)
    return union_all(
        select(waiting.c.course_id).where(waiting.c.course_id.is_not(None)),
        select(practice.subquery().c.course_id),
    )


def _course_after(course_id: ColumnElement[Any]) -> ScalarSelect[Any]:
    return (
        select(Submission.course_id)
        .where(is_fresh, Submission.course_id > course_id)
        .order_by(Submission.course_id)
        .limit(1)
        .scalar_subquery()
    )


def _some(
    of: ColumnElement[bool], way: Callable[[Any], ColumnElement[Any]], number: int
) -> Select[Any]:
    some = (
        select(Submission.id)
        .where(is_fresh, of)
        # In the index's own order: PostgreSQL does not see that rows without a course have all the same.
        .order_by(way(Submission.course_id), way(Submission.created_at))
        .limit(number)
        .with_for_update(skip_locked=True)
        .subquery()
    )
    return select(some.c.id)


# Built once: to build one again takes longer than to ask it.
_WHOSE_TURN: Final = _turns()
_FIRST_BEGUN: Final = (
    select(Submission.id)
    .where(is_begun, is_free, Submission.tries < MAX_TRIES)
    .order_by(Submission.created_at)
    .limit(1)
)
