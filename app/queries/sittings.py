"""Time-limited assignments: what a student is told before the start and the end, and who sits right now."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.db import database_now
from app.domain.credit import Phase
from app.domain.roles import RIGHTS, Right, Role
from app.domain.sittings import Conduct, OwnTimes, Stage
from app.errors import NotFound
from app.models import Draft, Enrollment, Item, Submission, User, Variant
from app.queries.assignments import find_assignment
from app.queries.own_times import find_own_times, sat_times
from app.queries.prerequisites import Missing, find_missing


@dataclass(frozen=True)
class SittingPage:
    """What a student is told of their time in an assignment.

    `stage` and `phase` say where they stand right now, at `now`; a teacher's time is unlimited. `items` and `points`
    say how much there is to do, `max_attempts` how many attempts an item has at most, and `missing` what must be earned
    elsewhere first.
    """

    id: uuid.UUID
    title: str
    course_id: uuid.UUID
    course_title: str
    time_zone: str
    conduct: Conduct
    own: OwnTimes
    now: dt.datetime
    phase: Phase
    stage: Stage
    items: int
    points: float
    max_attempts: int
    missing: Missing | None

    @property
    def is_cut_short(self) -> bool:
        """Whether who starts now loses time because the assignment closes before."""
        return self.own.is_cut_short(self.now)


@dataclass(frozen=True)
class ItemAtEnd:
    """An item on the page that asks whether a student is finished.

    Attributes:
        is_begun: They have opened it.
        attempts: Submissions they have sent in.
        typed: Something was typed since the last one.
        can_be_read: What was typed can be read, so that it can be handed in.
    """

    position: int
    title: str
    is_begun: bool
    attempts: int
    typed: bool
    can_be_read: bool


@dataclass(frozen=True)
class StudentSitting:
    """A student who has started, and when their time ends."""

    user_id: uuid.UUID
    display_name: str
    own: OwnTimes
    stage: Stage
    ends_at: dt.datetime
    submissions: int


@dataclass(frozen=True)
class SittingsPage:
    """Who sits at an assignment, as its teachers see it; `to_start` counts the students who have not started."""

    id: uuid.UUID
    title: str
    course_id: uuid.UUID
    course_title: str
    time_zone: str
    conduct: Conduct
    rights: frozenset[Right]
    now: dt.datetime
    students: tuple[StudentSitting, ...]
    to_start: int

    @property
    def running(self) -> int:
        """How many sit right now."""
        return sum(one.stage is Stage.RUNNING for one in self.students)


def sitting_page(session: Session, user_id: uuid.UUID, assignment_id: uuid.UUID) -> SittingPage:
    """Return what a member of its course is told of their time in an assignment.

    Raises:
        NotFound: The user is in no course with such an assignment.
    """
    assignment, course, role = find_assignment(session, user_id, assignment_id)
    teaches = Right.SEE_WORK in RIGHTS[role]
    own, now = (
        find_own_times(session, assignment, user_id),
        session.scalars(select(database_now())).one(),
    )
    items, points, attempts = session.execute(
        select(
            func.count(Item.id),
            func.coalesce(func.sum(Item.points), 0.0),
            func.coalesce(func.max(Item.max_attempts), 0),
        ).where(Item.assignment_id == assignment_id)
    ).one()
    return SittingPage(
        id=assignment.id,
        title=assignment.title,
        course_id=course.id,
        course_title=course.title,
        time_zone=course.time_zone,
        conduct=assignment.conduct,
        own=own,
        now=now,
        phase=own.phase(now),
        stage=Stage.UNLIMITED if teaches else own.stage(now),
        items=items,
        points=points,
        max_attempts=attempts,
        missing=None if teaches else find_missing(session, assignment, user_id),
    )


def items_at_end(
    session: Session, user_id: uuid.UUID, assignment_id: uuid.UUID
) -> tuple[ItemAtEnd, ...]:
    """Return where a student stands with each item, before they say that they are finished."""
    sent = (
        select(func.count(Submission.id))
        .join(Variant, Variant.id == Submission.variant_id)
        .where(Variant.item_id == Item.id, Submission.user_id == user_id)
        .scalar_subquery()
    )
    newest = (
        select(func.max(Variant.number))
        .where(Variant.item_id == Item.id, Variant.user_id == user_id)
        .correlate(Item)
        .scalar_subquery()
    )
    last = (
        select(Submission.answers)
        .where(Submission.variant_id == Variant.id)
        .order_by(Submission.attempt.desc())
        .limit(1)
        .correlate(Variant)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Item.position, Item.title, Variant.id, sent, last, Draft.answers, Draft.to_hand_in)
        .outerjoin(
            Variant,
            and_(Variant.item_id == Item.id, Variant.user_id == user_id, Variant.number == newest),
        )
        .outerjoin(Draft, Draft.variant_id == Variant.id)
        .where(Item.assignment_id == assignment_id)
        .order_by(Item.position)
    )
    return tuple(
        ItemAtEnd(
            position,
            title,
            is_begun=variant is not None,
            attempts=attempts,
            typed=typed != submitted and any(text.strip() for text in (typed or {}).values()),
            can_be_read=to_hand_in is not None,
        )
        for position, title, variant, attempts, submitted, typed, to_hand_in in rows
    )


def sittings_page(session: Session, user_id: uuid.UUID, assignment_id: uuid.UUID) -> SittingsPage:
    """Return who sits at an assignment, to who may see the class's work.

    Raises:
        NotFound: The user may see the work on no such assignment.
    """
    assignment, course, role = find_assignment(session, user_id, assignment_id)
    if Right.SEE_WORK not in RIGHTS[role]:
        raise NotFound
    now, sat = session.scalars(select(database_now())).one(), sat_times(session, assignment)
    names = dict(
        session.execute(
            select(User.id, User.display_name)
            .join(Enrollment, Enrollment.user_id == User.id)
            .where(Enrollment.course_id == course.id, Enrollment.role == Role.STUDENT)
            .order_by(User.display_name, User.id)
        ).all()
    )
    sent = dict(
        session.execute(
            select(Submission.user_id, func.count())
            .join(Variant, Variant.id == Submission.variant_id)
            .join(Item, Item.id == Variant.item_id)
            .where(Item.assignment_id == assignment_id)
            .group_by(Submission.user_id)
        ).all()
    )
    students = tuple(
        StudentSitting(
            student, name, sat[student], sat[student].stage(now), ends_at, sent.get(student, 0)
        )
        for student, name in names.items()
        if student in sat and (ends_at := sat[student].ends_at) is not None
    )
    return SittingsPage(
        id=assignment.id,
        title=assignment.title,
        course_id=course.id,
        course_title=course.title,
        time_zone=course.time_zone,
        conduct=assignment.conduct,
        rights=RIGHTS[role],
        now=now,
        students=students,
        to_start=len(names) - len(students),
    )
