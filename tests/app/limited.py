"""A classroom whose assignment has a time limit; its students' clocks are moved in the database."""

import datetime as dt

from app.domain.credit import Rules, Times
from app.domain.feedback import DEFAULT_FEEDBACK
from app.domain.sittings import Conduct, HandIn
from app.models import SittingRow
from app.services.assignments import change_assignment
from app.services.sittings import start_sitting


def set_rules(
    classroom, *, minutes=40, hand_in=HandIn.LIMITED, due=None, closes=None, **rules
) -> None:
    """Give the assignment a time limit; `due` and `closes` are minutes from now."""
    with classroom.db.reading() as session:
        now = classroom.db.now(session)
    ends = [None if one is None else now + dt.timedelta(minutes=one) for one in (due, closes)]
    feedback = rules.pop("feedback", DEFAULT_FEEDBACK)
    change_assignment(
        classroom.db,
        user_id=classroom.instructor,
        assignment_id=classroom.assignment,
        title="Exam",
        rules=Rules(Times(None, *ends), **rules),
        feedback=feedback,
        conduct=Conduct(minutes, hand_in),
    )


def start(classroom, student=None):
    """Start a student's clock."""
    start_sitting(
        classroom.db, user_id=student or classroom.student, assignment_id=classroom.assignment
    )


def let_pass(classroom, minutes, student=None):
    """Let minutes of a sitting pass: it began so much earlier."""
    with classroom.db.writing() as session:
        row = session.get_one(SittingRow, (classroom.assignment, student or classroom.student))
        row.started_at -= dt.timedelta(minutes=minutes)
