"""The database: declarative base, naming convention, types, clock and sessions.

SQLAlchemy's engine is called `db_engine` throughout; the bare word means autograd.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import DateTime, Engine, Enum, MetaData, TypeDecorator, create_engine, event, select
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql.functions import FunctionElement

from app.errors import Unavailable

# SQLite keeps a second writer waiting this long; PostgreSQL gives up a lock after as long.
_LOCK_TIMEOUT_SECONDS = 5
# A writing transaction says so at once: one that begins by reading and then writes fails on SQLite with
# "database is locked" as soon as another has written in between.
_WRITES = "gradmark_writes"


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
    inherit_cache = False

    def __init__(self, shift: int = 0) -> None:
        self.shift = int(shift)
        super().__init__()


@compiles(database_now, "postgresql")
def _postgresql_now(element: database_now, _compiler: Any, **_options: Any) -> str:
    return f"(clock_timestamp() + interval '{element.shift} seconds')"


@compiles(database_now, "sqlite")
def _sqlite_now(element: database_now, _compiler: Any, **_options: Any) -> str:
    # Six digits, as SQLAlchemy stores them: texts of one length compare as the instants do.
    return f"(strftime('%Y-%m-%d %H:%M:%f', 'now', '{element.shift:+d} seconds') || '000')"


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
    """

    def __init__(self, url: str, pool_size: int = 8) -> None:
        self.db_engine = _create_db_engine(url, pool_size)
        self._writer = self.db_engine.execution_options(**{_WRITES: True})

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
        with _unavailable_is_said(), Session(self.db_engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session whose transaction is committed at the end, or rolled back by an exception.

        Raises:
            Unavailable: The database does not answer or stays locked; nothing was written.
        """
        with (
            _unavailable_is_said(),
            Session(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def now(self, session: Session) -> dt.datetime:
        """Return the database's clock."""
        return session.scalars(select(database_now())).one()

    def dispose(self) -> None:
        """Close all connections; a forked child calls this before it uses the database."""
        self.db_engine.dispose()


@contextmanager
def _unavailable_is_said() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeoutError) as error:
        raise Unavailable(
            "Gradmark's database does not answer right now. Please try again: what is sent twice counts once."
        ) from error
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        raise Unavailable(
            "Gradmark lost its database in mid-sentence. Please try again: what is sent twice counts once."
        ) from error


def _create_db_engine(url: str, pool_size: int) -> Engine:
    if url.startswith("sqlite"):
        db_engine = create_engine(
            url,
            pool_size=pool_size,
            connect_args={"timeout": _LOCK_TIMEOUT_SECONDS},
            hide_parameters=True,
        )
        event.listen(db_engine, "connect", _prepare_sqlite)
        event.listen(db_engine, "begin", _begin_sqlite)
        return db_engine
    timeouts = (
        f"-c statement_timeout=15000 -c lock_timeout={_LOCK_TIMEOUT_SECONDS * 1000} -c timezone=UTC"
    )
    return create_engine(
        url,
        pool_size=pool_size,
        pool_pre_ping=True,
        pool_timeout=_LOCK_TIMEOUT_SECONDS,
        connect_args={"connect_timeout": _LOCK_TIMEOUT_SECONDS, "options": timeouts},
        # An error quotes its statement: with what is in it, that would be somebody's answers.
        hide_parameters=True,
    )


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions of its own: `_begin_sqlite` does, and says which kind.
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
