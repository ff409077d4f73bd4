"""Stores that are prepared once for all tests: migrating one, and signing people up, takes longer than most of them."""

import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

import migrations
from app.db import Base, Database
from tests.app.classroom import Classroom, RecordingDoorbell, make_classroom


class PreparedStore(ABC):
    """What a migrated store holds at a test's beginning: nothing, or a classroom, which is made only once."""

    def __init__(self) -> None:
        self._classroom: Classroom | None = None

    @abstractmethod
    def fill(self, url: str, *, with_classroom: bool) -> None:
        """Make the store at `url` migrated, and empty but for the classroom."""

    def classroom(self, db: Database, doorbell: RecordingDoorbell) -> Classroom:
        """Return the classroom that stands in the store at `db`."""
        assert self._classroom is not None, "no store was filled with a classroom"
        return replace(self._classroom, db=db, doorbell=doorbell, items=[*self._classroom.items])

    def _make_classroom(self, url: str) -> None:
        db = Database(url)
        self._classroom = make_classroom(db, RecordingDoorbell())
        # What SQLite keeps beside a file goes into the file when the last one leaves.
        db.dispose()


class PreparedFiles(PreparedStore):
    """SQLite files, copied for each test."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def fill(self, url: str, *, with_classroom: bool) -> None:
        file = self._folder / ("classroom.db" if with_classroom else "empty.db")
        if not file.exists():
            migrations.upgrade(f"sqlite:///{file}")
            if with_classroom:
                self._make_classroom(f"sqlite:///{file}")
        shutil.copyfile(file, str(make_url(url).database))


class PreparedDatabase(PreparedStore):
    """One PostgreSQL database that each test finds as if it were new; making a database takes much longer."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self._rows: dict[str, bytes] = {}
        self._is_migrated = False

    def fill(self, url: str, *, with_classroom: bool) -> None:
        if not self._is_migrated:
            migrations.upgrade(url)
            self._is_migrated = True
        with self._alone() as connection:
            self._empty(connection)
        if with_classroom and self._classroom is None:
            self._make_classroom(url)
            with self._alone() as connection:
                self._rows = {name: _read(connection, name) for name in Base.metadata.tables}
        elif with_classroom:
            with self._alone() as connection:
                for name, rows in self._rows.items():
                    _write(connection, name, rows)

    @contextmanager
    def _alone(self) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
        """Connect where nothing of an earlier test goes on, and without anything that follows from what is written."""
        plain = self.url.replace("+psycopg", "")
        with psycopg.connect(plain) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            connection.execute("SET session_replication_role = replica")
            yield connection

    @staticmethod
    def _empty(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
        for name in Base.metadata.tables:
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))


def _read(connection: "psycopg.Connection[tuple[object, ...]]", table: str) -> bytes:
    statement = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(table))
    with connection.cursor().copy(statement) as copy:
        return b"".join(bytes(block) for block in copy)


def _write(connection: "psycopg.Connection[tuple[object, ...]]", table: str, rows: bytes) -> None:
    statement = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))
    with connection.cursor().copy(statement) as copy:
        copy.write(rows)
