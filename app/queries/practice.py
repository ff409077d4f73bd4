"""What somebody has solved so far, for the page of topics."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.domain.learning import Answer, Mastery
from app.domain.problems import TOPICS, Problem, Topic, find_topic, library, prerequisites_of
from app.queries.own_answers import own_answers
from app.queries.problems import find_facts
from app.queries.progress import topic_masteries


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
    """A topic with its problems, the easiest first, the topics that it builds on, and how well it is known."""

    slug: str
    title: str
    summary: str
    order: int
    builds_on: tuple[Topic, ...]
    problems: tuple[ProblemRow, ...]
    mastery: Mastery

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
    answers = () if user_id is None else own_answers(session, user_id)
    best = _best_scores(answers)
    mastery = topic_masteries(answers, find_facts(session, {one.problem for one in answers}))
    rows = tuple(_topic_row(topic, best, mastery.get(topic.slug, Mastery())) for topic in TOPICS)
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


def _best_scores(answers: Iterable[Answer]) -> Mapping[str, float]:
    best: dict[str, float] = {}
    for answer in answers:
        best[answer.problem] = max(answer.score, best.get(answer.problem, 0.0))
    return best


def _topic_row(topic: Topic, best: Mapping[str, float], mastery: Mastery) -> TopicRow:
    problems = (problem for problem in library() if problem.topic == topic.slug)
    return TopicRow(
        slug=topic.slug,
        title=topic.title,
        summary=topic.summary,
        order=topic.order,
        builds_on=tuple(map(find_topic, prerequisites_of(topic.slug))),
        problems=tuple(_problem_row(problem, best) for problem in problems),
        mastery=mastery,
    )


def _problem_row(problem: Problem, best: Mapping[str, float]) -> ProblemRow:
    return ProblemRow(
        slug=problem.slug,
        title=problem.title,
        summary=problem.summary,
        difficulty=problem.difficulty,
        best=best.get(problem.slug),
    )
