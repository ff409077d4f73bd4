"""Dealing a course's own problem: from the pool that a worker has prepared, for no page runs a stranger's text."""

import uuid

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.domain import problems
from app.domain.authoring import VersionState
from app.domain.diagnosis import Dealt
from app.models import OwnProblem, PoolVariant, ProblemVersion, Variant


def take_from_pool(
    session: Session, *, problem: str, item_id: uuid.UUID, user_id: uuid.UUID
) -> Dealt:
    """Choose a variant for a student: a text that nobody holds; else the least shared that they never had.

    The pool is not used up: the caller holds the item's lock, so that what nobody holds is held by one.

    Args:
        session: The transaction in which the variant is stored.
        problem: The slug of an own problem.
        item_id: The item that it is dealt for.
        user_id: The student.

    Raises:
        UnknownProblem: There is no such problem, or no version of it was ever published.
    """
    own = func.sum(case((Variant.user_id == user_id, 1), else_=0))
    held = (
        select(Variant.code, func.count().label("holders"), own.label("own"))
        .where(Variant.item_id == item_id)
        .group_by(Variant.code)
        .subquery()
    )
    found = session.execute(
        select(PoolVariant, ProblemVersion.digest)
        .join(ProblemVersion, ProblemVersion.id == PoolVariant.version_id)
        .join(OwnProblem, OwnProblem.id == ProblemVersion.problem_id)
        .outerjoin(held, held.c.code == PoolVariant.code)
        .where(OwnProblem.slug == problem, ProblemVersion.state == VersionState.PUBLISHED)
        .order_by(func.coalesce(held.c.own, 0), func.coalesce(held.c.holders, 0), func.random())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise problems.UnknownProblem("This problem is not published, so it cannot be dealt.")
    waiting, digest = found
    questions = tuple(map(problems.Question.from_json, waiting.questions))
    variant = problems.Variant(
        problem=problem,
        version=digest,
        seed=waiting.seed,
        code=waiting.code,
        questions=questions,
        rtol=waiting.rtol,
        atol=waiting.atol,
        legacy=waiting.legacy,
    )
    return Dealt(variant, waiting.truth, redraws=0)
