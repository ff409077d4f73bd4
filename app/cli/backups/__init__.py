"""Whole stores in one file each: how they are saved, and put back."""

from pathlib import Path

from app.cli.backups.postgresql import PostgresqlStore
from app.cli.backups.sqlite import SqliteStore
from app.cli.backups.store import BackupFailed, Contents, NoBackup, Store, look_into

__all__ = [
    "BackupFailed",
    "Contents",
    "NoBackup",
    "find_store",
    "look_into",
    "require_backup_for",
]


def find_store(url: str) -> Store:
    """Return the store at a SQLAlchemy URL."""
    return SqliteStore(url) if url.startswith("sqlite") else PostgresqlStore(url)


def require_backup_for(store: Store, backup: Path) -> None:
    """Require that the file is a backup of this kind of store.

    Raises:
        NoBackup: It is something else, or of the other kind.
    """
    with backup.open("rb") as file:
        begin = file.read(16)
    for kind in (SqliteStore, PostgresqlStore):
        if begin.startswith(kind.magic):
            if isinstance(store, kind):
                return
            raise NoBackup(
                f"{backup} is a backup of {kind.name}, and this database is {store.name}. "
                "Restore it into a database of its own kind."
            )
    raise NoBackup(f"{backup} is no backup that `gradmark backup` made.")
