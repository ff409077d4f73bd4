"""Opening a made-up course as its teachers would: the team, the assignments, and more time for some students."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from sqlalchemy import select

from app.cli.simulation.courses import CoursePlan
from app.db import Database
from app.domain.problems import Problem
from app.domain.roles import Role
from app.models import Assignment, Course, Item
from app.services.accounts import sign_up
from app.services.assignments import create_assignment
from app.services.courses import create_course, set_time_zone
from app.services.extensions import extend
from app.services.items import NewItem
from app.services.members import change_role, join_course

# Where each attempt is made at an exercise of its own, it takes several to get anywhere.
_ATTEMPTS, _ATTEMPTS_AT_NEW = 3, 6
_EXTENDED = 0.05
_REASONS = ("Was ill, has a certificate", "Conference", "Moved house", "Exam on the same day")


@dataclass(frozen=True)
class Opened:
    """A course with its team, as yet without students."""

    plan: CoursePlan
    course_id: uuid.UUID
    instructor: uuid.UUID


def open_course(db: Database, plan: CoursePlan, password: str) -> Opened:
    """Make a course with its instructor and graders."""
    instructor, *graders = [
        sign_up(
            db, email=f"{role}.{plan.key}@term.example", display_name=name, password=password
        ).user_id
        for role, name in plan.staff
    ]
    course_id = create_course(db, user_id=instructor, title=plan.title)
    set_time_zone(db, user_id=instructor, course_id=course_id, time_zone=plan.time_zone)
    with db.reading() as session:
        join_code = session.get_one(Course, course_id).join_code
    for grader in graders:
        join_course(db, user_id=grader, join_code=join_code)
        change_role(db, user_id=instructor, course_id=course_id, member_id=grader, role=Role.GRADER)
    return Opened(plan, course_id, instructor)


def set_assignment(
    db: Database, opened: Opened, place: int, problems: Sequence[Problem], now: dt.datetime
) -> uuid.UUID:
    """Make the assignment at a place, from 0, of these problems."""
    rules = opened.plan.rules_of(place, now)
    attempts = _ATTEMPTS_AT_NEW if rules.new_exercises else _ATTEMPTS
    return create_assignment(
        db,
        user_id=opened.instructor,
        course_id=opened.course_id,
        title=f"Sheet {place + 1}: {problems[0].title}",
        items=[
            NewItem(problem.slug, points=2 * problem.difficulty, max_attempts=attempts)
            for problem in problems
        ],
        rules=rules,
        conduct=opened.plan.conduct_of(place),
    )


def give_time(
    db: Database,
    opened: Opened,
    assignment_id: uuid.UUID,
    students: Sequence[uuid.UUID],
    random: Random,
) -> None:
    """Give some of the students a few days more."""
    assignment, _items = read_assignment(db, assignment_id)
    due = assignment.times.due_at
    for student in students:
        if due is not None and random.random() < _EXTENDED:
            extend(
                db,
                user_id=opened.instructor,
                assignment_id=assignment_id,
                student_id=student,
                until=due + dt.timedelta(days=random.randint(1, 6)),
                reason=random.choice(_REASONS),
            )


def read_assignment(db: Database, assignment_id: uuid.UUID) -> tuple[Assignment, list[Item]]:
    """Return an assignment and its items in their order."""
    with db.reading() as session:
        items = session.scalars(
            select(Item).where(Item.assignment_id == assignment_id).order_by(Item.position)
        ).all()
        return session.get_one(Assignment, assignment_id), list(items)
