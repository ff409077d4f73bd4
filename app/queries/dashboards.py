"""The live dashboard of an assignment: scores per student and item, the newest submissions, and the queue."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import database_now
from app.domain.roles import RIGHTS, Right, Role
from app.domain.submissions import SubmissionState
from app.errors import NotFound
from app.models import Enrollment, Item, Result, Submission, User, Variant, WorkerHeartbeat
from app.queries.assignments import find_assignment
from app.queries.scores import ItemScore, ItemState, earned, item_scores

_NEWEST = 20
# A worker sweeps every two seconds; one that has missed this many seconds is not counted.
WORKER_SILENCE_SECONDS = 15


@dataclass(frozen=True)
class ItemColumn:
    """An item over all students; `mean_score` is the mean of the students' best scores in [0, 1]."""

    id: uuid.UUID
    position: int
    title: str
    points: float
    mean_score: float | None
    submissions: int


@dataclass(frozen=True)
class Cell:
    """One student on one item; `failed` means that the newest submission needs the team's help."""

    state: ItemState | Literal["failed"]
    earned: float | None
    attempts: int
    submission_id: uuid.UUID | None


@dataclass(frozen=True)
class StudentRow:
    """One student over all items."""

    user_id: uuid.UUID
    display_name: str
    cells: tuple[Cell, ...]
    total: float


@dataclass(frozen=True)
class NewestRow:
    """One of the newest submissions."""

    submission_id: uuid.UUID
    display_name: str
    item_title: str
    state: SubmissionState
    score: float | None
    created_at: dt.datetime


@dataclass(frozen=True)
class Queue:
    """The queue of the whole service, and how many workers the database has heard from lately."""

    waiting: int
    marking: int
    failed: int
    oldest_seconds: float | None
    workers: int


@dataclass(frozen=True)
class AssignmentDashboard:
    """Everything the dashboard shows; the join code is for those who may change it."""

    id: uuid.UUID
    title: str
    course_id: uuid.UUID
    course_title: str
    join_code: str | None
    items: tuple[ItemColumn, ...]
    students: tuple[StudentRow, ...]
    newest: tuple[NewestRow, ...]
    queue: Queue


def assignment_dashboard(
    session: Session, user_id: uuid.UUID, assignment_id: uuid.UUID
) -> AssignmentDashboard:
    """Return an assignment's dashboard for one of its course's teachers.

    Raises:
        NotFound: The user may see the work of no course with such an assignment.
    """
    assignment, course, role = find_assignment(session, user_id, assignment_id)
    if Right.SEE_WORK not in RIGHTS[role]:
        raise NotFound
    items = session.scalars(
        select(Item).where(Item.assignment_id == assignment_id).order_by(Item.position)
    ).all()
    scores = item_scores(session, [item.id for item in items])
    students = session.execute(
        select(User.id, User.display_name)
        .join(Enrollment, Enrollment.user_id == User.id)
        .where(Enrollment.course_id == course.id, Enrollment.role == Role.STUDENT)
        .order_by(func.lower(User.display_name), User.id)
    ).all()
    student_ids = {student.id for student in students}
    return AssignmentDashboard(
        id=assignment.id,
        title=assignment.title,
        course_id=course.id,
        course_title=course.title,
        join_code=course.join_code if Right.MANAGE_COURSE in RIGHTS[role] else None,
        items=tuple(_column(item, scores, student_ids) for item in items),
        students=tuple(
            _student(student.id, student.display_name, items, scores) for student in students
        ),
        newest=_newest(session, [item.id for item in items]),
        queue=queue(session),
    )


def queue(session: Session) -> Queue:
    """Return the state of the service's queue."""
    counts = dict(
        session.execute(
            select(Submission.state, func.count())
            .where(Submission.state != SubmissionState.MARKED)
            .group_by(Submission.state)
        ).all()
    )
    now = session.scalars(select(database_now())).one()
    oldest = session.scalars(
        select(func.min(Submission.created_at)).where(
            Submission.state.in_((SubmissionState.QUEUED, SubmissionState.MARKING))
        )
    ).one()
    return Queue(
        waiting=counts.get(SubmissionState.QUEUED, 0),
        marking=counts.get(SubmissionState.MARKING, 0),
        failed=counts.get(SubmissionState.FAILED, 0),
        oldest_seconds=None if oldest is None else max(0.0, (now - oldest).total_seconds()),
        workers=workers_heard_from(session),
    )


def workers_heard_from(session: Session) -> int:
    """Return how many workers have swept lately."""
    return session.scalars(
        select(func.count()).where(WorkerHeartbeat.seen_at > database_now(-WORKER_SILENCE_SECONDS))
    ).one()


def _column(
    item: Item, scores: dict[tuple[uuid.UUID, uuid.UUID], ItemScore], student_ids: set[uuid.UUID]
) -> ItemColumn:
    own = [
        score
        for (user, of_item), score in scores.items()
        if of_item == item.id and user in student_ids
    ]
    best = [score.best for score in own if score.best is not None]
    return ItemColumn(
        id=item.id,
        position=item.position,
        title=item.title,
        points=item.points,
        mean_score=sum(best) / len(best) if best else None,
        submissions=sum(score.attempts + score.failed for score in own),
    )


def _student(
    user_id: uuid.UUID,
    display_name: str,
    items: Sequence[Item],
    scores: dict[tuple[uuid.UUID, uuid.UUID], ItemScore],
) -> StudentRow:
    cells = tuple(_cell(item, scores.get((user_id, item.id))) for item in items)
    return StudentRow(user_id, display_name, cells, total=sum(cell.earned or 0.0 for cell in cells))


def _cell(item: Item, score: ItemScore | None) -> Cell:
    if score is None:
        return Cell("new", None, 0, None)
    state: ItemState | Literal["failed"] = score.state(item.max_attempts)
    newest_id, newest_state = score.newest or (None, None)
    if newest_state is SubmissionState.FAILED:
        state = "failed"
    return Cell(state, earned(score, item), score.attempts, newest_id)


def _newest(session: Session, item_ids: Sequence[uuid.UUID]) -> tuple[NewestRow, ...]:
    rows = session.execute(
        select(
            Submission.id,
            User.display_name,
            Item.title,
            Submission.state,
            Result.score,
            Submission.created_at,
        )
        .join(Variant, Variant.id == Submission.variant_id)
        .join(Item, Item.id == Variant.item_id)
        .join(User, User.id == Submission.user_id)
        .outerjoin(Result, Result.submission_id == Submission.id)
        .where(Variant.item_id.in_(item_ids))
        .order_by(Submission.created_at.desc(), Submission.id)
        .limit(_NEWEST)
    )
    return tuple(NewestRow(*row) for row in rows)
