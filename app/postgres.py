"""How long PostgreSQL is waited for: never so long that a person gives up, whatever has become of it.

A server that refuses says so at once. One that is silent (paused, cut off from the network) says nothing at all, and
neither the operating system nor the server's own time limits end that wait: only the client can.
"""

import time
from typing import Any, Final, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.errors import DiskFull, _WaitTimeout
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, InvalidatePoolError

ONE_BY_ONE: Final = "gradmark_one_by_one"
"""The execution option of whoever's statements are each a transaction of their own: who only reads, or writes once."""

# Who waits for a lock holds a thread, for which others wait: twice this, and the page that says so, are soon over.
_LOCK_SECONDS: Final = 1.5
# The shortest that libpq knows.
_CONNECT_SECONDS: Final = 2
_POOL_SECONDS: Final = 2
# The server ends a statement at its time limit and says so; this much later nobody believes that it will.
_MARGIN_SECONDS: Final = 0.25
# A connection that was used just now is not asked whether it lives: a restart is then told by one 503 for each.
_FRESH_SECONDS: Final = 1.0
_PING_SECONDS: Final = 1.0
_CLIENT_CHECK_MILLISECONDS: Final = 500

Answer = TypeVar("Answer")


class Silent(psycopg.OperationalError):
    """The server has not answered for longer than any statement may take."""


class ImpatientConnection(psycopg.Connection[Any]):
    """A connection that is given up when the server stays silent.

    Attributes:
        patience: The seconds that one answer is waited for.
    """

    patience: float = 15.0

    def wait(
        self, gen: PQGen[Answer], interval: float = 0.1, timeout: float | None = None
    ) -> Answer:
        """Wait for an answer.

        Raises:
            Silent: There was none; the connection is closed, as nobody knows what the server did.
        """
        patience = self.patience if timeout is None else timeout
        try:
            return super().wait(gen, interval, patience)
        except _WaitTimeout:
            if timeout is not None:
                raise
            self.pgconn.finish()
            raise Silent(f"the server has been silent for {patience:g} s") from None


def create_postgres_engine(url: str, pool_size: int, statement_seconds: float) -> Engine:
    """Return what connects to a PostgreSQL.

    Args:
        url: SQLAlchemy URL, `postgresql+psycopg://…`.
        pool_size: Connections kept open.
        statement_seconds: The longest that one statement may take.
    """
    patience = statement_seconds + _MARGIN_SECONDS
    limits = {
        "statement_timeout": round(statement_seconds * 1000),
        "lock_timeout": round(_LOCK_SECONDS * 1000),
        "timezone": "UTC",
        # Compiling a statement takes longer than any of ours runs.
        "jit": "off",
        # Whoever was killed while the server worked has no use for what it does.
        "client_connection_check_interval": _CLIENT_CHECK_MILLISECONDS,
        # Of a disk without moving parts: else all submissions there are read to find those of one page of a class.
        "random_page_cost": 1.1,
    }
    db_engine = create_engine(
        url,
        pool_size=pool_size,
        pool_timeout=_POOL_SECONDS,
        connect_args={
            "connect_timeout": _CONNECT_SECONDS,
            "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
        },
        # An error quotes its statement: with what is in it, that would be somebody's answers.
        hide_parameters=True,
        # Until `_begin` says otherwise.
        isolation_level="AUTOCOMMIT",
    )

    @event.listens_for(db_engine, "do_connect")
    def connect(
        _dialect: object, _record: object, arguments: list[Any], named: dict[str, Any]
    ) -> ImpatientConnection:
        connection = ImpatientConnection.connect(*arguments, **named)
        connection.patience = patience
        return connection

    event.listen(db_engine, "checkout", _ask_whether_it_lives)
    event.listen(db_engine, "begin", _begin)
    event.listen(db_engine, "checkin", _end)
    return db_engine


def is_full(error: DBAPIError) -> bool:
    """Tell whether the server's disk is full."""
    return isinstance(error.orig, DiskFull)


def _ask_whether_it_lives(
    connection: ImpatientConnection, record: Any, _checked_out: object
) -> None:
    used = record.info.get("used")
    if used is None or time.monotonic() - used < _FRESH_SECONDS:
        return
    patience, connection.patience = connection.patience, _PING_SECONDS
    try:
        connection.execute("")
    except psycopg.Error as error:
        # What happened to one has happened to all: none of them is tried again.
        raise InvalidatePoolError from error
    connection.patience = patience


def _begin(connection: Connection) -> None:
    # Who only reads needs no BEGIN and no end of it: without them, too, a statement sees what is committed by then.
    if not connection.get_execution_options().get(ONE_BY_ONE):
        driver: Any = connection.connection.driver_connection
        driver.autocommit = False


def _end(connection: ImpatientConnection | None, record: Any) -> None:
    record.info["used"] = time.monotonic()
    # None where it was lost.
    if connection is not None and not connection.autocommit:
        connection.autocommit = True
