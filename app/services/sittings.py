"""Time-limited assignments: starting a sitting, ending it early, and giving more minutes while it runs."""

import datetime as dt
import math
import uuid
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.changes import Action
from app.domain.credit import Phase
from app.domain.roles import Right
from app.domain.sittings import MOST_MINUTES, OwnTimes, Stage, with_extra
from app.domain.texts import Message, say
from app.errors import NOT_OPEN_YET, Conflict, InvalidInput, NotFound, NotOpen
from app.models import Accommodation, Assignment, SittingRow
from app.queries.membership import Membership, find_membership
from app.queries.own_times import find_own_times, sat_times
from app.queries.prerequisites import find_missing
from app.services.assignments import edited_assignment
from app.services.changes import record_change
from app.services.courses import require_open
from app.services.drafts import look_again
from app.services.opening import require_prerequisite

_MAX_KEY = 80


def start_sitting(db: Database, *, user_id: uuid.UUID, assignment_id: uuid.UUID) -> None:
    """Start a student's clock; who has started goes on, whatever they click.

    Raises:
        NotOpen: The assignment is not open, or something else must be earned first.
        CourseClosed: The course is archived.
        Conflict: The assignment has no time limit, or none for the user, who teaches it.
        NotFound: The user is in no course with such an assignment.
    """
    with db.writing() as session:
        assignment, membership = _sat_assignment(session, user_id, assignment_id)
        own, now = find_own_times(session, assignment, user_id), db.now(session)
        if own.minutes is None or Right.SEE_WORK in membership.rights:
            raise Conflict(say("No time limit holds for you here: begin with any of the items."))
        if own.sitting is not None:
            return
        require_open(membership)
        phase = own.times.phase(now)
        if not phase.takes_work:
            closed = say("This assignment is closed, so it cannot be started any more.")
            raise NotOpen(NOT_OPEN_YET if phase is Phase.BEFORE else closed)
        require_prerequisite(membership, find_missing(session, assignment, user_id))
        insert = sqlite.insert if db.is_sqlite else postgresql.insert
        # The other click was quicker by a hair: its clock runs.
        session.execute(
            insert(SittingRow)
            .values(
                assignment_id=assignment_id,
                user_id=user_id,
                started_at=now,
                minutes=with_extra(
                    assignment.minutes or 0, _extra_percent(session, assignment, user_id)
                ),
            )
            .on_conflict_do_nothing()
        )


def finish_sitting(db: Database, *, user_id: uuid.UUID, assignment_id: uuid.UUID) -> None:
    """End a student's sitting before its time; one that is over stays as it is.

    Raises:
        Conflict: The user has no sitting there.
        NotFound: The user is in no course with such an assignment.
    """
    with db.writing() as session:
        assignment, _membership = _sat_assignment(session, user_id, assignment_id)
        row = session.get(SittingRow, (assignment_id, user_id), with_for_update=True)
        if row is None:
            raise Conflict(say("You have not started this assignment, so there is nothing to end."))
        now = db.now(session)
        if find_own_times(session, assignment, user_id).stage(now) is Stage.RUNNING:
            row.ended_at = now
            look_again(session, assignment_id, user_id)


def give_minutes(
    db: Database,
    *,
    user_id: uuid.UUID,
    assignment_id: uuid.UUID,
    student_id: uuid.UUID | None,
    minutes: int,
    key: str,
) -> int:
    """Give more minutes: to everybody who is sitting right now, or to one student who has started.

    Who has time left gets the minutes on top of it; the one whose time is over, or who has finished, gets them from now
    on.

    Args:
        db: The store.
        user_id: Who gives them.
        assignment_id: The assignment.
        student_id: Who gets them, None for everybody who is sitting.
        minutes: How many.
        key: Names the click; the same key again gives nothing more.

    Returns:
        How many students have got them.

    Raises:
        InvalidInput: `minutes` are out of range, nobody is sitting, or the assignment closes before.
        NotFound: The user may edit no such assignment, or the student has not started it.
    """
    if not 0 < minutes <= MOST_MINUTES:
        raise _refused("minutes", say("Give 1 to %(most)s minutes.", most=MOST_MINUTES))
    with db.writing() as session:
        assignment = edited_assignment(session, user_id, assignment_id)
        now, sat = db.now(session), sat_times(session, assignment)
        if student_id is not None and student_id not in sat:
            raise NotFound
        chosen = [student_id] if student_id else _sitting_now(sat, now)
        if not chosen:
            raise _refused("student", say("Nobody is sitting right now. Choose a student."))
        rows = session.scalars(
            select(SittingRow)
            .where(SittingRow.assignment_id == assignment_id, SittingRow.user_id.in_(chosen))
            .with_for_update()
        ).all()
        given = [row for row in rows if row.given_key != key[:_MAX_KEY]]
        for row in given:
            _give(row, sat[row.user_id], minutes, now, key[:_MAX_KEY])
            record_change(
                session,
                Action.SITTING,
                course_id=assignment.course_id,
                by_id=user_id,
                student_id=row.user_id,
                about=assignment.title,
                after={"minutes": minutes},
            )
        after = sat_times(session, assignment)
        if given and all(after[row.user_id].ends_at == sat[row.user_id].ends_at for row in given):
            message = say(
                "The assignment closes before that. Give a later closing time first, under More time."
            )
            raise _refused("minutes", message)
        look_again(session, assignment_id, student_id)
        return len(given)


def _sat_assignment(
    session: Session, user_id: uuid.UUID, assignment_id: uuid.UUID
) -> tuple[Assignment, Membership]:
    assignment = session.get(Assignment, assignment_id)
    if assignment is None:
        raise NotFound
    return assignment, find_membership(session, user_id=user_id, course_id=assignment.course_id)


def _extra_percent(session: Session, assignment: Assignment, user_id: uuid.UUID) -> int:
    extra = session.get(Accommodation, (assignment.course_id, user_id))
    return extra.extra_percent if extra else 0


def _sitting_now(sat: Mapping[uuid.UUID, OwnTimes], now: dt.datetime) -> list[uuid.UUID]:
    return [user_id for user_id, own in sat.items() if own.stage(now) is Stage.RUNNING]


def _give(row: SittingRow, own: OwnTimes, minutes: int, now: dt.datetime, key: str) -> None:
    had = own.minutes or 0
    if own.sitting is not None and own.sitting.ends_at < now:
        had = math.ceil((now - row.started_at).total_seconds() / 60)
    # What the extension adds counts by itself.
    by_extension = (own.minutes or 0) - row.minutes
    row.minutes = max(1, had + minutes - by_extension)
    row.ended_at, row.given_key = None, key


def _refused(field: str, message: Message) -> InvalidInput:
    return InvalidInput(message, {field: message})
