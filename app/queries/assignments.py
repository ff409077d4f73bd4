"""An assignment, as a member of its course sees it."""

import dataclasses
import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import and_, distinct, func, select
from sqlalchemy.orm import Session

from app.db import database_now
from app.domain.credit import Phase, Prerequisite, Rules, Times
from app.domain.feedback import Feedback
from app.domain.gradebook import Override, Standing
from app.domain.roles import RIGHTS, Right, Role
from app.domain.sittings import Conduct, OwnTimes, Stage
from app.errors import NotFound
from app.models import Assignment, Course, Enrollment, Item, Variant
from app.queries.membership import role_in
from app.queries.own_times import find_own_times, times_with
from app.queries.prerequisites import Missing, find_missing
from app.queries.problems import ProblemFacts, find_facts
from app.queries.scores import ItemScore, ItemState, earned, own_scores
from app.queries.standings import own_standings


@dataclass(frozen=True)
class ItemRow:
    """An item with the reader's standing; topic and difficulty are empty when the library has lost its problem.

    `failed` counts submissions that could not be marked; they used no attempt. `override` is what a teacher has set in
    place of what was earned.
    """

    id: uuid.UUID
    position: int
    title: str
    topic: str | None
    difficulty: int | None
    points: float
    max_attempts: int
    attempts_used: int
    failed: int
    state: ItemState
    earned: float | None
    override: Override | None


@dataclass(frozen=True)
class AssignmentPage:
    """An assignment's page.

    `missing` says what must be earned elsewhere before it opens; who has begun an item goes on with that one.
    `is_extended` says that the reader was given more time than others, and `rules` have it; `own` are their times,
    with their sitting where the time is limited: before they start, they see no items. `phase` says where it stands
    and `percent` what a submission is worth right now, at `now`. Before it opens, a student sees no items; `possible`
    counts those that are shown. `begun` says how many students have begun an item, to who may edit it.
    """

    id: uuid.UUID
    title: str
    course_id: uuid.UUID
    course_title: str
    role: Role
    time_zone: str
    rules: Rules
    feedback: Feedback
    conduct: Conduct
    prerequisite: Prerequisite | None
    missing: Missing | None
    own: OwnTimes
    now: dt.datetime
    phase: Phase
    percent: float
    items: tuple[ItemRow, ...]
    earned: float
    possible: float
    begun: int

    @property
    def times(self) -> Times:
        """When it opens, is due and closes."""
        return self.rules.times

    @property
    def is_extended(self) -> bool:
        """Whether the reader was given more time than others."""
        return self.own.is_extended

    @property
    def stage(self) -> Stage:
        """Where the reader stands with the time limit; there is none for who teaches."""
        return Stage.UNLIMITED if Right.SEE_WORK in self.rights else self.own.stage(self.now)

    @property
    def takes_work(self) -> bool:
        """Whether the reader may begin items and submit right now."""
        return Right.SEE_WORK in self.rights or self.own.offers_work(self.now)

    @property
    def shows_results(self) -> bool:
        """Whether the reader is shown results right now."""
        return Right.SEE_WORK in self.rights or self.feedback.shows_verdict(self.phase)

    @property
    def rights(self) -> frozenset[Right]:
        """What the reader may do in its course beside what every member may."""
        return RIGHTS[self.role]


def assignment_page(
    session: Session, user_id: uuid.UUID, assignment_id: uuid.UUID
) -> AssignmentPage:
    """Return an assignment's page for a member of its course.

    Raises:
        NotFound: The user is in no course with such an assignment.
    """
    assignment, course, role = find_assignment(session, user_id, assignment_id)
    now = session.scalars(select(database_now())).one()
    own = times_with(assignment.times, assignment.minutes)
    if Right.SEE_WORK not in RIGHTS[role]:
        own = find_own_times(session, assignment, user_id)
    phase = own.phase(now)
    items = session.scalars(
        select(Item).where(Item.assignment_id == assignment_id).order_by(Item.position)
    ).all()
    missing = None
    if Right.SEE_WORK not in RIGHTS[role]:
        missing = find_missing(session, assignment, user_id)
    to_start = own.stage(now) is Stage.TO_START and Right.SEE_WORK not in RIGHTS[role]
    is_hidden = phase is Phase.BEFORE or (to_start and phase.takes_work)
    if is_hidden and Right.SEE_WORK not in RIGHTS[role]:
        items = []
    scores = own_scores(session, [item.id for item in items], user_id)
    stands = own_standings(session, items, scores, user_id).get(assignment_id, Standing(None, 0.0))
    if missing is not None or to_start:
        items = [item for item in items if _is_begun(scores.get((user_id, item.id)))]
    facts = find_facts(session, {item.problem for item in items})
    rows = tuple(
        _row(item, facts.get(item.problem), scores.get((user_id, item.id))) for item in items
    )
    return AssignmentPage(
        id=assignment.id,
        title=assignment.title,
        course_id=course.id,
        course_title=course.title,
        role=role,
        time_zone=course.time_zone,
        rules=dataclasses.replace(assignment.rules, times=own.times),
        feedback=assignment.feedback,
        conduct=assignment.conduct,
        prerequisite=assignment.prerequisite,
        missing=missing,
        own=own,
        now=now,
        phase=phase,
        percent=own.times.percent(now),
        items=rows,
        earned=stands.earned or 0.0,
        possible=stands.possible,
        begun=_begun(session, assignment) if Right.EDIT_ASSIGNMENTS in RIGHTS[role] else 0,
    )


def find_assignment(
    session: Session, user_id: uuid.UUID, assignment_id: uuid.UUID
) -> tuple[Assignment, Course, Role]:
    """Return an assignment, its course, and the user's role there.

    Raises:
        NotFound: The user is in no course with such an assignment.
    """
    statement = (
        select(Assignment, Course, role_in(user_id, Course.id))
        .join(Course, Course.id == Assignment.course_id)
        .where(Assignment.id == assignment_id)
    )
    found = session.execute(statement).one_or_none()
    if found is None:
        raise NotFound
    assignment, course, role = found
    if role is None:
        raise NotFound
    return assignment, course, role


def _begun(session: Session, assignment: Assignment) -> int:
    return session.scalars(
        select(func.count(distinct(Variant.user_id)))
        .join(Item, Item.id == Variant.item_id)
        .join(
            Enrollment,
            and_(
                Enrollment.user_id == Variant.user_id,
                Enrollment.course_id == assignment.course_id,
                Enrollment.role == Role.STUDENT,
            ),
        )
        .where(Item.assignment_id == assignment.id)
    ).one()


def _is_begun(score: ItemScore | None) -> bool:
    return score is not None and score.is_dealt


def _row(item: Item, problem: ProblemFacts | None, score: ItemScore | None) -> ItemRow:
    return ItemRow(
        id=item.id,
        position=item.position,
        title=item.title,
        topic=problem.topic if problem else None,
        difficulty=problem.difficulty if problem else None,
        points=item.points,
        max_attempts=item.max_attempts,
        attempts_used=score.attempts if score else 0,
        failed=score.failed if score else 0,
        state=score.state(item.max_attempts) if score else "new",
        earned=earned(score, item),
        override=score.override if score else None,
    )
