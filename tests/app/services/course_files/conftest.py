"""A course of a made-up term, with a row of every part, and its file."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select

import migrations
from app.cli.simulation import Term
from app.db import Database
from app.models import Course
from tests.app.course_files import add_root, export
from tests.app.services.course_files.extras import add_extras

NOW = dt.datetime(2026, 11, 21, 18, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Source:
    """The store that a course comes from.

    Attributes:
        db: The store.
        root: Its administrator.
        course_id: The course with a row of every part.
        others: The term's other courses.
        content: The course's file.
    """

    db: Database
    root: uuid.UUID
    course_id: uuid.UUID
    others: list[uuid.UUID]
    content: bytes


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """The term; tests only read it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('source') / 'gradmark.db'}"
    migrations.upgrade(url)
    db = Database(url)
    for _ in Term(db, students=4, seed=1, password="correct horse", now=NOW).make():
        pass
    root = add_root(db)
    with db.reading() as session:
        courses = session.scalars(select(Course).order_by(Course.title.desc())).all()
    (course_id,) = (one.id for one in courses if one.title == "Machine learning 1")
    add_extras(db, course_id)
    others = [one.id for one in courses if one.id != course_id]
    yield Source(db, root, course_id, others, export(db, root, course_id))
    db.dispose()


@pytest.fixture
def root(db: Database) -> uuid.UUID:
    """The administrator of the store that courses are imported into."""
    return add_root(db)
