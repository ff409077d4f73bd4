"""An assignment's times as they hold for one student: extensions, extra time and sittings taken into account."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Row, and_, select
from sqlalchemy.orm import Session

from app.domain.credit import Times
from app.domain.sittings import OwnTimes, Sitting, with_extra
from app.models import Accommodation, Assignment, Extension, SittingRow


def own_times(
    session: Session, assignments: Collection[Assignment], user_id: uuid.UUID
) -> Mapping[uuid.UUID, OwnTimes]:
    """Return the times of one student, by assignment, in one statement."""
    rows = session.execute(
        select(Assignment.id, *OWN_TIMES)
        .select_from(with_own_times(_A, user_id))
        .where(Assignment.id.in_([one.id for one in assignments]))
    ).all()
    usual = {one.id: one.times for one in assignments}
    return {row.id: read_own_times(usual[row.id], row) for row in rows}


def with_own_times(joined: FromClause, user_id: uuid.UUID | ColumnElement[uuid.UUID]) -> FromClause:
    """Join what `OWN_TIMES` are the columns of, for a statement that reads an assignment for one student.

    Args:
        joined: What the statement reads already, assignments among it; they may be missing.
        user_id: Whose times.
    """
    return (
        joined.outerjoin(_E, and_(_E.c.assignment_id == _A.c.id, _E.c.user_id == user_id))
        .outerjoin(_X, and_(_X.c.course_id == _A.c.course_id, _X.c.user_id == user_id))
        .outerjoin(_SAT, and_(_SAT.c.assignment_id == _A.c.id, _SAT.c.user_id == user_id))
    )


def read_own_times(usual: Times, row: Row[Any]) -> OwnTimes:
    """Return a student's times from a row with the columns `OWN_TIMES`.

    Args:
        usual: The assignment's times, as they are for everybody.
        row: What was read of it.
    """
    started = row.started_at
    return times_with(
        usual,
        row.minutes,
        row.until,
        row.more_minutes,
        row.extra_percent,
        Sitting(started, row.sat_minutes, row.ended_at) if started else None,
    )


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


_A, _E, _X, _SAT = (
    Assignment.__table__,
    Extension.__table__,
    Accommodation.__table__,
    SittingRow.__table__,
)
OWN_TIMES: Final = (
    _A.c.minutes,
    _E.c.until,
    _E.c.minutes.label("more_minutes"),
    _X.c.extra_percent,
    _SAT.c.started_at,
    _SAT.c.minutes.label("sat_minutes"),
    _SAT.c.ended_at,
)
"""What a student's times are read from, where `with_own_times` has joined it."""
