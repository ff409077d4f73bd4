"""A migrated store, and a classroom in it."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import event

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
def statements_of(db: Database) -> Callable[[Callable[[], object]], int]:
    """Count the statements that reading something takes."""
    statements: list[str] = []
    event.listen(
        db.db_engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2])
    )

    def count(read: Callable[[], object]) -> int:
        statements.clear()
        read()
        return len(statements)

    return count


@pytest.fixture
def doorbell() -> RecordingDoorbell:
    """A doorbell that remembers."""
    return RecordingDoorbell()


@pytest.fixture
def classroom(db: Database, doorbell: RecordingDoorbell) -> Classroom:
    """A course with an assignment, an instructor and a student; three attempts on each item."""
    return make_classroom(db, doorbell)


@pytest.fixture
def statements(db: Database) -> Iterator[list[str]]:
    """Every statement that the store is sent from now on; clear it to count anew."""
    sent: list[str] = []

    def note(*arguments: object) -> None:
        sent.append(str(arguments[2]))

    event.listen(db.db_engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.db_engine, "before_cursor_execute", note)
