"""The live dashboard of an assignment: its figures, scores, misconceptions, newest submissions, and the queue."""

import datetime as dt
import hashlib
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.item_analysis import Activity, Analysis, ItemStatistics
from app.domain.roles import Right, Role
from app.domain.submissions import SubmissionState
from app.models import Assignment, Change, Enrollment
from app.queries.beliefs import BeliefRow, belief_rows
from app.queries.class_exercises import Beat, Student, work_beat
from app.queries.class_work import ClassWork, class_work, taught_assignment
from app.queries.queue import Queue, queue
from app.queries.score_table import StudentRow, student_rows

_NEWEST = 20
STUDENTS_ON_A_PAGE = 50


@dataclass(frozen=True)
class ItemColumn:
    """An item over all students."""

    id: uuid.UUID
    position: int
    title: str
    points: float
    max_attempts: int
    submissions: int
    figures: ItemStatistics

    @property
    def mean_score(self) -> float | None:
        """The mean of the students' best scores in [0, 1], None before the first mark."""
        return self.figures.score.mean.value


@dataclass(frozen=True)
class Person:
    """A student by name."""

    user_id: uuid.UUID
    display_name: str


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
class AssignmentDashboard:
    """Everything the dashboard shows.

    Attributes:
        id: The assignment.
        title: Its title.
        course_id: Its course.
        course_title: The course's title.
        join_code: For those who may change it.
        rights: What the reader may do.
        items: Each item with its figures.
        figures: The figures of the whole, by student.
        names: The class, by name.
        students: The scores of one page of the class.
        page: Which page that is, from 1.
        pages: How many there are.
        not_started: Who has opened nothing.
        nothing_sent: Who has opened something and sent in nothing.
        activity: When submissions arrived.
        beliefs: The misconceptions behind wrong answers.
        newest: The newest submissions.
        queue: The service's queue.
    """

    id: uuid.UUID
    title: str
    course_id: uuid.UUID
    course_title: str
    join_code: str | None
    rights: frozenset[Right]
    items: tuple[ItemColumn, ...]
    figures: Analysis[Student]
    names: Mapping[uuid.UUID, str]
    students: tuple[StudentRow, ...]
    page: int
    pages: int
    not_started: tuple[Person, ...]
    nothing_sent: tuple[Person, ...]
    activity: Activity
    beliefs: tuple[BeliefRow, ...]
    newest: tuple[NewestRow, ...]
    queue: Queue

    @property
    def possible(self) -> float:
        """The points of all items."""
        return sum(item.points for item in self.items)


def assignment_dashboard(
    session: Session,
    user_id: uuid.UUID,
    assignment_id: uuid.UUID,
    page: int | None = 1,
    beat: Beat | None = None,
) -> AssignmentDashboard:
    """Return an assignment's dashboard for one of its course's teachers.

    Args:
        session: Where to read.
        user_id: Who asks.
        assignment_id: The assignment.
        page: Which page of the class to give scores of, from 1; None for the whole class. One that
            is not there is the nearest that is.
        beat: The assignment's beat, where it was asked for just before.

    Raises:
        NotFound: The user may see the work of no course with such an assignment.
    """
    taught = taught_assignment(session, user_id, assignment_id)
    work = class_work(session, taught.assignment, beat)
    figures = work.figures
    opened = {student.user_id for student in {one.seat.student for one in work.opened}}
    sent = {student.user_id for student in {one.seat.student for one in work.sent}}
    number, pages, some = _page(work, page)
    return AssignmentDashboard(
        id=taught.assignment.id,
        title=taught.assignment.title,
        course_id=taught.course.id,
        course_title=taught.course.title,
        join_code=taught.course.join_code if Right.MANAGE_COURSE in taught.rights else None,
        rights=taught.rights,
        items=_columns(work, figures),
        figures=figures,
        names=work.students,
        students=student_rows(session, work.items, some),
        page=number,
        pages=pages,
        not_started=_people(work, set(work.students) - opened),
        nothing_sent=_people(work, opened - sent),
        activity=work.activity,
        beliefs=belief_rows(work),
        newest=_newest(work),
        queue=queue(session),
    )


class Pulse(NamedTuple):
    """A text that changes whenever a dashboard may show something else, and the beat of the work that is in it."""

    text: str
    beat: Beat


def pulse(session: Session, user_id: uuid.UUID, assignment_id: uuid.UUID) -> Pulse:
    """Return what changes whenever the dashboard may show something else.

    It is cheap to ask for, so that pages may ask every other second.

    Raises:
        NotFound: The user may see the work of no course with such an assignment.
    """
    assignment = taught_assignment(session, user_id, assignment_id).assignment
    waiting, beat = queue(session), work_beat(session, assignment.id)
    known = (
        waiting.waiting,
        waiting.marking,
        waiting.failed,
        waiting.workers,
        beat,
        _beat_of_class(session, assignment),
        _beat_of_changes(session, assignment),
    )
    return Pulse(hashlib.sha256(repr(known).encode()).hexdigest()[:16], beat)


def _beat_of_class(session: Session, assignment: Assignment) -> tuple[object, ...]:
    row = session.execute(
        select(func.count(), func.max(Enrollment.created_at)).where(
            Enrollment.course_id == assignment.course_id, Enrollment.role == Role.STUDENT
        )
    ).one()
    return tuple(row)


def _beat_of_changes(session: Session, assignment: Assignment) -> int | None:
    """Return the newest line of the course's trail: points that teachers set, rules, times."""
    return session.scalars(
        select(func.max(Change.id)).where(Change.course_id == assignment.course_id)
    ).one()


def _columns(work: ClassWork, figures: Analysis[Student]) -> tuple[ItemColumn, ...]:
    submissions = dict.fromkeys((item.id for item in work.items), 0)
    for seat, number in Counter(one.seat for one in work.sent).items():
        submissions[seat.item_id] += number
    return tuple(
        ItemColumn(
            id=item.id,
            position=item.position,
            title=item.title,
            points=item.points,
            max_attempts=item.max_attempts,
            submissions=submissions[item.id],
            figures=own,
        )
        for item, own in zip(work.items, figures.items, strict=True)
    )


def _people(work: ClassWork, user_ids: set[uuid.UUID]) -> tuple[Person, ...]:
    return tuple(
        Person(user_id, name) for user_id, name in work.students.items() if user_id in user_ids
    )


def _page(work: ClassWork, page: int | None) -> tuple[int, int, Mapping[uuid.UUID, str]]:
    if page is None:
        return 1, 1, work.students
    everybody = list(work.students.items())
    pages = max(1, -(-len(everybody) // STUDENTS_ON_A_PAGE))
    number = min(max(1, page), pages)
    first = (number - 1) * STUDENTS_ON_A_PAGE
    return number, pages, dict(everybody[first : first + STUDENTS_ON_A_PAGE])


def _newest(work: ClassWork) -> tuple[NewestRow, ...]:
    titles = {item.id: item.title for item in work.items}
    return tuple(
        NewestRow(
            submission_id=one.submission_id,
            display_name=work.students[one.user_id],
            item_title=titles[one.item_id],
            state=one.state,
            score=one.score,
            created_at=one.at,
        )
        for one in work.sent[: -_NEWEST - 1 : -1]
    )
