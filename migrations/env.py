"""How Alembic reaches the database: the caller's URL, else the settings'."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, event

import app.models  # noqa: F401 - registers every table on Base.metadata
import migrations
from app.db import Base, Database, UtcDateTime
from app.settings import read_settings


def _render_type(kind: str, column_type: object, _autogenerate: object) -> str | Literal[False]:
    # A revision names plain types only: it must still run when our own classes have changed.
    if kind == "type" and isinstance(column_type, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def _let_tables_be_rebuilt(connection: Any, _record: Any) -> None:
    # SQLite changes a constraint by making the table anew, and dropping the old one would take all rows that refer to
    # it along. The switch works outside of a transaction only, so it is set where the connection begins.
    connection.execute("PRAGMA foreign_keys = OFF")


def _require_whole(connection: Connection) -> None:
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if lost:
        raise RuntimeError(f"The migration would leave rows that refer to nothing: {lost[:5]}")


def _run() -> None:
    url = (
        context.config.attributes.get("database_url")
        or read_settings().database_url.get_secret_value()
    )
    # Building an index of many rows takes its time; waiting for a table must not, see `migrations.LOCK_SECONDS`.
    database = Database(url, pool_size=1, statement_seconds=3600)
    if database.is_sqlite:
        event.listen(database.db_engine, "connect", _let_tables_be_rebuilt)
    try:
        with database.db_engine.connect() as connection:
            if not database.is_sqlite:
                connection.exec_driver_sql(f"SET lock_timeout = '{migrations.LOCK_SECONDS}s'")
                connection.commit()
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                render_as_batch=database.is_sqlite,
                compare_type=True,
                render_item=_render_type,
                # Revisions run in one transaction: a failed upgrade leaves the old schema whole.
                transaction_per_migration=False,
            )
            with context.begin_transaction():
                context.run_migrations()
                if database.is_sqlite:
                    _require_whole(connection)
            connection.commit()
    finally:
        database.dispose()


_run()
