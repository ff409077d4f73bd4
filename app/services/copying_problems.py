"""Copying a course's own problems with it, ready to be dealt as they were."""

import uuid

from sqlalchemy import Uuid, exists, insert, literal, or_, select
from sqlalchemy.orm import Session

from app.domain.authoring import VersionState, new_slug
from app.models import Item, OwnProblem, PoolVariant, ProblemVersion

# What a copied version has of its own; the rest comes along, whichever columns there are.
_OWN = {"id", "problem_id", "author_id", "tries", "epoch", "lease_until"}
# What was with a worker, or was to be, is asked for anew in the copy.
_ANEW = {VersionState.CHECKING: VersionState.QUEUED, VersionState.PREPARING: VersionState.READY}


def copy_problems(
    session: Session, original_id: uuid.UUID, copy_id: uuid.UUID, by_id: uuid.UUID
) -> dict[str, str]:
    """Copy a course's own problems: of each the published version with its pool, and a newer one where there is one.

    An archived problem comes along only where an item has it.

    Args:
        session: The transaction that makes the copy.
        original_id: The course.
        copy_id: Its copy, whose row is written already.
        by_id: Who copies; the versions are theirs, since the people of the course are not copied.

    Returns:
        The slug of each copy by the slug of its original.
    """
    in_item = exists().where(Item.problem == OwnProblem.slug)
    problems = session.scalars(
        select(OwnProblem)
        .where(OwnProblem.course_id == original_id, or_(OwnProblem.archived_at.is_(None), in_item))
        .order_by(OwnProblem.created_at, OwnProblem.id)
    ).all()
    copies = {problem.id: _copied_problem(problem, copy_id) for problem in problems}
    session.add_all(copies.values())
    session.flush()
    pools: dict[uuid.UUID, uuid.UUID] = {}
    for version in _kept(session, list(copies)):
        copy = _copied_version(version, copies[version.problem_id].id, by_id)
        session.add(copy)
        if version.state is VersionState.PUBLISHED:
            pools[version.id] = copy.id
    session.flush()
    for version_id, copied_id in pools.items():
        _copy_pool(session, version_id, copied_id)
    return {problem.slug: copies[problem.id].slug for problem in problems}


def _copied_problem(problem: OwnProblem, copy_id: uuid.UUID) -> OwnProblem:
    words, _, _random = problem.slug.rpartition("-")
    return OwnProblem(
        id=uuid.uuid4(),
        course_id=copy_id,
        slug=new_slug(words),
        created_at=problem.created_at,
        archived_at=problem.archived_at,
    )


def _kept(session: Session, problem_ids: list[uuid.UUID]) -> list[ProblemVersion]:
    versions = session.scalars(
        select(ProblemVersion)
        .where(ProblemVersion.problem_id.in_(problem_ids))
        .order_by(ProblemVersion.problem_id, ProblemVersion.number)
    ).all()
    newest = {version.problem_id: version.id for version in versions}
    return [
        version
        for version in versions
        if version.state is VersionState.PUBLISHED or newest[version.problem_id] == version.id
    ]


def _copied_version(
    version: ProblemVersion, problem_id: uuid.UUID, by_id: uuid.UUID
) -> ProblemVersion:
    columns = [column.key for column in ProblemVersion.__table__.columns if column.key not in _OWN]
    values = {name: getattr(version, name) for name in columns}
    values["state"] = _ANEW.get(version.state, version.state)
    return ProblemVersion(id=uuid.uuid4(), problem_id=problem_id, author_id=by_id, **values)


def _copy_pool(session: Session, version_id: uuid.UUID, copied_id: uuid.UUID) -> None:
    """Copy the rows within the store: some hundreds of programs need not pass through here."""
    columns = [column for column in PoolVariant.__table__.columns if column.key != "version_id"]
    rows = select(literal(copied_id, Uuid()), *columns).where(PoolVariant.version_id == version_id)
    session.execute(
        insert(PoolVariant).from_select(["version_id", *(one.key for one in columns)], rows)
    )
