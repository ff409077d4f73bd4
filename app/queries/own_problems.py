"""A course's own problems, as its authors see them."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.authoring import Refusal, Sample, VersionState, draft_id_of
from app.domain.roles import Right
from app.domain.stored_texts import from_plain
from app.errors import NotFound
from app.models import (
    Course,
    Item,
    OwnProblem,
    PoolVariant,
    ProblemVersion,
    User,
)
from app.queries.membership import find_membership
from app.queries.problem_drafts import (
    BegunProblem,
    DraftRow,
    Shown,
    begun_problems,
    find_own_draft,
)
from app.queries.problem_use import HeldVersion, UsingAssignment, held_versions, using_assignments


@dataclass(frozen=True)
class OwnProblemRow:
    """A problem in the list of its course.

    Attributes:
        id: The problem.
        slug: Its slug.
        title: The newest title that could be read; its slug where none could.
        topic: The slug of its topic, None where it could not be read.
        difficulty: 1 to 5, None where it could not be read.
        state: Where its newest version stands.
        number: The number of the newest version.
        published: The number of the version that is dealt, None where none is.
        items: In how many items of assignments it is.
        is_archived: Whether it is offered for no new item.
    """

    id: uuid.UUID
    slug: str
    title: str
    topic: str | None
    difficulty: int | None
    state: VersionState
    number: int
    published: int | None
    items: int
    is_archived: bool


@dataclass(frozen=True)
class OwnProblemsPage:
    """The own problems of a course, the newest first; `begun` are those that the reader has not saved yet."""

    course_id: uuid.UUID
    course_title: str
    rights: frozenset[Right]
    is_archived: bool
    problems: tuple[OwnProblemRow, ...]
    begun: tuple[BegunProblem, ...]


@dataclass(frozen=True)
class VersionRow:
    """A version in the list of its problem; `author` is empty where the account is gone."""

    id: uuid.UUID
    number: int
    state: VersionState
    author: str
    created_at: dt.datetime


@dataclass(frozen=True)
class VersionPage:
    """One version of a problem, with all the others.

    Attributes:
        course_id: The course.
        course_title: What it is called.
        rights: The reader's rights in it.
        course_is_archived: Whether the course takes nothing new.
        problem: The problem, as the list has it.
        version: This version.
        text: Its text.
        title: Its title; the problem's where it could not be read.
        progress: The share that is done of what a worker does with it, 0 to 1.
        refusal: Why it could not be judged, or could not be published.
        report: What the gates say, as `Report.to_json` gives it, with figures as pairs; None until they were asked.
        samples: Variants to look at; none unless it passes.
        pool: How many variants wait to be dealt.
        versions: All versions, the newest first.
        held: What students hold of them, the newest first; versions of which nobody holds anything are left out.
        assignments: Where the problem is.
        draft: What the reader has typed on the problem's newest version and not saved, with what a worker shows of it.
    """

    course_id: uuid.UUID
    course_title: str
    rights: frozenset[Right]
    course_is_archived: bool
    problem: OwnProblemRow
    version: VersionRow
    text: str
    title: str
    progress: float
    refusal: Refusal | None
    report: Mapping[str, Any] | None
    samples: tuple[Sample, ...]
    pool: int
    versions: tuple[VersionRow, ...]
    held: tuple[HeldVersion, ...]
    assignments: tuple[UsingAssignment, ...]
    draft: tuple[DraftRow, Shown] | None

    @property
    def is_held_elsewhere(self) -> bool:
        """Whether students have exercises of other versions than this one."""
        return any(one.number != self.version.number for one in self.held)

    @property
    def is_newest(self) -> bool:
        """Whether no version is newer than this one."""
        return self.version.number == self.versions[0].number


@dataclass(frozen=True)
class _Version:
    number: int
    state: VersionState
    title: str | None
    topic: str | None
    difficulty: int | None


def own_problems_page(
    session: Session, user_id: uuid.UUID, course_id: uuid.UUID
) -> OwnProblemsPage:
    """Return a course's own problems for one of its authors.

    Raises:
        NotFound: The user may write the problems of no such course.
    """
    membership = find_membership(
        session, user_id=user_id, course_id=course_id, right=Right.EDIT_ASSIGNMENTS
    )
    course = session.get_one(Course, course_id)
    problems = session.scalars(
        select(OwnProblem)
        .where(OwnProblem.course_id == course_id)
        .order_by(OwnProblem.created_at.desc(), OwnProblem.id)
    ).all()
    rows = _rows(session, problems)
    return OwnProblemsPage(
        course_id,
        course.title,
        membership.rights,
        membership.is_archived,
        tuple(rows),
        begun_problems(session, user_id, course_id),
    )


def version_page(
    session: Session,
    user_id: uuid.UUID,
    problem_id: uuid.UUID,
    number: int | None = None,
) -> VersionPage:
    """Return a version of a problem, by default the newest, for an author of its course.

    Raises:
        NotFound: The user may write no such problem, or it has no such version.
    """
    problem = session.get(OwnProblem, problem_id)
    if problem is None:
        raise NotFound
    membership = find_membership(
        session, user_id=user_id, course_id=problem.course_id, right=Right.EDIT_ASSIGNMENTS
    )
    versions = _versions(session, problem_id)
    wanted = versions[:1] if number is None else [one for one in versions if one.number == number]
    if not wanted:
        raise NotFound
    version = session.get_one(ProblemVersion, wanted[0].id)
    row = _rows(session, [problem])[0]
    pool = session.scalars(select(func.count()).where(PoolVariant.version_id == version.id)).one()
    return VersionPage(
        course_id=problem.course_id,
        course_title=session.get_one(Course, problem.course_id).title,
        rights=membership.rights,
        course_is_archived=membership.is_archived,
        problem=row,
        version=wanted[0],
        text=version.text,
        title=version.title or row.title,
        progress=version.progress,
        refusal=Refusal.from_json(version.refusal) if version.refusal else None,
        report=from_plain(version.report),
        samples=tuple(map(Sample.from_json, version.samples or ())),
        pool=pool,
        versions=tuple(versions),
        held=held_versions(session, problem),
        assignments=using_assignments(session, problem),
        draft=find_own_draft(session, user_id, draft_id_of(problem_id, user_id)),
    )


def text_of_version(session: Session, page: VersionPage, number: int) -> str | None:
    """Return the text of another version of the problem that a page is about; None where there is none."""
    return session.scalars(
        select(ProblemVersion.text).where(
            ProblemVersion.problem_id == page.problem.id, ProblemVersion.number == number
        )
    ).one_or_none()


def _versions(session: Session, problem_id: uuid.UUID) -> list[VersionRow]:
    rows = session.execute(
        select(
            ProblemVersion.id,
            ProblemVersion.number,
            ProblemVersion.state,
            User.display_name,
            ProblemVersion.created_at,
        )
        .outerjoin(User, User.id == ProblemVersion.author_id)
        .where(ProblemVersion.problem_id == problem_id)
        .order_by(ProblemVersion.number.desc())
    )
    return [VersionRow(id, number, state, name or "", at) for id, number, state, name, at in rows]


def _rows(session: Session, problems: Sequence[OwnProblem]) -> list[OwnProblemRow]:
    versions = _versions_of(session, problems)
    slugs = [problem.slug for problem in problems]
    counted = session.execute(
        select(Item.problem, func.count()).where(Item.problem.in_(slugs)).group_by(Item.problem)
    )
    items = dict(counted.all())
    return [_row(problem, versions[problem.id], items.get(problem.slug, 0)) for problem in problems]


def _versions_of(
    session: Session, problems: Sequence[OwnProblem]
) -> dict[uuid.UUID, list[_Version]]:
    # Without the texts: a page of problems is not their files.
    found = session.execute(
        select(
            ProblemVersion.problem_id,
            ProblemVersion.number,
            ProblemVersion.state,
            ProblemVersion.title,
            ProblemVersion.topic,
            ProblemVersion.difficulty,
        )
        .where(ProblemVersion.problem_id.in_([problem.id for problem in problems]))
        .order_by(ProblemVersion.number.desc())
    )
    versions: dict[uuid.UUID, list[_Version]] = {}
    for problem_id, number, state, title, topic, difficulty in found:
        one = _Version(number, state, title, topic, difficulty)
        versions.setdefault(problem_id, []).append(one)
    return versions


def _row(problem: OwnProblem, versions: Sequence[_Version], items: int) -> OwnProblemRow:
    newest = versions[0]
    # The newest text may be one that cannot be read.
    read = next((version for version in versions if version.title is not None), newest)
    published = (one.number for one in versions if one.state is VersionState.PUBLISHED)
    return OwnProblemRow(
        id=problem.id,
        slug=problem.slug,
        title=read.title or problem.slug,
        topic=read.topic,
        difficulty=read.difficulty,
        state=newest.state,
        number=newest.number,
        published=next(published, None),
        items=items,
        is_archived=problem.archived_at is not None,
    )
