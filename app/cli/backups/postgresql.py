"""PostgreSQL stores, saved and put back by PostgreSQL's own programs."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, ClassVar

from alembic.util.exc import CommandError
from sqlalchemy import URL, make_url
from sqlalchemy.exc import DBAPIError

import migrations
from app.cli.backups.store import BackupFailed, NoBackup
from app.db import Base
from app.domain.progress import Progress

_VERSION_TABLE = "alembic_version"
_TABLES = (*sorted(Base.metadata.tables), _VERSION_TABLE)
_SAVES_A_TABLE = b"dumping contents of table"
_FILLS_A_TABLE = b"COPY "
_PLAIN = ("--no-owner", "--no-privileges")


class PostgresqlStore:
    """A PostgreSQL database; a backup is pg_dump's custom format.

    Args:
        url: SQLAlchemy URL, `postgresql+psycopg://…`.
    """

    name: ClassVar[str] = "PostgreSQL"
    magic: ClassVar[bytes] = b"PGDMP"

    def __init__(self, url: str) -> None:
        self._url = url
        self._parsed = make_url(url)

    def save(self, target: Path, progress: Progress) -> None:
        """Write the store as it stands now to `target`; see `Store.save`."""
        command = [_find("pg_dump"), "--format=custom", *_PLAIN, "--verbose"]
        with subprocess.Popen(  # noqa: S603 - PostgreSQL's program, without a shell
            [*command, f"--file={target}", self._dbname()],
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as dump:
            assert dump.stderr is not None  # noqa: S101 - it is a pipe
            said = b"".join(_count(dump.stderr, _SAVES_A_TABLE, progress))
        if dump.returncode != 0:
            raise BackupFailed(f"The backup could not be written: {_reason(said)}.")

    def revision_in(self, backup: Path) -> str | None:
        """Return the migration at which the backup was made; see `Store.revision_in`."""
        read = subprocess.run(  # noqa: S603 - PostgreSQL's program, without a shell
            [_find("pg_restore"), "--data-only", f"--table={_VERSION_TABLE}", "--file=-", backup],
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        if read.returncode != 0:
            raise NoBackup(f"{backup} cannot be read: {_reason(read.stderr)}.")
        lines = iter(read.stdout.decode().splitlines())
        for line in lines:
            if line.startswith("COPY "):
                found = next(lines, r"\.")
                return None if found == r"\." else found
        return None

    def put_back(self, backup: Path, progress: Progress) -> None:
        """Put the backup in the place of what is there, in one transaction; see `Store.put_back`."""
        programs = _find("pg_restore"), _find("psql")
        with tempfile.TemporaryFile() as said_reading, tempfile.TemporaryFile() as said_writing:
            reading = self._start(
                [programs[0], *_PLAIN, "--file=-", str(backup)],
                said_reading,
                stdout=subprocess.PIPE,
            )
            writing = self._start(
                [programs[1], "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", self._dbname()],
                said_writing,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
            )
            try:
                is_written = _pour(reading, writing, progress)
            finally:
                # Whoever has not come to COMMIT leaves the database as it was.
                for program in (reading, writing):
                    program.kill()
                    program.wait()
            if not is_written:
                said = _read(said_writing) or _read(said_reading)
                raise BackupFailed(
                    f"The backup could not be restored: {_reason(said)}. The database is as it was."
                )
        try:
            migrations.upgrade(self._url)
        except (DBAPIError, CommandError) as error:
            raise BackupFailed(
                f"The backup is restored, but could not be brought to this release's schema: "
                f"{str(error).splitlines()[0]}. Mend that, then run: gradmark db upgrade"
            ) from None

    def _start(
        self, command: list[str], said: IO[bytes], **streams: int
    ) -> "subprocess.Popen[bytes]":
        arguments: dict[str, Any] = {"stdin": subprocess.DEVNULL} | streams
        return subprocess.Popen(  # noqa: S603 - PostgreSQL's program, without a shell
            command, env=self._environment(), stderr=said, **arguments
        )

    def _dbname(self) -> str:
        one = self._parsed
        plain = URL.create(
            "postgresql", one.username, None, one.host, one.port, one.database, one.query
        )
        return f"--dbname={plain.render_as_string(hide_password=False)}"

    def _environment(self) -> Mapping[str, str]:
        # The password goes in by the environment: every user of the machine can read arguments.
        password = {"PGPASSWORD": str(self._parsed.password)} if self._parsed.password else {}
        timeouts = {"PGCONNECT_TIMEOUT": "5", "PGOPTIONS": "-c lock_timeout=5s"}
        return {**os.environ, "LC_ALL": "C", **timeouts, **password}


def _find(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise BackupFailed(
            f"{program} is not here. Install PostgreSQL's client programs, of the server's version or a newer one "
            "(Debian, Ubuntu: apt install postgresql-client; macOS: brew install libpq), and put them on the PATH."
        )
    return found


def _count(lines: IO[bytes], begins: bytes, progress: Progress) -> Iterator[bytes]:
    """Yield the lines, and count those that tell of one more table."""
    done = 0
    for line in lines:
        if begins in line:
            done = min(done + 1, len(_TABLES))
            progress(done, len(_TABLES))
        yield line


def _pour(
    reading: "subprocess.Popen[bytes]", writing: "subprocess.Popen[bytes]", progress: Progress
) -> bool:
    """Write what is read in one transaction; return whether it was committed."""
    source, target = reading.stdout, writing.stdin
    assert source is not None  # noqa: S101 - it is a pipe
    assert target is not None  # noqa: S101 - it is a pipe
    try:
        names = ", ".join(f'"{name}"' for name in _TABLES)
        target.write(f"BEGIN;\nDROP TABLE IF EXISTS {names} CASCADE;\n".encode())
        for line in _count(source, _FILLS_A_TABLE, progress):
            target.write(line)
        if reading.wait() == 0:
            target.write(b"COMMIT;\n")
        target.close()
    except BrokenPipeError:
        # It has said why already.
        pass
    finally:
        source.close()
        with contextlib.suppress(BrokenPipeError):
            target.close()
    return writing.wait() == 0 and reading.wait() == 0


def _read(said: IO[bytes]) -> bytes:
    said.seek(0)
    return said.read()


def _reason(said: bytes) -> str:
    """Return the first error of what a program has said."""
    lines = said.decode(errors="replace").splitlines()
    for mark in ("error:", "ERROR:", "FATAL:"):
        for line in lines:
            if mark in line:
                return line[line.index(mark) + len(mark) :].strip().rstrip(".")
    return lines[-1].rstrip(".") if lines else "no reason was given"
