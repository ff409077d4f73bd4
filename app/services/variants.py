"""Dealing variants and showing their answers."""

import secrets
import uuid

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.db import Database
from app.domain.problems import Problem, find_problem, instantiate, library
from app.domain.submissions import SubmissionState
from app.errors import Conflict, NotFound
from app.models import Assignment, Item, Submission, Variant
from app.services.courses import require_role


def deal_item(db: Database, *, user_id: uuid.UUID, item_id: uuid.UUID) -> uuid.UUID:
    """Return the student's variant of an item, dealing it the first time.

    Raises:
        NotFound: The item is in no course of theirs.
    """
    with db.reading() as session:
        item = session.scalars(select(Item).where(Item.id == item_id)).one_or_none()
        if item is None:
            raise NotFound
        course_id = session.scalars(
            select(Assignment.course_id).where(Assignment.id == item.assignment_id)
        ).one()
        require_role(session, user_id=user_id, course_id=course_id)
    dealt = _dealt(db, user_id, item_id)
    if dealt is not None:
        return dealt
    try:
        return _deal(db, user_id, find_problem(item.problem), item_id)
    except IntegrityError:
        # A second click was quicker: both clicks get its variant.
        quicker = _dealt(db, user_id, item_id)
        if quicker is None:
            raise
        return quicker


def deal_practice(db: Database, *, user_id: uuid.UUID, topic: str) -> uuid.UUID:
    """Deal a fresh variant of a problem of `topic`, another problem than last time where there is one.

    Raises:
        NotFound: No such topic.
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
    return _deal(db, user_id, secrets.choice(others), None)


def reveal(db: Database, *, user_id: uuid.UUID, variant_id: uuid.UUID) -> None:
    """Show a practice variant's answers from now on; it takes no further submission.

    Raises:
        Conflict: Nothing was marked yet, or the variant belongs to an assignment.
        NotFound: No such variant of this user.
    """
    with db.writing() as session:
        variant = session.scalars(
            select(Variant)
            .where(Variant.id == variant_id, Variant.user_id == user_id)
            .with_for_update()
        ).one_or_none()
        if variant is None:
            raise NotFound
        if variant.item_id is not None:
            raise Conflict("Answers are shown in practice only, not in an assignment.")
        marked = select(Submission.id).where(
            Submission.variant_id == variant_id, Submission.state == SubmissionState.MARKED
        )
        if session.scalars(marked.limit(1)).first() is None:
            raise Conflict("Submit an answer first; once it is marked, the answers can be shown.")
        if variant.revealed_at is None:
            variant.revealed_at = db.now(session)


def _dealt(db: Database, user_id: uuid.UUID, item_id: uuid.UUID) -> uuid.UUID | None:
    with db.reading() as session:
        return session.scalars(
            select(Variant.id).where(Variant.user_id == user_id, Variant.item_id == item_id)
        ).one_or_none()


def _deal(
    db: Database, user_id: uuid.UUID, problem: Problem, item_id: uuid.UUID | None
) -> uuid.UUID:
    dealt = instantiate(problem, secrets.randbits(32))
    with db.writing() as session:
        variant = Variant(
            id=uuid.uuid4(),
            user_id=user_id,
            item_id=item_id,
            problem=dealt.problem,
            version=dealt.version,
            seed=dealt.seed,
            code=dealt.code,
            questions=[question.to_json() for question in dealt.questions],
            rtol=dealt.rtol,
            atol=dealt.atol,
            legacy=dealt.legacy,
        )
        session.add(variant)
        return variant.id
