"""Everything that the students of a course did on an assignment, read at once for the dashboards."""

import uuid
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.item_analysis import (
    Activity,
    Analysis,
    ItemWork,
    Work,
    activity,
    analyse,
)
from app.domain.roles import RIGHTS, Right, Role
from app.errors import NotFound
from app.models import Assignment, Course, Enrollment, Item, User
from app.queries.assignments import find_assignment
from app.queries.class_exercises import (
    Beat,
    Exercises,
    Opened,
    Sent,
    Student,
    read_exercises,
    work_beat,
)
from app.queries.remembered import Remembered


@dataclass(frozen=True)
class TaughtAssignment:
    """An assignment, its course, and what the reader may do there."""

    assignment: Assignment
    course: Course
    rights: frozenset[Right]


@dataclass(frozen=True, eq=False)
class MarkedWork:
    """The work of a class as far as figures are made of it; there is another one only once a mark is another."""

    items: tuple[ItemWork[Student], ...]

    @cached_property
    def figures(self) -> Analysis[Student]:
        """Every figure of the assignment."""
        return analyse(self.items)


@dataclass(frozen=True, eq=False)
class ClassWork:
    """What a class did; the same one is handed out until something changes.

    Attributes:
        items: The assignment's items in their order.
        students: The name of each student who is in the course now, in the order of names.
        members: Those of them who were dealt anything.
        opened: What they were dealt.
        sent: What they sent in, in the order in which it arrived.
        marked: What is marked of it.
        exercises: The reading that all this is from.
    """

    items: tuple[Item, ...]
    students: Mapping[uuid.UUID, str]
    members: AbstractSet[Student]
    opened: tuple[Opened, ...]
    sent: tuple[Sent, ...]
    marked: MarkedWork
    exercises: Exercises

    @property
    def figures(self) -> Analysis[Student]:
        """Every figure of the assignment."""
        return self.marked.figures

    @cached_property
    def activity(self) -> Activity:
        """When submissions arrived."""
        return activity(one.at for one in self.sent)


# A lecture has few assignments open at once. The largest term measured needs some megabytes for each.
_WORKS: Final = Remembered[ClassWork](most=6)


def taught_assignment(
    session: Session, user_id: uuid.UUID, assignment_id: uuid.UUID
) -> TaughtAssignment:
    """Return an assignment for somebody who may see its students' work.

    Raises:
        NotFound: The user may see the work of no course with such an assignment.
    """
    assignment, course, role = find_assignment(session, user_id, assignment_id)
    if Right.SEE_WORK not in RIGHTS[role]:
        raise NotFound
    return TaughtAssignment(assignment, course, RIGHTS[role])


def class_work(session: Session, assignment: Assignment, beat: Beat | None = None) -> ClassWork:
    """Return what the students of an assignment's course did on it.

    Who is in the class and what the items are is read anew; of thousands of submissions, those that moved.

    Args:
        session: Reads.
        assignment: The assignment.
        beat: Its beat, where it was asked for just before.
    """
    items = session.scalars(
        select(Item).where(Item.assignment_id == assignment.id).order_by(Item.position)
    ).all()
    everybody = session.execute(
        select(User.id, User.display_name)
        .join(Enrollment, Enrollment.user_id == User.id)
        .where(Enrollment.course_id == assignment.course_id, Enrollment.role == Role.STUDENT)
        .order_by(func.lower(User.display_name), User.id)
    ).all()
    students = dict(everybody)
    beat = work_beat(session, assignment.id) if beat is None else beat

    def read(before: ClassWork | None) -> ClassWork:
        exercises = read_exercises(
            session, assignment.id, beat, before.exercises if before else None
        )
        # Somebody who left the course, or teaches it, is not part of the class.
        members = {one for one in exercises.students.values() if one.user_id in students}
        seats = {seat for seat in exercises.seats.values() if seat.student in members}
        return ClassWork(
            items=tuple(items),
            students=students,
            members=members,
            opened=tuple(one for one in exercises.opened.values() if one.seat in seats),
            sent=tuple(one for one in exercises.in_order() if one.seat in seats),
            marked=_marked(items, members, exercises, before),
            exercises=exercises,
        )

    stamp = beat, _rules(items), tuple(students.items())
    return _WORKS.get(session, assignment.id, stamp, read)


def _marked(
    items: Sequence[Item],
    members: AbstractSet[Student],
    exercises: Exercises,
    before: ClassWork | None,
) -> MarkedWork:
    if (
        before is not None
        and exercises.works is before.exercises.works
        and members == before.members
        and _rules(items) == _rules(before.items)
    ):
        return before.marked
    works: dict[uuid.UUID, dict[Student, Work]] = {item.id: {} for item in items}
    for seat, work in exercises.works.items():
        if seat.student in members:
            works[seat.item_id][seat.student] = work
    return MarkedWork(tuple(ItemWork(item.points, works[item.id]) for item in items))


def _rules(items: Sequence[Item]) -> tuple[tuple[object, ...], ...]:
    return tuple((one.id, one.position, one.title, one.points, one.max_attempts) for one in items)
