"""Dealing variants: in an item to each student texts of their own, in practice as many as they like."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.diagnosis import Dealt, deal
from app.domain.problems import SEEDS, Problem, find_problem, library
from app.domain.submissions import SubmissionState
from app.errors import NotFound
from app.models import Assignment, Item, Submission, Variant
from app.queries.membership import find_membership
from app.queries.own_times import find_own_times
from app.queries.prerequisites import find_missing
from app.queries.problems import is_in_library
from app.services.courses import require_open
from app.services.opening import require_dealing, require_prerequisite
from app.services.pools import take_from_pool

MOST_SEEDS = 50
"""How many texts are looked at for one that no classmate holds: of fewer, some students share one."""


def deal_item(db: Database, *, user_id: uuid.UUID, item_id: uuid.UUID) -> uuid.UUID:
    """Return the student's newest exercise of an item, dealing one the first time.

    No two students of an item get the same text, and nobody gets one twice, as long as its problem has another to give.

    Raises:
        NotFound: The item is in no course of theirs.
        NotOpen: The assignment is not open yet, or it is closed and they never started the item.
        CourseClosed: The course is archived, and they never started the item.
        BrokenProblem: The problem deals no variant that can be answered.
    """
    return _go_to(db, user_id, item_id, onward=False)


def deal_next(db: Database, *, user_id: uuid.UUID, item_id: uuid.UUID) -> uuid.UUID:
    """Return the exercise of an item that a student goes on with: a new one, once an attempt was made at the last.

    The last one itself, where its attempt is not used, where no attempt is left, and where the assignment has one
    exercise for all attempts: a second click on the button leads to what the first one dealt.

    Raises:
        NotFound: The item is in no course of theirs.
        NotOpen: The assignment is not open.
        CourseClosed: The course is archived.
        BrokenProblem: The problem deals no variant that can be answered.
    """
    return _go_to(db, user_id, item_id, onward=True)


def deal_topic(db: Database, *, user_id: uuid.UUID, topic: str) -> uuid.UUID:
    """Deal a fresh variant of a problem of `topic`, another problem than last time where there is one.

    Raises:
        NotFound: No such topic.
        BrokenProblem: The problem deals no variant that can be answered.
    """
    problems = [problem for problem in library() if problem.topic == topic]
    if not problems:
        raise NotFound
    with db.reading() as session:
        last = session.scalars(
            select(Variant.problem)
            .where(Variant.user_id == user_id, Variant.item_id.is_(None))
            .order_by(Variant.created_at.desc())
            .limit(1)
        ).one_or_none()
    others = [problem for problem in problems if problem.slug != last] or problems
    return _deal_practice(db, user_id, secrets.choice(others))


def deal_problem(db: Database, *, user_id: uuid.UUID, slug: str) -> uuid.UUID:
    """Deal a fresh practice variant of one problem.

    Raises:
        NotFound: The library has no such problem.
        BrokenProblem: The problem deals no variant that can be answered.
    """
    return _deal_practice(db, user_id, find_problem(slug))


def _deal_practice(db: Database, user_id: uuid.UUID, problem: Problem) -> uuid.UUID:
    dealt = _deal(problem)
    with db.writing() as session:
        return _store(session, dealt, user_id)


def _go_to(db: Database, user_id: uuid.UUID, item_id: uuid.UUID, *, onward: bool) -> uuid.UUID:
    with db.reading() as session:
        item = session.scalars(select(Item).where(Item.id == item_id)).one_or_none()
        if item is None:
            raise NotFound
        assignment = session.get_one(Assignment, item.assignment_id)
        membership = find_membership(session, user_id=user_id, course_id=assignment.course_id)
        onward = onward and assignment.new_exercises
        held = _held(session, user_id, item)
        if not held.wants_another(onward=onward):
            return held.newest
        now, own = db.now(session), find_own_times(session, assignment, user_id)
        # Who has begun an item goes on with it.
        missing = None if held.exercises else find_missing(session, assignment, user_id)
    require_open(membership)
    require_dealing(membership, own, now)
    require_prerequisite(membership, missing)
    problem = find_problem(item.problem) if is_in_library(item.problem) else None
    return _deal_apart(db, user_id, item, problem, onward=onward)


def _deal_apart(
    db: Database, user_id: uuid.UUID, item: Item, problem: Problem | None, *, onward: bool = False
) -> uuid.UUID:
    """Deal a text that nobody of the class had; after many that somebody had, the least shared of them.

    Without a problem of the library, it comes from the pool of a course's own.
    """
    tried: list[Dealt] = []
    while True:
        # Before the lock: running the program takes longer than a look at what the others hold.
        tried += [_deal(problem)] if problem else []
        with db.writing() as session:
            # Under this lock (SQLite has one writer anyway), nobody of the class is dealt to between look and
            # insertion, and no teacher takes the item out.
            locked = select(Item.id).where(Item.id == item.id).with_for_update(key_share=True)
            if session.scalars(locked).one_or_none() is None:
                raise NotFound
            held = _held(session, user_id, item)
            if not held.wants_another(onward=onward):
                # A second click was quicker: both clicks get its exercise.
                return held.newest
            dealt = (
                _unshared(session, user_id, item.id, tried)
                if problem
                else take_from_pool(session, problem=item.problem, item_id=item.id, user_id=user_id)
            )
            if dealt is not None:
                return _store(session, dealt, user_id, item.id, len(held.exercises) + 1)


@dataclass(frozen=True)
class _Held:
    """A student's exercises of an item in their order, with the attempts made at each."""

    exercises: Sequence[tuple[uuid.UUID, int]]
    max_attempts: int

    @property
    def newest(self) -> uuid.UUID:
        return self.exercises[-1][0]

    def wants_another(self, *, onward: bool) -> bool:
        """Tell whether an exercise is to be dealt: the first one, or on the way onward the next."""
        if not self.exercises:
            return True
        used = sum(attempts for _id, attempts in self.exercises)
        return onward and self.exercises[-1][1] > 0 and used < self.max_attempts


def _held(session: Session, user_id: uuid.UUID, item: Item) -> _Held:
    rows = session.execute(
        select(Variant.id, func.count(Submission.id))
        .outerjoin(
            Submission,
            (Submission.variant_id == Variant.id) & (Submission.state != SubmissionState.FAILED),
        )
        .where(Variant.user_id == user_id, Variant.item_id == item.id)
        .group_by(Variant.id, Variant.number)
        .order_by(Variant.number)
    )
    return _Held([(id, attempts) for id, attempts in rows], item.max_attempts)


def _unshared(
    session: Session, user_id: uuid.UUID, item_id: uuid.UUID, tried: Sequence[Dealt]
) -> Dealt | None:
    """Return a text that nobody had; after many tries the least shared that the student never had; else none yet."""
    holders = partial(_holders, session, user_id, item_id)
    if holders(tried[-1]) == (0, 0):
        return tried[-1]
    return min(tried, key=holders) if len(tried) == MOST_SEEDS else None


def _deal(problem: Problem) -> Dealt:
    return deal(problem, secrets.randbelow(SEEDS))


def _holders(
    session: Session, user_id: uuid.UUID, item_id: uuid.UUID, dealt: Dealt
) -> tuple[int, int]:
    """Return how often the student and how often anybody was dealt a text."""
    own = func.count().filter(Variant.user_id == user_id)
    times, in_all = session.execute(
        select(own, func.count()).where(
            Variant.item_id == item_id, Variant.code == dealt.variant.code
        )
    ).one()
    return times, in_all


def _store(
    session: Session,
    dealt: Dealt,
    user_id: uuid.UUID,
    item_id: uuid.UUID | None = None,
    number: int = 1,
) -> uuid.UUID:
    variant = Variant.from_dealt(dealt, user_id=user_id, item_id=item_id, number=number)
    session.add(variant)
    return variant.id
