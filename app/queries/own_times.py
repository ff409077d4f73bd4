"""An assignment's times as they hold for one student: extensions, extra time and sittings taken into account."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.domain.credit import Times
from app.domain.sittings import OwnTimes, Sitting, with_extra
from app.models import Accommodation, Assignment, Extension, SittingRow


def own_times(
    session: Session, assignments: Collection[Assignment], user_id: uuid.UUID
) -> Mapping[uuid.UUID, OwnTimes]:
    """Return the times of one student, by assignment, in one statement."""
    rows = session.execute(
        select(
            Assignment.id,
            Extension.until,
            Extension.minutes,
            Accommodation.extra_percent,
            SittingRow,
        )
        .outerjoin(
            Extension,
            and_(Extension.assignment_id == Assignment.id, Extension.user_id == user_id),
        )
        .outerjoin(
            Accommodation,
            and_(Accommodation.course_id == Assignment.course_id, Accommodation.user_id == user_id),
        )
        .outerjoin(
            SittingRow,
            and_(SittingRow.assignment_id == Assignment.id, SittingRow.user_id == user_id),
        )
        .where(Assignment.id.in_([one.id for one in assignments]))
    ).all()
    by_id = {one.id: one for one in assignments}
    return {
        assignment_id: times_with(
            by_id[assignment_id].times, by_id[assignment_id].minutes, until, more, percent, sitting
        )
        for assignment_id, until, more, percent, sitting in rows
    }


def find_own_times(session: Session, assignment: Assignment, user_id: uuid.UUID) -> OwnTimes:
    """Return the times of one student in one assignment."""
    return own_times(session, [assignment], user_id)[assignment.id]


def sat_times(session: Session, assignment: Assignment) -> Mapping[uuid.UUID, OwnTimes]:
    """Return the times of everybody who has started an assignment, in one statement."""
    times = assignment.times
    rows = session.execute(
        select(SittingRow, Extension.until, Extension.minutes)
        .outerjoin(
            Extension,
            and_(
                Extension.assignment_id == SittingRow.assignment_id,
                Extension.user_id == SittingRow.user_id,
            ),
        )
        .where(SittingRow.assignment_id == assignment.id)
    )
    return {
        sitting.user_id: times_with(times, assignment.minutes, until, more, None, sitting)
        for sitting, until, more in rows
    }


def times_with(
    usual: Times,
    limit: int | None,
    until: dt.datetime | None = None,
    more_minutes: int | None = None,
    extra_percent: int | None = None,
    sitting: Sitting | SittingRow | None = None,
) -> OwnTimes:
    """Put a student's times together.

    Args:
        usual: The assignment's times, as they are for everybody.
        limit: Its time limit in minutes.
        until: Their extension's time.
        more_minutes: Their extension's minutes.
        extra_percent: The extra time that they always get in the course.
        sitting: Theirs; it has their extra time in it already, and not the extension's minutes.
    """
    times = usual.extended(until)
    if limit is None:
        return OwnTimes(times, is_extended=times != usual)
    more = more_minutes or 0
    minutes = (sitting.minutes if sitting else with_extra(limit, extra_percent or 0)) + more
    return OwnTimes(
        times,
        minutes,
        Sitting(sitting.started_at, minutes, sitting.ended_at) if sitting else None,
        is_extended=times != usual or minutes > limit,
    )
