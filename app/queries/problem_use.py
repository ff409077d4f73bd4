"""Where a course's own problem is used: the assignments that it is in, and what students have of its versions."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Assignment, Item, OwnProblem, ProblemVersion, Variant


@dataclass(frozen=True)
class HeldVersion:
    """How many exercises of a version students have, and how many students; both are at least 1."""

    number: int
    exercises: int
    students: int


@dataclass(frozen=True)
class UsingAssignment:
    """An assignment that the problem is in."""

    id: uuid.UUID
    title: str


def held_versions(session: Session, problem: OwnProblem) -> tuple[HeldVersion, ...]:
    """Return of which versions of a problem students have exercises, the newest first."""
    # Of a text that came back, all exercises count for its newest version.
    numbers = (
        select(ProblemVersion.digest, func.max(ProblemVersion.number).label("number"))
        .where(ProblemVersion.problem_id == problem.id)
        .group_by(ProblemVersion.digest)
        .subquery()
    )
    rows = session.execute(
        select(numbers.c.number, func.count(), func.count(Variant.user_id.distinct()))
        .join(Variant, Variant.version == numbers.c.digest)
        .join(Item, Item.id == Variant.item_id)
        .where(Item.problem == problem.slug, Variant.problem == problem.slug)
        .group_by(numbers.c.number)
        .order_by(numbers.c.number.desc())
    )
    return tuple(HeldVersion(number, exercises, students) for number, exercises, students in rows)


def using_assignments(session: Session, problem: OwnProblem) -> tuple[UsingAssignment, ...]:
    """Return the assignments that a problem is in, the oldest first."""
    found = session.execute(
        select(Assignment.id, Assignment.title)
        .where(Assignment.id.in_(select(Item.assignment_id).where(Item.problem == problem.slug)))
        .order_by(Assignment.created_at, Assignment.id)
    )
    return tuple(UsingAssignment(assignment_id, title) for assignment_id, title in found)
