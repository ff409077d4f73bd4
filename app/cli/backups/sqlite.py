"""SQLite stores, saved and put back through SQLite's own backup interface."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import ClassVar

from sqlalchemy import make_url

import migrations
from app.cli.backups.store import BackupFailed, NoBackup
from app.domain.progress import Progress

_PAGES_A_STEP = 2000
_LOCK_TIMEOUT_SECONDS = 10


class SqliteStore:
    """A SQLite file; a backup is a SQLite file as well.

    Args:
        url: SQLAlchemy URL, `sqlite:///…`.
    """

    name: ClassVar[str] = "SQLite"
    magic: ClassVar[bytes] = b"SQLite format 3\0"

    def __init__(self, url: str) -> None:
        self._file = Path(make_url(url).database or "")

    def save(self, target: Path, progress: Progress) -> None:
        """Write the store as it stands now to `target`; see `Store.save`."""
        with (
            _failure_is_said("The backup could not be written"),
            closing(_open(self._file)) as source,
            closing(_open(target)) as copy,
        ):
            # A transaction that reads keeps one instant in sight, however much is written meanwhile.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            _copy(source, copy, progress)
            # The copy is one file, without the log that a store at work has beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
            _require_whole(copy, self._file)

    def revision_in(self, backup: Path) -> str | None:
        """Return the migration at which the backup was made; see `Store.revision_in`."""
        try:
            with closing(_open_to_read(backup)) as source:
                _require_whole(source, backup)
                found = source.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError:
            return None
        except sqlite3.DatabaseError:
            raise NoBackup(f"{backup} is damaged. Take another backup.") from None
        return None if found is None else str(found[0])

    def put_back(self, backup: Path, progress: Progress) -> None:
        """Put the backup in the place of what is there, in one transaction; see `Store.put_back`."""
        # Brought to head before it takes the other's place, so that nobody ever sees an old schema.
        ready = self._file.with_name(f".{self._file.name}.{secrets.token_hex(4)}.restored")
        try:
            with _failure_is_said("The backup could not be restored"):
                ready.touch(mode=0o600, exist_ok=False)
                with closing(_open_to_read(backup)) as source, closing(_open(ready)) as copy:
                    _copy(source, copy, _silent)
                migrations.upgrade(f"sqlite:///{ready}")
                self._file.touch(mode=0o600)
                with closing(_open(ready)) as source, closing(_open(self._file)) as store:
                    _copy(source, store, progress)
        finally:
            for rest in ("", "-wal", "-shm", "-journal"):
                ready.with_name(ready.name + rest).unlink(missing_ok=True)


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=_LOCK_TIMEOUT_SECONDS, isolation_level=None)


def _open_to_read(file: Path) -> sqlite3.Connection:
    # Immutable: a backup may lie on a medium that cannot be written, and nothing is made beside it.
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, progress: Progress) -> None:
    source.backup(
        target,
        pages=_PAGES_A_STEP,
        progress=lambda _status, remaining, whole: progress(whole - remaining, whole),
    )


def _require_whole(database: sqlite3.Connection, file: Path) -> None:
    verdict = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if verdict != "ok":
        raise NoBackup(f"{file} is damaged: {str(verdict).splitlines()[-1]}. Take another backup.")


def _silent(_done: int, _whole: int) -> None:
    """Show no progress."""


@contextmanager
def _failure_is_said(what: str) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        advice = " Stop web, worker and beat, then try again." if "locked" in str(error) else ""
        raise BackupFailed(f"{what}: {error}.{advice}") from None
