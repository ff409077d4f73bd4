"""The database: declarative base, naming convention, types, clock and sessions.

SQLAlchemy's engine is called `db_engine` throughout; the bare word means autograd.
"""

import datetime as dt
import math
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, ClassVar, Final

from sqlalchemy import (
    Connection,
    DateTime,
    Engine,
    Enum,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from app.domain.texts import say
from app.errors import Unavailable
from app.postgres import ONE_BY_ONE, create_postgres_engine, is_full

# A writing transaction says so at once: one that begins by reading and then writes fails on SQLite with
# "database is locked" as soon as another has written in between.
_WRITES = "gradmark_writes"
# Whoever fails after so long has waited for something; where so many others wait as well, it is not for each other.
_LONG_SECONDS = 1.0
_CROWD = 2
# Longer than a lock is waited for.
_REST_SECONDS = 2.0
# What else is read passes, and says nothing of what is waited for; but each of a web server's eight threads reads once
# before it waits, and no more than that pass in a row.
_MANY = 16
# SQLite has one writer at a time, so that others wait more often than for a row of PostgreSQL's.
_SQLITE_LOCK_SECONDS = 3

_AWAY = say(
    "Gradmark's database does not answer right now. Please try again: what is sent twice counts once."
)
_LOST = say(
    "Gradmark lost its database in mid-sentence. Please try again: what is sent twice counts once."
)
_FULL = say(
    "Gradmark has no room left to store this: its disk is full. What was stored before is safe. Tell your teacher, "
    "and try again later: what is sent twice counts once."
)


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An instant: aware, in UTC, to the microsecond, on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:  # noqa: ARG002, D102
        if value is not None and value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:  # noqa: ARG002, D102
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class database_now(FunctionElement[dt.datetime]):  # noqa: N801 - it is a SQL function
    """The database's own clock, optionally shifted by whole seconds.

    Deadlines and leases follow this clock, so that a machine whose clock is wrong rescues nothing too early.

    Args:
        shift: Seconds to add; may be negative.
    """

    type = UtcDateTime()
    # All there is to it stands in its clauses: a statement with it is compiled once, not whenever it is asked.
    inherit_cache = True

    def __init__(self, shift: int = 0) -> None:
        super().__init__(*((literal(int(shift)),) if shift else ()))


@compiles(database_now, "postgresql")
def _postgresql_now(element: database_now, compiler: SQLCompiler, **options: Any) -> str:
    shift = compiler.process(element.clauses, **options)
    return f"(clock_timestamp() + make_interval(secs => {shift}))" if shift else "clock_timestamp()"


@compiles(database_now, "sqlite")
def _sqlite_now(element: database_now, compiler: SQLCompiler, **options: Any) -> str:
    shift = compiler.process(element.clauses, **options)
    moved = f", {shift} || ' seconds'" if shift else ""
    # Six digits, as SQLAlchemy stores them: texts of one length compare as the instants do.
    return f"(strftime('%Y-%m-%d %H:%M:%f', 'now'{moved}) || '000')"


INSERT: Final[Mapping[str, Callable[..., Any]]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}
"""How a row is inserted that may be there already, by the dialect's name."""


def dialect_of(session: Session) -> str:
    """Return the name of the dialect that a session speaks."""
    return session.get_bind().dialect.name


class Base(DeclarativeBase):
    """Base of all mappings; names every constraint, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        # By value, not by name: what stands in a row is what the interface says.
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            length=16,
            values_callable=lambda enum: [one.value for one in enum],
        ),
    }


class Database:
    """Sessions on one database.

    Args:
        url: SQLAlchemy URL, `sqlite:///…` or `postgresql+psycopg://…`.
        pool_size: Connections kept open.
        statement_seconds: The longest that PostgreSQL works at one statement.
    """

    def __init__(self, url: str, pool_size: int = 8, statement_seconds: float = 15) -> None:
        self.db_engine = (
            _create_sqlite_engine(url, pool_size)
            if url.startswith("sqlite")
            else create_postgres_engine(url, pool_size, statement_seconds)
        )
        self._writer = self.db_engine.execution_options(**{_WRITES: True})
        self._reader = self.db_engine.execution_options(**{ONE_BY_ONE: True})
        self._stater = self.db_engine.execution_options(**{ONE_BY_ONE: True, _WRITES: True})
        # Who finds a table locked for writers may still read.
        self._readers, self._writers = _Door(), _Door()

    @property
    def is_sqlite(self) -> bool:
        """Whether the store is SQLite, where one writer at a time stands in for row locks."""
        return self.db_engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that only reads.

        Raises:
            Unavailable: The database does not answer.
        """
        with self._readers.passed(), Session(self._reader, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session whose transaction is committed at the end, or rolled back by an exception.

        Raises:
            Unavailable: The database does not answer or stays locked; nothing was written.
        """
        with (
            self._writers.passed(),
            Session(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def stating(self) -> Iterator[Connection]:
        """Yield a connection for a single statement that writes; nobody waits for its transaction to begin and end.

        On SQLite, where nobody would wait for that, several statements are one transaction.

        Raises:
            Unavailable: The database does not answer or stays locked, or was lost in mid-sentence.
        """
        with self._writers.passed(), self._stater.begin() as connection:
            yield connection

    def now(self, session: Session) -> dt.datetime:
        """Return the database's clock."""
        return session.scalars(select(database_now())).one()

    def dispose(self) -> None:
        """Close all connections; a forked child calls this before it uses the database."""
        self.db_engine.dispose()


class _Door:
    """Lets sessions in, and keeps them from waiting for nothing.

    Where several waited in vain at once, one thread at a time tries again, for a while or until many sessions passed in
    a row: else all threads of a server would wait, each for seconds, and whoever comes would wait for a thread before.
    """

    def __init__(self) -> None:
        self._under_way: dict[object, float] = {}
        self._in_vain_at, self._passed_since = -math.inf, 0
        # Whose sessions lie within each other is one who tries.
        self._trying, self._tries = threading.RLock(), 0

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Let a session in, and say of what it meets that the database is unavailable."""
        session, began = object(), time.monotonic()
        tries = self._are_others_in_vain(began)
        if tries:
            if not self._trying.acquire(blocking=False):
                raise Unavailable(_AWAY) from TimeoutError("others wait for the database in vain")
            self._tries += 1
        self._under_way[session] = began
        failed = False
        try:
            yield
        except (DBAPIError, PoolTimeoutError) as error:
            if _is_ours(error):
                raise
            failed = True
            raise _said_as_unavailable(error) from error
        finally:
            del self._under_way[session]
            if failed and time.monotonic() - began > _LONG_SECONDS:
                self._note_waited_in_vain(tries=tries)
            if tries:
                self._passed_since += not failed
                self._tries -= 1
                self._trying.release()

    def _are_others_in_vain(self, now: float) -> bool:
        return self._tries > 0 or (
            now - self._in_vain_at < _REST_SECONDS and self._passed_since < _MANY
        )

    def _note_waited_in_vain(self, *, tries: bool) -> None:
        if tries or self._waiting_for_long() >= _CROWD:
            self._in_vain_at, self._passed_since = time.monotonic(), 0

    def _waiting_for_long(self) -> int:
        now = time.monotonic()
        return sum(now - began > _LONG_SECONDS for began in [*self._under_way.values()])


def _is_ours(error: DBAPIError | PoolTimeoutError) -> bool:
    """Tell whether it is a fault in Gradmark's own statements."""
    if isinstance(error, OperationalError | InterfaceError | PoolTimeoutError):
        return False
    return not error.connection_invalidated


def _said_as_unavailable(error: DBAPIError | PoolTimeoutError) -> Unavailable:
    if isinstance(error, DBAPIError) and _is_full(error):
        return Unavailable(_FULL)
    return Unavailable(_LOST if getattr(error, "connection_invalidated", False) else _AWAY)


def _is_full(error: DBAPIError) -> bool:
    """Tell whether nothing could be written because the database's disk is full."""
    return (
        is_full(error)
        or getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_OK) == sqlite3.SQLITE_FULL
    )


def _create_sqlite_engine(url: str, pool_size: int) -> Engine:
    db_engine = create_engine(
        url,
        pool_size=pool_size,
        connect_args={"timeout": _SQLITE_LOCK_SECONDS},
        hide_parameters=True,
    )
    event.listen(db_engine, "connect", _prepare_sqlite)
    event.listen(db_engine, "begin", _begin_sqlite)
    return db_engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions of its own: `_begin_sqlite` does, and says which kind.
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
