"""A migrated store, and a classroom in it."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import event

from app.db import Database
from tests.app.classroom import Classroom, RecordingDoorbell
from tests.app.logged import Lines, all_lines
from tests.app.stores import PreparedDatabase, PreparedFiles, PreparedStore
from tests.real_parts.postgres import PostgresServer


@pytest.fixture(scope="session")
def prepared_files(tmp_path_factory: pytest.TempPathFactory) -> PreparedFiles:
    """SQLite files to copy."""
    return PreparedFiles(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="session")
def prepared_database(postgres_server: PostgresServer) -> Iterator[PreparedDatabase]:
    """A PostgreSQL database to empty and fill."""
    with postgres_server.database() as url:
        yield PreparedDatabase(url)


@pytest.fixture
def fresh_postgres(
    request: pytest.FixtureRequest, postgres_server: PostgresServer
) -> Iterator[str]:
    """SQLAlchemy URL of an empty database of the test's own; one that asks for `db` gets the prepared one."""
    if "db" in request.fixturenames:
        yield request.getfixturevalue("prepared_database").url
        return
    with postgres_server.database() as url:
        yield url


@pytest.fixture
def prepared(request: pytest.FixtureRequest, database_url: str) -> PreparedStore:
    """What is prepared for the kind of database that the test runs on."""
    kind = "files" if database_url.startswith("sqlite") else "database"
    store: PreparedStore = request.getfixturevalue(f"prepared_{kind}")
    return store


@pytest.fixture
def db(
    request: pytest.FixtureRequest, prepared: PreparedStore, database_url: str
) -> Iterator[Database]:
    """A migrated store, SQLite, then PostgreSQL; empty, but for the classroom of a test that asks for it."""
    prepared.fill(database_url, with_classroom="classroom" in request.fixturenames)
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
def lines() -> Iterator[Lines]:
    """What reads all lines that are logged from now on."""
    with all_lines() as read:
        yield read


@pytest.fixture
def doorbell() -> RecordingDoorbell:
    """A doorbell that remembers."""
    return RecordingDoorbell()


@pytest.fixture
def classroom(db: Database, doorbell: RecordingDoorbell, prepared: PreparedStore) -> Classroom:
    """A course with an assignment, an instructor and a student; three attempts on each item."""
    return prepared.classroom(db, doorbell)


@pytest.fixture
def statements(db: Database) -> Iterator[list[str]]:
    """Every statement that the store is sent from now on; clear it to count anew."""
    sent: list[str] = []

    def note(*arguments: object) -> None:
        sent.append(str(arguments[2]))

    event.listen(db.db_engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.db_engine, "before_cursor_execute", note)
