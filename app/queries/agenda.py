"""What a student should look at next, over all their courses."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import database_now
from app.domain.agenda import GROUP_TITLES, Group, group_of
from app.domain.credit import Phase, Times
from app.domain.gradebook import Standing
from app.domain.roles import Role
from app.domain.sittings import OwnTimes, Stage
from app.models import Assignment, Course, Enrollment, Item
from app.queries.own_times import own_times
from app.queries.prerequisites import Missing, missing_in
from app.queries.scores import ItemScore, own_scores
from app.queries.standings import own_standings


@dataclass(frozen=True)
class AgendaRow:
    """An assignment with its student's standing.

    Attributes:
        id: The assignment.
        title: Its title.
        course_title: The title of its course.
        time_zone: The time zone of that course.
        times: The student's own times.
        minutes: How long they have once they start; None where the time is not limited.
        stage: Where they stand with that.
        ends_at: The end of their sitting while it runs.
        phase: Where it stands.
        percent: What a submission is worth right now by its time, in percent.
        items: How many items it has.
        begun: How many of them the student has begun.
        done: How many leave nothing to do.
        waiting: How many have a submission that is not marked yet.
        earned: The points that the student may know of.
        possible: The points there are.
        shows_results: Whether results are shown right now.
        missing: What must be earned elsewhere first; None when nothing.
    """

    id: uuid.UUID
    title: str
    course_title: str
    time_zone: str
    times: Times
    minutes: int | None
    stage: Stage
    ends_at: dt.datetime | None
    phase: Phase
    percent: float
    items: int
    begun: int
    done: int
    waiting: int
    earned: float
    possible: float
    shows_results: bool
    missing: Missing | None


@dataclass(frozen=True)
class AgendaGroup:
    """One group with its assignments, the most pressing first."""

    group: Group
    rows: tuple[AgendaRow, ...]

    @property
    def title(self) -> str:
        """What the group is called."""
        return GROUP_TITLES[self.group]


@dataclass(frozen=True)
class _Own:
    """What one student has in their courses."""

    user_id: uuid.UUID
    now: dt.datetime
    items: Mapping[uuid.UUID, Sequence[Item]]
    assignments: Mapping[uuid.UUID, Assignment]
    scores: Mapping[tuple[uuid.UUID, uuid.UUID], ItemScore]
    standings: Mapping[uuid.UUID, Standing]

    def score(self, item: Item) -> ItemScore | None:
        return self.scores.get((self.user_id, item.id))

    def standing(self, assignment_id: uuid.UUID) -> Standing:
        return self.standings.get(assignment_id, Standing(None, 0.0))

    def missing(self, assignment: Assignment) -> Missing | None:
        needed = assignment.prerequisite
        if needed is None or needed.assignment_id not in self.assignments:
            return None
        full = sum(item.points for item in self.items[needed.assignment_id])
        other = self.assignments[needed.assignment_id]
        return missing_in(other, needed, self.standing(other.id), full)


def agenda(session: Session, user_id: uuid.UUID) -> tuple[AgendaGroup, ...]:
    """Return the groups that have assignments, of the courses in which the user is a student.

    It takes the same number of statements however many courses and assignments there are.
    """
    found = session.execute(
        select(Assignment, Course)
        .join(Course, Course.id == Assignment.course_id)
        .join(Enrollment, Enrollment.course_id == Course.id)
        .where(
            Enrollment.user_id == user_id,
            Enrollment.role == Role.STUDENT,
            Course.archived_at.is_(None),
        )
        .order_by(Assignment.created_at, Assignment.id)
    ).all()
    ids = [assignment.id for assignment, _course in found]
    items: dict[uuid.UUID, list[Item]] = {one: [] for one in ids}
    for item in session.scalars(select(Item).where(Item.assignment_id.in_(ids))):
        items[item.assignment_id].append(item)
    everything = [one for some in items.values() for one in some]
    scores = own_scores(session, [one.id for one in everything], user_id)
    given = own_times(session, [assignment for assignment, _course in found], user_id)
    own = _Own(
        user_id=user_id,
        now=session.scalars(select(database_now())).one(),
        items=items,
        assignments={assignment.id: assignment for assignment, _course in found},
        scores=scores,
        standings=own_standings(session, everything, scores, user_id),
    )
    grouped: dict[Group, list[AgendaRow]] = {}
    for assignment, course in found:
        row = _row(own, assignment, course, given[assignment.id])
        group = group_of(
            row.times,
            own.now,
            is_begun=row.begun > 0,
            is_done=row.stage is Stage.OVER or 0 < row.items == row.done,
            shows_results=row.shows_results,
        )
        if group is not None:
            grouped.setdefault(group, []).append(row)
    return tuple(
        AgendaGroup(group, tuple(sorted(grouped[group], key=lambda row: _pressing(group, row))))
        for group in Group
        if group in grouped
    )


def _row(own: _Own, assignment: Assignment, course: Course, given: OwnTimes) -> AgendaRow:
    items, phase, stage = own.items[assignment.id], given.phase(own.now), given.stage(own.now)
    states = [
        score.state(item.max_attempts)
        for item in items
        if (score := own.score(item)) is not None and score.is_dealt
    ]
    return AgendaRow(
        id=assignment.id,
        title=assignment.title,
        course_title=course.title,
        time_zone=course.time_zone,
        times=given.times,
        minutes=given.minutes,
        stage=stage,
        ends_at=given.ends_at if stage is Stage.RUNNING else None,
        phase=phase,
        percent=given.times.percent(own.now),
        items=len(items),
        begun=len(states),
        done=states.count("done"),
        waiting=states.count("waiting"),
        earned=own.standing(assignment.id).earned or 0.0,
        possible=own.standing(assignment.id).possible,
        shows_results=assignment.feedback.shows_verdict(phase),
        missing=own.missing(assignment),
    )


def _pressing(group: Group, row: AgendaRow) -> tuple[float, str]:
    """Give what orders a group: what ends first comes first, and of results the newest."""
    match group:
        case Group.OPENS_SOON:
            at = row.times.opens_at
        case Group.LATE:
            at = row.times.closing
        case _:
            at = row.times.due_at or row.times.closing
    seconds = at.timestamp() if at is not None else float("inf")
    return (-seconds if group is Group.RESULTS else seconds, row.title)
