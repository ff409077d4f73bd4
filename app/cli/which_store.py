"""Which store a command is about: the one of the settings, or the one in a folder of `gradmark up`."""

from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

import migrations
from app.db import Database
from app.errors import CannotStart
from app.settings import read_settings

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="The folder of `gradmark up`; without it, the database that the settings name.",
)


def find_url(data: Path | None) -> str:
    """Return the SQLAlchemy URL of the store in the folder `data`, or of the settings' where it is None.

    Raises:
        CannotStart: The folder holds no store.
        UnusableSettings: A setting is missing or cannot be used.
    """
    if data is None:
        return read_settings().database_url.get_secret_value()
    file = data.absolute() / "gradmark.db"
    if not file.is_file():
        raise CannotStart(f"There is no {file}. Start Gradmark there first: gradmark up --data")
    return f"sqlite:///{file}"


def say_unreachable(error: DBAPIError) -> str:
    """Say in one line that the database cannot be reached, why, and what to do."""
    reason = (str(error.orig).splitlines() or ["no reason was given"])[0]
    return (
        f"The database cannot be reached: {reason}. "
        "Is it running, and is GRADMARK_DATABASE_URL right?"
    )


def require_schema(db: Database) -> str:
    """Return the last migration of a store that is at this release's schema.

    Raises:
        CannotStart: It is not.
    """
    with db.db_engine.connect() as connection:
        revision = migrations.revision_of(connection)
    if revision != migrations.head():
        raise CannotStart(
            f"The database is at schema {revision}, and this release needs {migrations.head()}. "
            "Run: gradmark db upgrade"
        )
    return revision
