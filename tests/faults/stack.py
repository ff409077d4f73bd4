"""The deployment's own processes under a supervisor that starts again what falls, and the servers they need.

Commands and settings are docker-compose.yml's; supervisord stands in for Docker's `restart: unless-stopped`.
"""

import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from configparser import RawConfigParser
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xmlrpc.client import ServerProxy

from sqlalchemy import text
from supervisor.xmlrpc import SupervisorTransport

import migrations
from app.db import Database
from app.settings import Settings
from tests.deployment.compose import compose_service, read_example
from tests.deployment.running import SECRETS, make_roles
from tests.real_parts.brokers import start_redis
from tests.real_parts.postgres import start_postgres
from tests.real_parts.process import find_free_port, make_folder, wait_until

PROCESSES = ("web", "worker", "beat")
# As in docker-compose.yml: stop_grace_period.
_GRACE_SECONDS = 60
_START_SECONDS = 90
# A worker's last words before it does.
_HEARS = "ready."
# Every process of a stack bears its folder in its environment, so that none is left behind.
_MARK = "GRADMARK_TEST_STACK"


class Stack:
    """Web, worker and beat as they are deployed, with a Redis and a PostgreSQL of their own.

    Attributes:
        address: Where web listens.
        postgres: The database server; stop it, kill it, start it again.
        redis: The broker; likewise.
        db: The store, opened as the owner of the tables, from outside.
        settings: Web's settings, to make cookies with.
        folder: Logs and all else.
    """

    def __init__(self) -> None:
        self.folder = make_folder()
        self.values = {**read_example(), **{name: secrets.token_hex(32) for name in SECRETS}}
        self.address = f"127.0.0.1:{find_free_port()}"
        self._figures = {name: f"127.0.0.1:{find_free_port()}" for name in ("web", "worker")}
        self._supervisor: subprocess.Popen[bytes] | None = None
        self._addresses: dict[str, dict[str, str]] = {name: {} for name in PROCESSES}
        self._settings: dict[str, dict[str, str]] = {name: {} for name in PROCESSES}
        self.redis = start_redis()
        self.postgres = start_postgres()
        make_roles(self)
        url = self.owner_url
        migrations.upgrade(url)
        self.db = Database(url)
        web = self.environment("web")
        self.settings = Settings(
            secret_key=web["GRADMARK_SECRET_KEY"],
            database_url=url,
            broker_url=web["GRADMARK_BROKER_URL"],
            public_url=web["GRADMARK_PUBLIC_URL"],
        )

    @property
    def owner_url(self) -> str:
        """The database as the owner of its tables."""
        return compose_service("migrate", self.values, self._all_addresses("web"))[1][
            "GRADMARK_DATABASE_URL"
        ]

    def reroute(self, process: str, **ports: int) -> None:
        """Let a process reach `postgres` or `redis` at another port, as a proxy's; heard when it starts next."""
        inside = {"postgres": "postgres:5432", "redis": "redis:6379"}
        self._addresses[process] = {
            inside[name]: f"127.0.0.1:{port}" for name, port in ports.items()
        }

    def set(self, process: str, **settings: str) -> None:
        """Give a process other settings, by the names of their variables; heard when it starts next."""
        self._settings[process] = settings

    def environment(self, process: str) -> dict[str, str]:
        """Return the settings of a process."""
        _command, environment = compose_service(process, self.values, self._all_addresses(process))
        redis = f"redis://:{self.redis.password}@127.0.0.1:"
        environment["GRADMARK_BROKER_URL"] = environment["GRADMARK_BROKER_URL"].replace(
            f"redis://:{self.values['REDIS_PASSWORD']}@127.0.0.1:", redis
        )
        return {**environment, **self._settings[process]}

    def _all_addresses(self, process: str) -> Mapping[str, str]:
        return {
            "postgres:5432": f"127.0.0.1:{self.postgres.port}",
            "redis:6379": f"127.0.0.1:{self.redis.port}",
            "0.0.0.0:8000": self.address,
            "127.0.0.1:8000": self.address,
            "0.0.0.0:9464": self._figures["web"],
            "0.0.0.0:9465": self._figures["worker"],
            **self._addresses[process],
        }

    def start(self) -> None:
        """Start the supervisor and with it all processes, and wait until a submission would be marked."""
        configuration = self.folder / "supervisor.conf"
        with configuration.open("w") as file:
            self._configuration().write(file)
        with (self.folder / "supervisord.out").open("ab") as out:
            self._supervisor = subprocess.Popen(
                [_command("supervisord"), "--nodaemon", "--configuration", str(configuration)],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                env={**os.environ, _MARK: str(self.folder)},
            )
        self.wait_until_ready()

    def wait_until_ready(self, seconds: float = _START_SECONDS) -> None:
        """Wait until web says that everything a marked submission needs is there.

        Raises:
            AssertionError: It is not; with the end of every log.
        """
        try:
            wait_until(self.is_ready, seconds, "the service to be ready")
        except Exception as error:
            raise AssertionError(f"{error}\n{self.log()[-6000:]}") from error

    def is_ready(self) -> bool:
        """Tell whether `/readyz` says so."""
        return self.readiness().get("status") == "ready"

    def readiness(self) -> dict[str, str]:
        """Return what `/readyz` says of each part; empty where nobody answers."""
        try:
            with urllib.request.urlopen(f"http://{self.address}/readyz", timeout=5) as response:
                return dict(json.load(response))
        except urllib.error.HTTPError as error:
            with error:
                return dict(json.load(error))
        except (OSError, ValueError):
            return {}

    def pid(self, process: str) -> int:
        """Return the id of a process's first, which is gunicorn's arbiter or Celery's main process; 0 for none."""
        return int(self._ask("getProcessInfo", process)["pid"])

    def children(self, process: str) -> list[int]:
        """Return the ids of what it forked: those that answer, or mark."""
        pid = self.pid(process)
        # To `ps`, 0 is the parent of the machine's first processes.
        return children_of(pid) if pid else []

    def signal(self, process: str, number: int) -> None:
        """Send its first process a signal."""
        send(number, self.pid(process))

    def stop(self, process: str) -> int:
        """Stop a process as Compose does and return its exit status; it stays stopped."""
        self._ask("stopProcess", process)
        return int(self._ask("getProcessInfo", process)["exitstatus"])

    def start_again(self, process: str) -> None:
        """Start what was stopped, with the settings as they are now."""
        configuration = self.folder / "supervisor.conf"
        with configuration.open("w") as file:
            self._configuration().write(file)
        self._ask("reloadConfig")
        self._ask("removeProcessGroup", process)
        self._ask("addProcessGroup", process)

    def restart(self, process: str) -> None:
        """Start a process again with the settings as they are now, and wait until it hears."""
        heard = self.log("worker").count(_HEARS)
        self.stop(process)
        self.start_again(process)
        if process == "worker":
            # What it was before counts as ready for some seconds more.
            wait_until(
                lambda: self.log("worker").count(_HEARS) > heard, _START_SECONDS, "the worker"
            )
        self.wait_until_ready()

    def starts(self, process: str) -> int:
        """Return how often the supervisor has started a process so far."""
        return self._log_of("supervisor").count(f"spawned: '{process}'")

    def _ask(self, what: str, *arguments: str) -> Any:
        transport = SupervisorTransport(None, None, f"unix://{self.folder / 'supervisor.sock'}")
        with ServerProxy("http://127.0.0.1", transport=transport) as supervisor:
            return getattr(supervisor.supervisor, what)(*arguments)

    def log(self, *processes: str) -> str:
        """Return what processes and their supervisor wrote so far; of all, unless some are named."""
        return "".join(map(self._log_of, processes or (*PROCESSES, "supervisor")))

    def _log_of(self, process: str) -> str:
        path = self.folder / f"{process}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def end(self) -> None:
        """Leave nothing behind; how processes are stopped well is an experiment's business."""
        self.db.dispose()
        if self._supervisor is not None:
            # First, so that it starts nothing again.
            self._supervisor.kill()
            self._supervisor.wait()
        send(signal.SIGKILL, *self.processes())
        self.redis.remove()
        self.postgres.remove()
        shutil.rmtree(self.folder, ignore_errors=True)

    def processes(self) -> list[int]:
        """Return the ids of all processes of this stack but the servers, however they came to be."""
        mark = f"{_MARK}={self.folder}".encode()
        return [
            int(path.parent.name)
            for path in Path("/proc").glob("[0-9]*/environ")
            if mark in _read(path).split(b"\0")
        ]

    def _configuration(self) -> RawConfigParser:
        configuration = RawConfigParser()
        configuration["supervisord"] = {
            "logfile": f"{self.folder / 'supervisor.log'}",
            "pidfile": f"{self.folder / 'supervisor.pid'}",
            "childlogdir": f"{self.folder}",
        }
        if os.geteuid() == 0:
            configuration["supervisord"]["user"] = "root"
        configuration["unix_http_server"] = {"file": f"{self.folder / 'supervisor.sock'}"}
        configuration["rpcinterface:supervisor"] = {
            "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
        }
        for name in PROCESSES:
            command, _environment = compose_service(name, self.values)
            configuration[f"program:{name}"] = {
                "command": " ".join([_command(command[0]), *command[1:]]),
                "environment": ",".join(
                    f'{key}="{value.replace("%", "%%")}"'
                    for key, value in self.environment(name).items()
                ),
                "autorestart": "true",
                "startretries": "1000000",
                "stopwaitsecs": str(_GRACE_SECONDS),
                "killasgroup": "true",
                "redirect_stderr": "true",
                "stdout_logfile": f"{self.folder / name}.log",
                "stdout_logfile_maxbytes": "0",
            }
        return configuration


@contextmanager
def slowed(stack: Stack, slow: str, quick: str) -> Iterator[None]:
    """Let something in the database take its time.

    Args:
        stack: Whose database.
        slow: The statements that make it slow.
        quick: Those that take this back; they wait for what is under way.
    """
    with stack.db.writing() as session:
        session.execute(text(slow))
    try:
        yield
    finally:
        with stack.db.writing() as session:
            session.execute(text("SET LOCAL lock_timeout = 0"))
            session.execute(text(quick))


def children_of(pid: int) -> list[int]:
    """Return the ids of a process's children that live, the eldest first."""
    listed = subprocess.check_output(
        ["ps", "-eo", "pid=,ppid=,stat=", "--sort=start_time"], text=True
    )
    rows = [line.split() for line in listed.splitlines()]
    return [
        int(child)
        for child, parent, state in rows
        if int(parent) == pid and not state.startswith("Z")
    ]


def send(number: int, *pids: int) -> None:
    """Send processes a signal; who has ended meanwhile hears none."""
    for pid in pids:
        # To the kernel, 0 is the sender's own group.
        assert pid > 1, "no process of the service"
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def _command(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
