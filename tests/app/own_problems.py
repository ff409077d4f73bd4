"""A course's own problems to test with, checked and published as a worker does it."""

import uuid

from sqlalchemy import select

from app.db import Database
from app.domain.authoring import EXAMPLE, VersionState
from app.models import Item, OwnProblem, ProblemVersion
from app.services.assignments import NewItem, create_assignment
from app.services.authoring import Stored, add_problem, publish
from app.services.workshop import work_waiting
from tests.app.classroom import Classroom

# So many texts, and not hundreds: the tests of the domain judge files, and these move them about.
SMALL = EXAMPLE.replace("[2, 3, 4, 5, 6, 7]", "[2, 3]").replace("size = 3", "size = 1")
SMALL_POOL = 26


def add_published(room: Classroom, text: str = EXAMPLE) -> Stored:
    """Send a problem in, let a worker check it, publish it, and let a worker prepare its pool."""
    stored = add_problem(
        room.db, room.doorbell, user_id=room.instructor, course_id=room.course, text=text
    )
    work_waiting(room.db)
    publish(room.db, room.doorbell, user_id=room.instructor, version_id=stored.version_id)
    work_waiting(room.db)
    return stored


def add_small(room: Classroom, text: str = SMALL) -> Stored:
    """Publish a problem of few texts, which no gate would let through."""
    stored = add_problem(
        room.db, room.doorbell, user_id=room.instructor, course_id=room.course, text=text
    )
    pass_by_hand(room.db, stored.version_id)
    publish(room.db, room.doorbell, user_id=room.instructor, version_id=stored.version_id)
    work_waiting(room.db)
    return stored


def pass_by_hand(db: Database, version_id: uuid.UUID, title: str = "A small one") -> None:
    """Let a version through the gates without a look."""
    with db.writing() as session:
        version = session.get_one(ProblemVersion, version_id)
        version.state, version.title, version.topic = VersionState.READY, title, "zeroing"
        version.difficulty, version.misconceptions = 2, ["overwrites"]


def version_of(db: Database, version_id: uuid.UUID) -> ProblemVersion:
    """Read a version."""
    with db.reading() as session:
        return session.get_one(ProblemVersion, version_id)


def slug_of(db: Database, stored: Stored) -> str:
    """Return the slug of a problem."""
    with db.reading() as session:
        return session.get_one(OwnProblem, stored.problem_id).slug


def assign(room: Classroom, slug: str, max_attempts: int = 3) -> uuid.UUID:
    """Make an assignment of one problem and return its item."""
    assignment_id = create_assignment(
        room.db,
        user_id=room.instructor,
        course_id=room.course,
        title="Our own",
        items=[NewItem(slug, 4, max_attempts)],
    )
    with room.db.reading() as session:
        return session.scalars(select(Item.id).where(Item.assignment_id == assignment_id)).one()
