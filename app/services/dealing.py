"""Dealing variants: in an item to each student a text of their own, in practice as many as they like."""

import secrets
import uuid
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.diagnosis import Dealt, deal
from app.domain.problems import SEEDS, Problem, find_problem, library
from app.errors import NotFound
from app.models import Assignment, Item, Variant
from app.queries.membership import find_membership
from app.queries.own_times import find_own_times
from app.queries.prerequisites import find_missing
from app.services.courses import require_open
from app.services.opening import require_dealing, require_prerequisite

MOST_SEEDS = 50
"""How many texts are looked at for one that no classmate holds: of fewer, some students share one."""


def deal_item(db: Database, *, user_id: uuid.UUID, item_id: uuid.UUID) -> uuid.UUID:
    """Return the student's variant of an item, dealing it the first time.

    No two students of an item get the same text, as long as its problem has another one to give.

    Raises:
        NotFound: The item is in no course of theirs.
        NotOpen: The assignment is not open yet, or it is closed and they never started the item.
        CourseClosed: The course is archived, and they never started the item.
        BrokenProblem: The problem deals no variant that can be answered.
    """
    with db.reading() as session:
        item = session.scalars(select(Item).where(Item.id == item_id)).one_or_none()
        if item is None:
            raise NotFound
        assignment = session.get_one(Assignment, item.assignment_id)
        membership = find_membership(session, user_id=user_id, course_id=assignment.course_id)
        now = db.now(session)
        own = find_own_times(session, assignment, user_id)
        missing = find_missing(session, assignment, user_id)
        held = _held(session, user_id, item_id)
    if held is not None:
        return held
    require_open(membership)
    require_dealing(membership, own, now)
    require_prerequisite(membership, missing)
    return _deal_apart(db, user_id, item_id, find_problem(item.problem))


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
        return _store(session, dealt, user_id, None)


def _deal_apart(
    db: Database, user_id: uuid.UUID, item_id: uuid.UUID, problem: Problem
) -> uuid.UUID:
    """Deal a text that no classmate holds; after many that somebody holds, the least shared of them."""
    tried: list[Dealt] = []
    while True:
        # Before the lock: running the program takes longer than a look at what the others hold.
        tried.append(_deal(problem))
        with db.writing() as session:
            # Under this lock (SQLite has one writer anyway), no classmate is dealt to between look and insertion.
            session.execute(
                select(Item.id).where(Item.id == item_id).with_for_update(key_share=True)
            )
            held = _held(session, user_id, item_id)
            if held is not None:
                # A second click was quicker: both clicks get its variant.
                return held
            holders = partial(_holders, session, item_id)
            if holders(tried[-1]) == 0:
                return _store(session, tried[-1], user_id, item_id)
            if len(tried) == MOST_SEEDS:
                return _store(session, min(tried, key=holders), user_id, item_id)


def _deal(problem: Problem) -> Dealt:
    return deal(problem, secrets.randbelow(SEEDS))


def _held(session: Session, user_id: uuid.UUID, item_id: uuid.UUID) -> uuid.UUID | None:
    return session.scalars(
        select(Variant.id).where(Variant.user_id == user_id, Variant.item_id == item_id)
    ).one_or_none()


def _holders(session: Session, item_id: uuid.UUID, dealt: Dealt) -> int:
    return session.scalars(
        select(func.count()).where(Variant.item_id == item_id, Variant.code == dealt.variant.code)
    ).one()


def _store(
    session: Session, dealt: Dealt, user_id: uuid.UUID, item_id: uuid.UUID | None
) -> uuid.UUID:
    variant = Variant.from_dealt(dealt, user_id=user_id, item_id=item_id)
    session.add(variant)
    return variant.id
