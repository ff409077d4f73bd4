"""What a problem is called and what it is about, by its slug: the library's, and those of courses.

Pages and services ask here, never the library alone: a course's own problems are not in it.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.domain.authoring import VersionState
from app.domain.problems import library
from app.models import OwnProblem, ProblemVersion


@dataclass(frozen=True)
class ProblemFacts:
    """A problem as it is offered and described.

    Attributes:
        slug: Its slug.
        title: Its name for people.
        topic: The slug of its topic.
        difficulty: 1 to 5.
        summary: One sentence for the student; may be empty.
        misconceptions: The codes of what it tells from the truth. Nothing that a student may see.
        code: Its program, to search in.
        is_own: Whether it is a course's own.
    """

    slug: str
    title: str
    topic: str
    difficulty: int
    summary: str
    misconceptions: tuple[str, ...]
    code: str
    is_own: bool = False


def is_in_library(slug: str) -> bool:
    """Tell whether a slug names a problem of the library, whose text a page may run."""
    return slug in _library()


def find_facts(session: Session, slugs: Collection[str]) -> dict[str, ProblemFacts]:
    """Describe problems by their slugs, with one statement at most; what is not there any more is left out."""
    found = {slug: facts for slug, facts in _library().items() if slug in slugs}
    others = set(slugs) - set(found)
    if others:
        rows = session.execute(_published().where(OwnProblem.slug.in_(others)))
        found.update((slug, _facts(slug, version)) for slug, version in rows)
    return found


def library_picks() -> tuple[ProblemFacts, ...]:
    """Return the library's problems, in its order."""
    return tuple(_library().values())


def own_picks(session: Session, course_id: uuid.UUID) -> tuple[ProblemFacts, ...]:
    """Return a course's own problems that can be put into an assignment: published, and not archived; by title."""
    rows = session.execute(
        _published().where(OwnProblem.course_id == course_id, OwnProblem.archived_at.is_(None))
    )
    picks = (_facts(slug, version) for slug, version in rows)
    return tuple(sorted(picks, key=lambda facts: (facts.title.casefold(), facts.slug)))


def item_titles(session: Session, course_id: uuid.UUID, slugs: Collection[str]) -> dict[str, str]:
    """Return the titles of those problems that a course may use in a new item; others are left out."""
    titles = {slug: facts.title for slug, facts in _library().items() if slug in slugs}
    if set(slugs) - set(titles):
        picks = own_picks(session, course_id)
        titles.update((pick.slug, pick.title) for pick in picks if pick.slug in slugs)
    return titles


@cache
def _library() -> Mapping[str, ProblemFacts]:
    return {
        problem.slug: ProblemFacts(
            problem.slug,
            problem.title,
            problem.topic,
            problem.difficulty,
            problem.summary,
            problem.misconceptions,
            problem.code,
        )
        for problem in library()
    }


def _published() -> Select[str, ProblemVersion]:
    return (
        select(OwnProblem.slug, ProblemVersion)
        .join(ProblemVersion, ProblemVersion.problem_id == OwnProblem.id)
        .where(ProblemVersion.state == VersionState.PUBLISHED)
    )


def _facts(slug: str, version: ProblemVersion) -> ProblemFacts:
    # A published version has passed the gates, so a worker has read all of it.
    return ProblemFacts(
        slug,
        version.title or slug,
        version.topic or "",
        version.difficulty or 1,
        version.summary or "",
        tuple(version.misconceptions or ()),
        version.text,
        is_own=True,
    )
