"""`gradmark up` as a service to break: SQLite, and the broker that comes with it."""

import os
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from redis import Redis

from app.cli import attending
from app.db import Database
from app.settings import Settings
from tests.faults.stack import children_of
from tests.real_parts.process import find_free_port, make_folder, wait_until

_START_SECONDS = 90
# Said when all that ran before has ended.
_BEGINS = "Starting web, worker, beat and broker"
# What the command of each program holds, and no other's.
_KNOWN_BY = {
    "broker": "valkey-server",
    "web": "gunicorn",
    "worker": "--without-mingle",
    "beat": "--pidfile=",
}


class Embedded:
    """Web, worker, beat and broker as one command starts them.

    Attributes:
        address: Where web listens.
        db: The store, opened from outside.
        settings: Web's settings, to make cookies with.
        folder: What the tests keep, and the data folder in it.
        data: The data folder.
    """

    def __init__(self) -> None:
        self.folder = make_folder()
        self.data = self.folder / "data"
        self._port = find_free_port()
        self.address = f"127.0.0.1:{self._port}"

    def start(self) -> None:
        """Run the command, on the data of the start before, and wait until a submission would be marked."""
        starts = self.log().count(_BEGINS)
        with (self.folder / "said").open("ab") as said:
            self.supervisor = subprocess.Popen(
                [
                    *(Path(sys.executable).with_name("gradmark"), "up"),
                    *("--data", self.data, "--port", str(self._port)),
                ],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        # Until then, programs of the start before may answer.
        self._wait_for(lambda: self.log().count(_BEGINS) > starts)
        self.wait_until_ready()
        self._broker = _read_broker(self.data / "broker" / "valkey.conf")
        url = f"sqlite:///{self.data / 'gradmark.db'}"
        self.db = Database(url)
        self.settings = Settings(
            secret_key=(self.data / "secret_key").read_text(),
            database_url=url,
            broker_url=self._broker,
            public_url=f"http://{self.address}",
        )

    def wait_until_ready(self) -> None:
        """Wait until web says that everything a marked submission needs is there."""
        self._wait_for(self._is_ready)

    def _wait_for(self, condition: Callable[[], bool]) -> None:
        try:
            wait_until(condition, _START_SECONDS, "gradmark up")
        except Exception as error:
            raise AssertionError(f"{error}\n{self.log()[-6000:]}") from error

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{self.address}/readyz", timeout=5) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def pid(self, program: str) -> int:
        """Return the id of a program's first process."""
        found: list[int] = []

        def look() -> bool:
            found[:] = [
                pid
                for pid in children_of(self.supervisor.pid)
                if _KNOWN_BY[program] in _command(pid)
            ]
            return len(found) == 1

        wait_until(look, 30, f"{program} to run")
        return found[0]

    def children(self, program: str) -> list[int]:
        """Return the ids of what it forked."""
        return children_of(self.pid(program))

    def flush_broker(self) -> None:
        """Empty the broker."""
        with Redis.from_url(self._broker) as broker:
            broker.flushall()

    def log(self) -> str:
        """Return all that the programs and their supervisor wrote, and what the command said."""
        paths = (*sorted(self.data.glob("logs/*.log")), self.folder / "said")
        return "".join(path.read_text(errors="replace") for path in paths if path.exists())

    def stop(self) -> int:
        """Stop it as Ctrl-C does, and return its exit status."""
        self.db.dispose()
        self.supervisor.send_signal(signal.SIGINT)
        return self.supervisor.wait(60)

    def end(self) -> None:
        """Leave no process behind."""
        if self.supervisor.poll() is None:
            self.stop()
        ended = attending.wait_for_all(self.data / "running", 30)
        shutil.rmtree(self.folder)
        assert ended, "a program outlived its supervisor"


def _read_broker(configuration: Path) -> str:
    values = dict(line.split(" ", 1) for line in configuration.read_text().splitlines())
    return f"redis://:{values['requirepass']}@{values['bind']}:{values['port']}/0"


def _command(pid: int) -> str:
    try:
        return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes())
    except OSError:
        return ""
