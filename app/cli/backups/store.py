"""What both kinds of store have in common."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

from sqlalchemy import func, inspect, select
from sqlalchemy.exc import DBAPIError

import migrations
from app.cli.which_store import say_unreachable
from app.db import Database
from app.domain.progress import Progress
from app.errors import GradmarkError
from app.models import User


class BackupFailed(GradmarkError):
    """A store could not be saved or put back; it is as it was, where the message says nothing else."""


class NoBackup(GradmarkError):
    """The file is no backup of Gradmark, or is damaged."""


class Store(Protocol):
    """A kind of store; its backups can be read by its own programs as well.

    Attributes:
        name: The kind's name.
        magic: What its backups begin with.
    """

    name: ClassVar[str]
    magic: ClassVar[bytes]

    def save(self, target: Path, progress: Progress) -> None:
        """Write all of the store as it stands at one instant to `target`, while others go on reading and writing.

        Raises:
            BackupFailed: It did not work; `target` may hold a part.
        """

    def revision_in(self, backup: Path) -> str | None:
        """Return the migration at which the backup was made, None where it holds no Gradmark.

        Raises:
            NoBackup: It is damaged.
            BackupFailed: A program is missing.
        """

    def put_back(self, backup: Path, progress: Progress) -> None:
        """Put what the backup holds in the place of what the store holds, and bring it to this release's schema.

        Raises:
            NoBackup: It is damaged.
            BackupFailed: It did not work.
        """


@dataclass(frozen=True)
class Contents:
    """What a store holds: the last migration that it has run (None: none), and how many people."""

    revision: str | None
    users: int


def look_into(url: str) -> Contents:
    """Return what the store at `url` holds; a SQLite file that is not there holds nothing, and is not made.

    Raises:
        BackupFailed: It cannot be reached.
    """
    db = Database(url, pool_size=1)
    try:
        file = db.db_engine.url.database
        if db.is_sqlite and not (file and Path(file).is_file()):
            return Contents(None, 0)
        with db.db_engine.connect() as connection:
            has_users = inspect(connection).has_table(User.__tablename__)
            users = connection.scalar(select(func.count()).select_from(User)) if has_users else 0
            return Contents(migrations.revision_of(connection), users or 0)
    except DBAPIError as error:
        raise BackupFailed(say_unreachable(error)) from None
    finally:
        db.dispose()
