"""Every submission that somebody has ever sent."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from app.domain.problems import TOPICS, Topic
from app.domain.submissions import SubmissionState
from app.models import Assignment, Course, Item, Result, Submission, Variant
from app.queries.feedback import hidden_items
from app.queries.problems import ProblemFacts, find_facts

PAGE_SIZE = 50
PRACTICE = "practice"
"""Stands for practice where otherwise a course is named."""


@dataclass(frozen=True)
class HistoryRow:
    """A submission as its student may see it.

    `score` is None while it is not marked, and while `is_withheld` says that its result is not shown. Course and
    assignment are None in practice.
    """

    id: uuid.UUID
    title: str
    course_title: str | None
    assignment_id: uuid.UUID | None
    assignment_title: str | None
    attempt: int
    state: SubmissionState
    created_at: dt.datetime
    score: float | None
    is_withheld: bool


@dataclass(frozen=True)
class HistoryPage:
    """One page of submissions, the newest first, and what they can be filtered by.

    `course` and `topic` are the filters in force, empty for none; `total` counts what fits them. `courses` and `topics`
    are those in which anything was dealt.
    """

    rows: tuple[HistoryRow, ...]
    page: int
    total: int
    course: str
    topic: str
    courses: tuple[tuple[str, str], ...]
    topics: tuple[Topic, ...]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def history_page(
    session: Session, user_id: uuid.UUID, *, course: str = "", topic: str = "", page: int = 1
) -> HistoryPage:
    """Return one page of somebody's submissions.

    Args:
        session: Reads.
        user_id: Whose.
        course: The id of a course, or `practice`; what is neither filters nothing.
        topic: The slug of a topic in which they were dealt something; what is none filters nothing.
        page: From 1; beyond the last one, the last.
    """
    courses = _courses(session, user_id)
    course = course if course == PRACTICE or course in dict(courses) else ""
    dealt = select(Variant.problem).where(Variant.user_id == user_id).distinct()
    facts = find_facts(session, session.scalars(dealt).all())
    topics = {one.topic for one in facts.values()}
    topic = topic if topic in topics else ""
    own = Submission.user_id == user_id
    fits = _fits(course, topic, facts)
    total = session.scalars(
        select(func.count())
        .select_from(Submission)
        .join(Variant, Variant.id == Submission.variant_id)
        .outerjoin(Item, Item.id == Variant.item_id)
        .outerjoin(Assignment, Assignment.id == Item.assignment_id)
        .where(own, *fits)
    ).one()
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    sent = _newest_first(own, *fits).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return HistoryPage(
        rows=_rows(session, user_id, session.execute(sent).all(), facts),
        page=page,
        total=total,
        course=course,
        topic=topic,
        courses=courses,
        topics=tuple(one for one in TOPICS if one.slug in topics),
    )


def sent_before(
    session: Session,
    user_id: uuid.UUID,
    *,
    before: tuple[dt.datetime, uuid.UUID] | None,
    limit: int,
) -> tuple[HistoryRow, ...]:
    """Return somebody's submissions, the newest first.

    Args:
        session: Reads.
        user_id: Whose.
        before: Time and id of the submission that comes before the first one wanted; None for the newest.
        limit: How many at most.
    """
    fits = [Submission.user_id == user_id]
    if before is not None:
        at, last_id = before
        fits.append(
            or_(
                Submission.created_at < at,
                and_(Submission.created_at == at, Submission.id > last_id),
            )
        )
    sent = session.execute(_newest_first(*fits).limit(limit)).all()
    return _rows(session, user_id, sent, find_facts(session, {row.problem for row in sent}))


def _newest_first(*fits: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(Submission, Variant.problem, Item, Assignment.title, Course.title, Result.score)
        .join(Variant, Variant.id == Submission.variant_id)
        .outerjoin(Item, Item.id == Variant.item_id)
        .outerjoin(Assignment, Assignment.id == Item.assignment_id)
        .outerjoin(Course, Course.id == Assignment.course_id)
        .outerjoin(Result, Result.submission_id == Submission.id)
        .where(*fits)
        .order_by(Submission.created_at.desc(), Submission.id)
    )


def _rows(
    session: Session,
    user_id: uuid.UUID,
    found: Sequence[Row[*tuple[Any, ...]]],
    facts: Mapping[str, ProblemFacts],
) -> tuple[HistoryRow, ...]:
    hidden = hidden_items(session, user_id)
    return tuple(
        HistoryRow(
            id=sent.id,
            # What the library has dropped stays readable under its slug.
            title=facts[problem].title if problem in facts else problem,
            course_title=course_title,
            assignment_id=item.assignment_id if item else None,
            assignment_title=assignment_title,
            attempt=sent.attempt,
            state=sent.state,
            created_at=sent.created_at,
            score=None if item and item.id in hidden else score,
            is_withheld=item is not None and item.id in hidden,
        )
        for sent, problem, item, assignment_title, course_title, score in found
    )


def _courses(session: Session, user_id: uuid.UUID) -> tuple[tuple[str, str], ...]:
    """Return the id and title of each course in which somebody was dealt anything, of former ones too."""
    dealt = (
        select(Assignment.course_id)
        .join(Item, Item.assignment_id == Assignment.id)
        .join(Variant, Variant.item_id == Item.id)
        .where(Variant.user_id == user_id)
    )
    rows = session.execute(
        select(Course.id, Course.title)
        .where(Course.id.in_(dealt))
        .order_by(Course.created_at.desc(), Course.id)
    )
    return tuple((str(course_id), title) for course_id, title in rows)


def _fits(course: str, topic: str, facts: Mapping[str, ProblemFacts]) -> list[ColumnElement[bool]]:
    fits: list[ColumnElement[bool]] = []
    if course == PRACTICE:
        fits.append(Variant.item_id.is_(None))
    elif course:
        fits.append(Assignment.course_id == uuid.UUID(course))
    if topic:
        fits.append(Variant.problem.in_([one.slug for one in facts.values() if one.topic == topic]))
    return fits
