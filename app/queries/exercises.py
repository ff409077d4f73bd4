"""An exercise and its submissions, as their student and the teaching team see them.

The truth leaves this module only for a variant whose answers were shown to its student; an explanation, which tells it
as well, may be given only where `may_explain` says so.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.db import database_now
from app.domain.credit import Phase, Times
from app.domain.marking import Mark, truth_text
from app.domain.problems import Question, Truth, UnknownProblem, find_problem, find_topic
from app.domain.roles import Right, roles_with
from app.domain.submissions import SubmissionState
from app.errors import NOT_OPEN_YET, NotFound, NotOpen
from app.models import Assignment, Course, Enrollment, Item, Submission, Variant
from app.queries.diagnoses import DiagnosisRow, read_diagnosis


@dataclass(frozen=True)
class ItemContext:
    """The place of an exercise in its assignment; `phase` and `percent` say where that stands right now."""

    item_id: uuid.UUID
    position: int
    assignment_id: uuid.UUID
    assignment_title: str
    course_id: uuid.UUID
    course_title: str
    points: float
    max_attempts: int
    times: Times
    time_zone: str
    phase: Phase
    percent: float
    previous_item_id: uuid.UUID | None
    next_item_id: uuid.UUID | None


@dataclass(frozen=True)
class SubmissionRow:
    """One submission: what was typed, where it stands, and its marks once it has them.

    `points` is the score in points of the item, None in practice; `position_in_queue` counts from 1 while it waits.
    """

    id: uuid.UUID
    variant_id: uuid.UUID
    attempt: int
    state: SubmissionState
    created_at: dt.datetime
    marked_at: dt.datetime | None
    score: float | None
    points: float | None
    answers: Mapping[str, str]
    marks: tuple[Mark, ...]
    diagnosis: DiagnosisRow | None
    failure: str | None
    tries: int
    position_in_queue: int | None


@dataclass(frozen=True)
class Exercise:
    """An exercise page.

    `revealed` holds the answers by question, as PyTorch would print them, once they are shown. `may_explain` says
    whether the reader may see how the program runs: a teacher always, its student once it is solved or its answers are
    shown. `teaches` says that the reader is a teacher of its course: no times bind them.
    """

    variant_id: uuid.UUID
    student_id: uuid.UUID
    student_name: str
    problem: str
    version: str
    seed: int
    title: str
    topic: str
    topic_title: str
    difficulty: int | None
    summary: str
    code: str
    questions: tuple[Question, ...]
    rtol: float
    atol: float
    legacy: bool
    item: ItemContext | None
    attempts_used: int
    attempts_left: int | None
    submissions: tuple[SubmissionRow, ...]
    revealed: Mapping[str, str] | None
    may_explain: bool
    teaches: bool


def exercise(session: Session, user_id: uuid.UUID, variant_id: uuid.UUID) -> Exercise:
    """Return an exercise for its student, or for an instructor of its course.

    Raises:
        NotFound: It is neither theirs nor of a course they instruct.
        NotOpen: It is theirs, of an assignment that is not open yet.
    """
    variant, teaches = _readable_variant(session, user_id, variant_id)
    item = _item_context(session, variant)
    if item is not None and item.phase is Phase.BEFORE and not teaches:
        raise NotOpen(NOT_OPEN_YET)
    submissions = session.scalars(
        select(Submission)
        .options(joinedload(Submission.result))
        .where(Submission.variant_id == variant_id)
        .order_by(Submission.attempt.desc())
    ).all()
    used = sum(one.state is not SubmissionState.FAILED for one in submissions)
    solved = any(one.result is not None and one.result.score == 1 for one in submissions)
    title, topic, topic_title, difficulty, summary = _described(variant)
    return Exercise(
        variant_id=variant.id,
        student_id=variant.user_id,
        student_name=variant.user.display_name,
        problem=variant.problem,
        version=variant.version,
        seed=variant.seed,
        title=title,
        topic=topic,
        topic_title=topic_title,
        difficulty=difficulty,
        summary=summary,
        code=variant.code,
        questions=tuple(Question.from_json(question) for question in variant.questions),
        rtol=variant.rtol,
        atol=variant.atol,
        legacy=variant.legacy,
        item=item,
        attempts_used=used,
        attempts_left=None if item is None else max(0, item.max_attempts - used),
        submissions=tuple(_row(session, one, item.points if item else None) for one in submissions),
        revealed=_revealed(variant),
        teaches=teaches,
        may_explain=teaches or solved or variant.revealed_at is not None,
    )


def submission(session: Session, user_id: uuid.UUID, submission_id: uuid.UUID) -> SubmissionRow:
    """Return one submission for its student, or for an instructor of its course.

    Raises:
        NotFound: It is neither theirs nor of a course they instruct.
    """
    found = session.scalars(
        select(Submission)
        .options(
            joinedload(Submission.result), joinedload(Submission.variant).joinedload(Variant.item)
        )
        .where(Submission.id == submission_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    _readable_variant(session, user_id, found.variant_id)
    item = found.variant.item
    return _row(session, found, item.points if item else None)


def _readable_variant(
    session: Session, user_id: uuid.UUID, variant_id: uuid.UUID
) -> tuple[Variant, bool]:
    """Return a variant, and whether the user may read it as a teacher."""
    instructs = (
        select(Enrollment.user_id)
        .join(Assignment, Assignment.course_id == Enrollment.course_id)
        .join(Item, Item.assignment_id == Assignment.id)
        .where(
            Item.id == Variant.item_id,
            Enrollment.user_id == user_id,
            Enrollment.role.in_(roles_with(Right.SEE_WORK)),
        )
        .exists()
    )
    found = session.execute(
        select(Variant, instructs)
        .options(joinedload(Variant.user))
        .where(Variant.id == variant_id, or_(Variant.user_id == user_id, instructs))
    ).one_or_none()
    if found is None:
        raise NotFound
    variant, teaches = found
    return variant, bool(teaches)


def _described(variant: Variant) -> tuple[str, str, str, int | None, str]:
    try:
        problem = find_problem(variant.problem)
    except UnknownProblem:
        # The library has dropped the file; what was dealt stays readable.
        return variant.problem, "", "", None, ""
    topic = find_topic(problem.topic)
    return problem.title, topic.slug, topic.title, problem.difficulty, problem.summary


def _item_context(session: Session, variant: Variant) -> ItemContext | None:
    if variant.item_id is None:
        return None
    item, assignment, course = session.execute(
        select(Item, Assignment, Course)
        .join(Assignment, Assignment.id == Item.assignment_id)
        .join(Course, Course.id == Assignment.course_id)
        .where(Item.id == variant.item_id)
    ).one()
    neighbours = dict(
        session.execute(
            select(Item.position, Item.id).where(
                Item.assignment_id == assignment.id,
                Item.position.in_((item.position - 1, item.position + 1)),
            )
        ).all()
    )
    now, times = session.scalars(select(database_now())).one(), assignment.times
    return ItemContext(
        item_id=item.id,
        position=item.position,
        assignment_id=assignment.id,
        assignment_title=assignment.title,
        course_id=course.id,
        course_title=course.title,
        points=item.points,
        max_attempts=item.max_attempts,
        times=times,
        time_zone=course.time_zone,
        phase=times.phase(now),
        percent=times.percent(now),
        previous_item_id=neighbours.get(item.position - 1),
        next_item_id=neighbours.get(item.position + 1),
    )


def _row(session: Session, found: Submission, item_points: float | None) -> SubmissionRow:
    result = found.result
    return SubmissionRow(
        id=found.id,
        variant_id=found.variant_id,
        attempt=found.attempt,
        state=found.state,
        created_at=found.created_at,
        marked_at=result.marked_at if result else None,
        score=result.score if result else None,
        points=result.score * item_points if result and item_points is not None else None,
        answers=dict(found.answers),
        marks=tuple(Mark.from_json(mark) for mark in result.marks) if result else (),
        diagnosis=read_diagnosis(result.diagnosis) if result else None,
        failure=found.failure,
        tries=found.tries,
        position_in_queue=_position(session, found)
        if found.state is SubmissionState.QUEUED
        else None,
    )


def _position(session: Session, found: Submission) -> int:
    return session.scalars(
        select(func.count()).where(
            and_(
                Submission.state == SubmissionState.QUEUED,
                Submission.created_at <= found.created_at,
            )
        )
    ).one()


def _revealed(variant: Variant) -> Mapping[str, str] | None:
    if variant.revealed_at is None or variant.truth is None:
        return None
    questions = map(Question.from_json, variant.questions)
    return {question.id: _answer(question, variant.truth[question.id]) for question in questions}


def _answer(question: Question, truth: Truth) -> str:
    text = truth_text(truth)
    return next((option.label for option in question.options if option.value == text), text)
