"""What somebody has solved so far, for the page of topics."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.domain.problems import TOPICS, Problem, Topic, find_topic, library, prerequisites_of
from app.models import Result, Submission, Variant
from app.queries.feedback import hidden_items


@dataclass(frozen=True)
class ProblemRow:
    """A problem with the visitor's standing: the best score in [0, 1], None before the first mark."""

    slug: str
    title: str
    summary: str
    difficulty: int
    best: float | None

    @property
    def is_solved(self) -> bool:
        """Whether some variant of it was answered wholly right."""
        return self.best == 1


@dataclass(frozen=True)
class TopicRow:
    """A topic with its problems, the easiest first, and the topics that it builds on."""

    slug: str
    title: str
    summary: str
    order: int
    builds_on: tuple[Topic, ...]
    problems: tuple[ProblemRow, ...]

    @property
    def solved(self) -> int:
        """How many of its problems the visitor has solved."""
        return sum(problem.is_solved for problem in self.problems)

    @property
    def is_solved(self) -> bool:
        """Whether all its problems are solved."""
        return self.solved == len(self.problems)


@dataclass(frozen=True)
class PracticePath:
    """All topics in teaching order; `following` is the one to go on with, None when all is solved."""

    topics: tuple[TopicRow, ...]
    following: TopicRow | None

    @property
    def is_begun(self) -> bool:
        """Whether the visitor has had any answer marked."""
        return any(problem.best is not None for topic in self.topics for problem in topic.problems)


def practice_path(session: Session, user_id: uuid.UUID | None) -> PracticePath:
    """Return the topics with what this user has solved, in practice or in a course; None is a stranger.

    Results of an assignment that are not shown to them yet do not count.
    """
    best = {} if user_id is None else _best_scores(session, user_id)
    rows = tuple(_topic_row(topic, best) for topic in TOPICS)
    topics = tuple(row for row in rows if row.problems)
    begun = {topic.slug for topic in topics if topic.solved}
    following = next(
        (
            topic
            for topic in topics
            if not topic.is_solved and all(before.slug in begun for before in topic.builds_on)
        ),
        next((topic for topic in topics if not topic.is_solved), None),
    )
    return PracticePath(topics, following)


def _best_scores(session: Session, user_id: uuid.UUID) -> Mapping[str, float]:
    rows = session.execute(
        select(Variant.problem, func.max(Result.score))
        .join(Submission, Submission.variant_id == Variant.id)
        .join(Result, Result.submission_id == Submission.id)
        .where(
            Variant.user_id == user_id,
            or_(Variant.item_id.is_(None), Variant.item_id.not_in(hidden_items(session, user_id))),
        )
        .group_by(Variant.problem)
    )
    return dict(rows.all())


def _topic_row(topic: Topic, best: Mapping[str, float]) -> TopicRow:
    problems = (problem for problem in library() if problem.topic == topic.slug)
    return TopicRow(
        slug=topic.slug,
        title=topic.title,
        summary=topic.summary,
        order=topic.order,
        builds_on=tuple(map(find_topic, prerequisites_of(topic.slug))),
        problems=tuple(_problem_row(problem, best) for problem in problems),
    )


def _problem_row(problem: Problem, best: Mapping[str, float]) -> ProblemRow:
    return ProblemRow(
        slug=problem.slug,
        title=problem.title,
        summary=problem.summary,
        difficulty=problem.difficulty,
        best=best.get(problem.slug),
    )
