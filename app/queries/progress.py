"""How far somebody has come: topics, misconceptions left behind, and days of work."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import database_now
from app.domain.diagnosis import Misconception, UnknownMisconception, find_misconception
from app.domain.learning import (
    Answer,
    Level,
    Mastery,
    MetBelief,
    WorkDays,
    beliefs_met,
    count_days,
    masteries,
)
from app.domain.problems import TOPICS
from app.domain.time_zones import UTC
from app.models import Course, Enrollment, Submission
from app.queries.own_answers import own_answers
from app.queries.problems import ProblemFacts, find_facts


@dataclass(frozen=True)
class TopicProgress:
    """A topic with somebody's mastery of it."""

    slug: str
    title: str
    mastery: Mastery


@dataclass(frozen=True)
class BeliefRow:
    """A misconception that was met, in words."""

    misconception: Misconception
    met: MetBelief


@dataclass(frozen=True)
class ProgressPage:
    """Somebody's progress; days are counted by the clocks of `time_zone`."""

    topics: tuple[TopicProgress, ...]
    open_beliefs: tuple[BeliefRow, ...]
    overcome_beliefs: tuple[BeliefRow, ...]
    days: WorkDays
    time_zone: str

    @property
    def mastered(self) -> int:
        """How many topics are mastered."""
        return sum(topic.mastery.level is Level.MASTERED for topic in self.topics)

    @property
    def answered(self) -> int:
        """How many exercises were answered, and their results are shown."""
        return sum(topic.mastery.answered for topic in self.topics)


def progress_page(session: Session, user_id: uuid.UUID) -> ProgressPage:
    """Return somebody's progress; results that they may not see yet tell nothing."""
    answers = own_answers(session, user_id)
    facts = find_facts(session, {answer.problem for answer in answers})
    rows = _beliefs(answers, facts)
    mastery = topic_masteries(answers, facts)
    sent = session.scalars(select(Submission.created_at).where(Submission.user_id == user_id)).all()
    time_zone = _time_zone(session, user_id)
    now = session.scalars(select(database_now())).one()
    return ProgressPage(
        topics=tuple(
            TopicProgress(topic.slug, topic.title, mastery.get(topic.slug, Mastery()))
            for topic in TOPICS
        ),
        open_beliefs=tuple(row for row in rows if not row.met.overcome),
        overcome_beliefs=tuple(row for row in rows if row.met.overcome),
        days=count_days(sent, now, time_zone),
        time_zone=time_zone,
    )


def topic_masteries(
    answers: tuple[Answer, ...], facts: Mapping[str, ProblemFacts]
) -> Mapping[str, Mastery]:
    """Return the mastery of each topic in which something was answered, by its slug."""
    return masteries(answers, {slug: problem.topic for slug, problem in facts.items()})


def _beliefs(
    answers: tuple[Answer, ...], facts: Mapping[str, ProblemFacts]
) -> tuple[BeliefRow, ...]:
    tells = {slug: problem.misconceptions for slug, problem in facts.items()}
    rows = []
    for met in beliefs_met(answers, tells):
        try:
            rows.append(BeliefRow(find_misconception(met.code), met))
        except UnknownMisconception:
            # Another release knew it.
            continue
    return tuple(rows)


def _time_zone(session: Session, user_id: uuid.UUID) -> str:
    """Return the time zone of somebody's newest course, UTC for who is in none."""
    found = session.scalars(
        select(Course.time_zone)
        .join(Enrollment, Enrollment.course_id == Course.id)
        .where(Enrollment.user_id == user_id)
        .order_by(Enrollment.created_at.desc(), Course.id)
        .limit(1)
    ).one_or_none()
    return found or UTC
