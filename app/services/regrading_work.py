"""What a worker does for regrades: a slice at a time, a student in each transaction, behind live marking.

As with submissions, the database carries the work: a slice is claimed under a lease with an epoch, and what is written
holds only for who still has it. After a slice the next bell waits behind every bell of live marking.
"""

import logging
import time
import uuid
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from app.db import Database, database_now
from app.domain import problems
from app.domain.authoring import VersionState
from app.domain.problems import Problem, ProblemError, parse_problem
from app.domain.regrading import (
    LEASE_SECONDS,
    MAX_TRIES,
    SLICE_SECONDS,
    SLICE_STUDENTS,
    Mode,
    RegradeState,
)
from app.domain.texts import say
from app.logs import cause_of
from app.models import Assignment, Item, OwnProblem, ProblemVersion, Regrade, RegradedStudent
from app.queries.problems import is_in_library
from app.services.doorbell import Doorbell
from app.services.regrading import add_students
from app.services.regrading_slices import Lost, Slice
from app.services.regrading_students import bring_on

_log = logging.getLogger(__name__)

_MOST_RINGS = 10
_STAGES = {state: state.stage for state in RegradeState if state.stage is not None}
_waiting = and_(
    Regrade.state.in_(list(_STAGES)),
    or_(Regrade.lease_until.is_(None), Regrade.lease_until < database_now()),
)
# The one with the fewest slices behind it, so that a small regrade does not wait for a large one's end.
_NEXT = select(Regrade).where(_waiting).order_by(Regrade.epoch, Regrade.created_at).limit(1)
_NEVER_ENDED = say(
    "Marking these answers anew was begun several times and never ended. The marks stay as they are."
)


def work_waiting(db: Database) -> bool:
    """Bring some students of one regrade on; return whether there was one to work on."""
    with db.writing() as session:
        regrade = session.scalars(_NEXT.with_for_update(skip_locked=True)).one_or_none()
        if regrade is None:
            return False
        regrade.epoch += 1
        students = _students(session, regrade)
        if not students:
            _end(db, session, regrade)
            return True
        regrade.lease_until = session.scalars(select(database_now(LEASE_SECONDS))).one()
        held = _held(session, regrade)
    begun: set[uuid.UUID] = set()
    try:
        _bring_on(db, held, students, begun)
    except Lost:
        _log.warning("another worker goes on with regrade %s", held.regrade.id)
        return True
    _release(db, held, set(students) - begun)
    return True


def sweep(db: Database, doorbell: Doorbell) -> int:
    """Ring for regrades that a lost bell or a killed worker left behind; return how many wait."""
    with db.reading() as session:
        ids = session.scalars(
            select(Regrade.id).where(_waiting).order_by(Regrade.epoch).limit(_MOST_RINGS)
        ).all()
    for regrade_id in ids:
        doorbell.ring(regrade_id)
    return len(ids)


def _bring_on(
    db: Database, held: Slice, students: Sequence[uuid.UUID], begun: set[uuid.UUID]
) -> None:
    with db.reading() as session:
        known = _problems(session, {item.problem for item in held.items})
    # From here on: a process reads the whole library once.
    deadline = time.monotonic() + SLICE_SECONDS
    for user_id in students:
        if time.monotonic() > deadline:
            break
        begun.add(user_id)
        try:
            bring_on(db, held, user_id, known)
        except Lost:
            raise
        except Exception:  # noqa: BLE001 - whatever befalls one student befalls no other
            _log.exception("a student of regrade %s will be tried again", held.regrade.id)


def _held(session: Session, regrade: Regrade) -> Slice:
    items = select(Item).where(Item.assignment_id == regrade.assignment_id).order_by(Item.position)
    if regrade.item_id is not None:
        items = items.where(Item.id == regrade.item_id)
    return Slice(
        regrade,
        _STAGES[regrade.state],
        regrade.mode if regrade.mode and regrade.state is RegradeState.RUNNING else Mode.REPLACE,
        session.get_one(Assignment, regrade.assignment_id),
        session.scalars(items).all(),
    )


def _students(session: Session, regrade: Regrade) -> Sequence[uuid.UUID]:
    """Take on some students, counting that they are begun with; one that was begun before comes alone, and last."""
    left = and_(
        RegradedStudent.regrade_id == regrade.id, RegradedStudent.stage != regrade.state.stage
    )
    session.execute(
        update(RegradedStudent)
        .where(left, RegradedStudent.tries >= MAX_TRIES)
        .values(stage=regrade.state.stage, tries=0, failure=_NEVER_ENDED)
        .execution_options(synchronize_session=False)
    )
    order = select(RegradedStudent.user_id).where(left).order_by(RegradedStudent.user_id)
    fresh = session.scalars(order.where(RegradedStudent.tries == 0).limit(SLICE_STUDENTS)).all()
    chosen = fresh or session.scalars(order.limit(1)).all()
    session.execute(
        update(RegradedStudent)
        .where(RegradedStudent.regrade_id == regrade.id, RegradedStudent.user_id.in_(chosen))
        .values(tries=RegradedStudent.tries + 1)
        .execution_options(synchronize_session=False)
    )
    return chosen


def _end(db: Database, session: Session, regrade: Regrade) -> None:
    """Let a regrade go on to its next state, unless somebody was dealt an exercise since it began."""
    if regrade.state is not RegradeState.PREVIEWING and add_students(session, regrade):
        return
    regrade.state = regrade.state.next
    if regrade.state is not RegradeState.READY:
        regrade.ended_at = db.now(session)


def _release(db: Database, held: Slice, untouched: Collection[uuid.UUID]) -> None:
    with db.writing() as session:
        own = session.scalars(
            update(Regrade)
            .where(Regrade.id == held.regrade.id, Regrade.epoch == held.regrade.epoch)
            .values(lease_until=None)
            .returning(Regrade.id)
            .execution_options(synchronize_session=False)
        ).one_or_none()
        if own is not None and untouched:
            session.execute(
                update(RegradedStudent)
                .where(
                    RegradedStudent.regrade_id == held.regrade.id,
                    RegradedStudent.user_id.in_(untouched),
                )
                .values(tries=0)
                .execution_options(synchronize_session=False)
            )


def _problems(session: Session, slugs: Collection[str]) -> Mapping[str, Problem]:
    """Return problems as they are now: the library's, and of a course's own the version that is published."""
    found = {slug: problems.find_problem(slug) for slug in slugs if is_in_library(slug)}
    rows = session.execute(
        select(OwnProblem.slug, ProblemVersion.text)
        .join(ProblemVersion, ProblemVersion.problem_id == OwnProblem.id)
        .where(
            OwnProblem.slug.in_(set(slugs) - set(found)),
            ProblemVersion.state == VersionState.PUBLISHED,
        )
    )
    for slug, text in rows:
        problem = _parsed(slug, text)
        if problem is not None:
            found[slug] = problem
    return found


@lru_cache(maxsize=64)
def _parsed(slug: str, text: str) -> Problem | None:
    try:
        return parse_problem(text, slug=slug)
    except ProblemError as error:
        # It was published under an earlier release: exercises go by what they were dealt with.
        _log.warning("the problem %s cannot be read any more: %s", slug, cause_of(error))
        return None
