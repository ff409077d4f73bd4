"""A made-up term: its courses with their people and assignments, and the work that is done in them."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from sqlalchemy import select, update

from app.cli.simulation.courses import COURSES, CoursePlan
from app.cli.simulation.learners import Learner, make_learners
from app.cli.simulation.opening import (
    Opened,
    give_time,
    open_course,
    read_assignment,
    set_assignment,
)
from app.cli.simulation.teaching import teach, write_problem
from app.cli.simulation.working import Sheet, Visit, practise, work_through
from app.db import Base, Database
from app.domain.problems import Problem, library
from app.domain.roles import Role
from app.errors import Conflict
from app.models import Assignment, Course, Enrollment, User
from app.queries.extensions import untils

_TERM = dt.timedelta(weeks=12)
_PRACTISES, _PRACTISED = 0.4, 6
# Written together: everything in one transaction would have to be in memory first.
_TOGETHER = 40


@dataclass(frozen=True)
class Seat:
    """A student with an account."""

    learner: Learner
    user_id: uuid.UUID


class Term:
    """A term that is made in an empty store, one step at a time.

    Args:
        db: An empty store at this release's schema.
        students: How many students have an account; the first course has all of them.
        seed: Equal seeds make equal terms, but for ids, passwords and join codes.
        password: Of every account.
        now: The moment at which the term stands; aware. Nothing is handed in after it.

    Raises:
        Conflict: The store has users already.
    """

    def __init__(
        self, db: Database, *, students: int, seed: int, password: str, now: dt.datetime
    ) -> None:
        with db.reading() as session:
            if session.scalars(select(User.id).limit(1)).first() is not None:
                raise Conflict(
                    "This database has users already. A made-up term needs one of its own: "
                    "make an empty one, run `gradmark db upgrade` on it, and try again."
                )
        self._db, self._seed, self._password, self._now = db, seed, password, now
        self._learners = make_learners(self._random("class"), students)

    @property
    def steps(self) -> int:
        """How many steps `make` takes: one for each student in each assignment, and one in practice."""
        students = len(self._learners)
        return students + sum(plan.members(students) * plan.assignments for plan in COURSES)

    def make(self) -> Iterator[int]:
        """Write the term, and yield after some steps how many of them they were."""
        opened = [open_course(self._db, plan, self._password) for plan in COURSES]
        seats = self._enroll_everybody(opened)
        for course in opened:
            yield from self._run(course, seats[course.course_id])
            teach(self._db, course, self._random(f"{course.plan.key}/teaching"))
        yield from self._practise(seats[opened[0].course_id])
        write_problem(self._db, opened[0])
        self._write_dates_back()

    def _enroll_everybody(self, opened: Sequence[Opened]) -> dict[uuid.UUID, list[Seat]]:
        """Give every student an account and a place in the first course, and some of them in the others.

        All have one password, and it is hashed once: hashing is slow on purpose.
        """
        with self._db.reading() as session:
            password_hash = session.scalars(select(User.password_hash).limit(1)).one()
        seats = [Seat(learner, uuid.uuid4()) for learner in self._learners]
        with self._db.writing() as session:
            session.add_all(
                User(
                    id=seat.user_id,
                    email=seat.learner.email,
                    display_name=seat.learner.name,
                    password_hash=password_hash,
                )
                for seat in seats
            )
            session.flush()
            members = {
                one.course_id: self._random(one.plan.key).sample(
                    seats, one.plan.members(len(seats))
                )
                for one in opened
            }
            session.add_all(
                Enrollment(course_id=course_id, user_id=seat.user_id, role=Role.STUDENT)
                for course_id, some in members.items()
                for seat in some
            )
        return members

    def _run(self, opened: Opened, seats: Sequence[Seat]) -> Iterator[int]:
        plan = opened.plan
        for place, problems in enumerate(self._sheets(plan)):
            assignment_id = set_assignment(self._db, opened, place, problems, self._now)
            random = self._random(f"{plan.key}/{place}")
            give_time(self._db, opened, assignment_id, [seat.user_id for seat in seats], random)
            assignment, items = read_assignment(self._db, assignment_id)
            with self._db.reading() as session:
                given = untils(session, [assignment_id])
            until = {user_id: moment for (_, user_id), moment in given.items()}
            sheet = Sheet(assignment, items, until)
            for some in _parts(seats):
                self._write(
                    row
                    for seat in some
                    for row in work_through(self._visit(seat, f"{plan.key}/{place}"), sheet)
                )
                yield len(some)

    def _sheets(self, plan: CoursePlan) -> Iterator[Sequence[Problem]]:
        """Yield the problems of a course's assignments; they grow harder over the term."""
        chosen = self._random(f"{plan.key}/problems").sample(
            library(), plan.assignments * plan.items
        )
        chosen.sort(key=lambda problem: problem.difficulty)
        for first in range(0, len(chosen), plan.items):
            yield chosen[first : first + plan.items]

    def _practise(self, seats: Sequence[Seat]) -> Iterator[int]:
        for some in _parts(seats):
            self._write(row for seat in some for row in self._practice_of(seat))
            yield len(some)

    def _practice_of(self, seat: Seat) -> Iterator[Base]:
        visit = self._visit(seat, "practice")
        if visit.random.random() < _PRACTISES:
            for _ in range(visit.random.randint(1, _PRACTISED)):
                moment = self._now - _TERM * visit.random.random()
                yield from practise(visit, visit.random.choice(library()), moment)

    def _visit(self, seat: Seat, at: str) -> Visit:
        random = self._random(f"{at}/{seat.learner.email}")
        return Visit(seat.learner, seat.user_id, random, self._now)

    def _write(self, rows: Iterable[Base]) -> None:
        with self._db.writing() as session:
            session.add_all(rows)

    def _write_dates_back(self) -> None:
        """Let courses, people and assignments be as old as what was done with them."""
        begun = self._now - _TERM
        with self._db.writing() as session:
            for model in (Course, Enrollment, User):
                session.execute(update(model).values(created_at=begun))
            session.execute(
                update(Assignment)
                .where(Assignment.opens_at < self._now)
                .values(created_at=Assignment.opens_at)
            )

    def _random(self, of: str) -> Random:
        """Return chance of its own, so that one part of a term does not change another."""
        return Random(f"{self._seed}/{of}")  # noqa: S311 - made-up people, no secrets


def _parts(seats: Sequence[Seat]) -> Iterator[Sequence[Seat]]:
    rest = iter(seats)
    while some := list(islice(rest, _TOGETHER)):
        yield some
