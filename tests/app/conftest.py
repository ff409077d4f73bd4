"""A migrated store, and a classroom in it."""

from collections.abc import Iterator

import pytest

import migrations
from app.db import Database
from tests.app.classroom import Classroom, RecordingDoorbell, make_classroom


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A migrated, empty store: SQLite, then PostgreSQL."""
    migrations.upgrade(database_url)
    database = Database(database_url)
    yield database
    database.dispose()


@pytest.fixture
def doorbell() -> RecordingDoorbell:
    """A doorbell that remembers."""
    return RecordingDoorbell()


@pytest.fixture
def classroom(db: Database, doorbell: RecordingDoorbell) -> Classroom:
    """A course with an assignment, an instructor and a student; three attempts on each item."""
    return make_classroom(db, doorbell)
