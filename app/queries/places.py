"""The place of an item in its assignment, and where its student stands there."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import database_now
from app.domain.credit import Phase, Rules, Times, Try
from app.domain.feedback import Feedback
from app.domain.gradebook import ItemPoints
from app.domain.sittings import OwnTimes
from app.domain.submissions import SubmissionState
from app.models import Assignment, Course, Item, Submission
from app.queries.overrides import OverrideRow, item_overrides
from app.queries.own_times import find_own_times


@dataclass(frozen=True)
class ItemPlace:
    """The place of an exercise in its assignment.

    `own` are its times for this student, `takes_work` says whether they may submit right now, `now`, and `hands_in`
    that what they type is handed in at closing time. `phase` says where it stands then, and `percent` what a submission
    is worth by its time; `earned` is what the student has earned, `still_to_earn` what one more attempt could add, and
    `points_of` what each marked submission came to, or added where a streak counts, all in points. `is_complete` says
    that no further one can earn more, and `override` what a teacher has set in place of what was earned.
    """

    item_id: uuid.UUID
    position: int
    assignment_id: uuid.UUID
    assignment_title: str
    course_id: uuid.UUID
    course_title: str
    points: float
    max_attempts: int
    own: OwnTimes
    now: dt.datetime
    hands_in: bool
    feedback: Feedback
    time_zone: str
    phase: Phase
    percent: float
    earned: float
    still_to_earn: float
    override: OverrideRow | None
    points_of: Mapping[uuid.UUID, float]
    rules: Rules
    is_complete: bool
    previous_item_id: uuid.UUID | None
    next_item_id: uuid.UUID | None

    @property
    def times(self) -> Times:
        """When its assignment opens, is due and closes for this student."""
        return self.own.times

    @property
    def takes_work(self) -> bool:
        """Whether this student may submit right now."""
        return self.own.offers_work(self.now)


def find_item_place(
    session: Session,
    item_id: uuid.UUID | None,
    student_id: uuid.UUID,
    submissions: Sequence[Submission],
    *,
    teaches: bool,
) -> ItemPlace | None:
    """Return the place of an item in its assignment, with where a student stands; None for no item.

    Args:
        session: Reads.
        item_id: The item.
        student_id: Whose place it is.
        submissions: All of their submissions to it, with their results, the newest first.
        teaches: Whether the reader is a teacher, who sees results at once.
    """
    if item_id is None:
        return None
    item, assignment, course = session.execute(
        select(Item, Assignment, Course)
        .join(Assignment, Assignment.id == Item.assignment_id)
        .join(Course, Course.id == Assignment.course_id)
        .where(Item.id == item_id)
    ).one()
    neighbours = dict(
        session.execute(
            select(Item.position, Item.id).where(
                Item.assignment_id == assignment.id,
                Item.position.in_((item.position - 1, item.position + 1)),
            )
        ).all()
    )
    now, own = (
        session.scalars(select(database_now())).one(),
        find_own_times(session, assignment, student_id),
    )
    rules = dataclasses.replace(assignment.rules, times=own.times)
    used = [one for one in reversed(submissions) if one.state is not SubmissionState.FAILED]
    tries = rules.tries((one.created_at, one.result.score if one.result else None) for one in used)
    phase = own.phase(now)
    # What is still to earn would tell what is earned.
    shows = teaches or assignment.feedback.shows_verdict(phase)
    seen = tries if shows else tuple(Try(None, one.worth) for one in tries)
    override = item_overrides(session, [item.id], student_id).get((student_id, item.id))
    if override is not None and not shows and not override.excuses:
        override = None
    return ItemPlace(
        item_id=item.id,
        position=item.position,
        assignment_id=assignment.id,
        assignment_title=assignment.title,
        course_id=course.id,
        course_title=course.title,
        points=item.points,
        max_attempts=item.max_attempts,
        own=own,
        now=now,
        hands_in=assignment.conduct.hands_in,
        feedback=assignment.feedback,
        time_zone=course.time_zone,
        phase=phase,
        percent=rules.times.percent(now),
        earned=ItemPoints(item.points, rules.earned(seen) * item.points, override).counted or 0.0,
        still_to_earn=rules.still_to_earn(seen, now) * item.points if override is None else 0.0,
        override=override,
        points_of={
            one.id: share * item.points
            for one, share in zip(used, rules.shares(seen), strict=True)
            if share is not None
        },
        rules=rules,
        is_complete=rules.is_complete(seen),
        previous_item_id=neighbours.get(item.position - 1),
        next_item_id=neighbours.get(item.position + 1),
    )
