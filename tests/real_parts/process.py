"""A real server process that a test starts, stops, kills and restarts."""

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


class MissingPartError(Exception):
    """A real part that tests need is not on this machine; the message says what to install."""


class ServerStartError(Exception):
    """A server did not come up; the message holds the end of its log."""


def find_free_port() -> int:
    """Return a loopback port nobody listens on, below the range that outgoing connections use."""
    for port in random.SystemRandom().sample(range(20_000, 32_000), 200):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise ServerStartError("200 ports between 20000 and 32000 were tried and all are in use.")


def wait_until(ready: Callable[[], bool], seconds: float, what: str) -> None:
    """Poll `ready` until it is true.

    Raises:
        ServerStartError: It stayed false for `seconds`.
    """
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise ServerStartError(f"Waited {seconds:g} s for {what}.")
        time.sleep(0.02)


class Server(ABC):
    """One server on one free loopback port, with its data in a folder of its own.

    The port, the password and the folder outlive `stop` and `kill`, so `start` brings the same
    server back: clients see an outage, not another server.

    Attributes:
        name: What error messages call it.
        stop_signal: The signal that asks this server to end in an orderly way.
        start_seconds: How long `start` waits for it to be ready.
    """

    name = "server"
    stop_signal = signal.SIGTERM
    start_seconds = 20.0

    def __init__(self) -> None:
        self.port = find_free_port()
        self.folder = make_folder()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The running process's id."""
        if self._process is None:
            raise ServerStartError(f"{self.name} is not running.")
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not been ended since."""
        return self._process is not None

    @property
    def log(self) -> str:
        """What the server wrote so far, over all its starts."""
        path = self.folder / "server.log"
        return path.read_text(errors="replace") if path.exists() else ""

    @abstractmethod
    def command(self) -> Sequence[str]:
        """The argument vector that starts the server in the foreground."""

    @abstractmethod
    def is_ready(self) -> bool:
        """Whether the server answers its own clients."""

    def identity(self) -> dict[str, Any]:
        """Keywords for Popen that say which user the server runs as; none by default."""
        return {}

    def start(self) -> None:
        """Start the server and wait until it answers.

        Raises:
            ServerStartError: It ended or stayed silent; the message holds the end of its log.
        """
        if self._process is not None:
            raise ServerStartError(f"{self.name} is running already.")
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                start_new_session=True,  # Ctrl-C at the test run is for pytest, which then stops us
                **self.identity(),
            )
        try:
            wait_until(self._answers_or_ended, self.start_seconds, self.name)
        except ServerStartError as error:
            self.kill()
            raise ServerStartError(f"{error} End of its log:\n{self.log[-2000:]}") from None

    def _answers_or_ended(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise ServerStartError(f"{self.name} ended while starting.")
        return self.is_ready()

    def stop(self) -> None:
        """End the server in an orderly way and wait; a server that hangs is killed after 20 s."""
        self._end(self.stop_signal)

    def kill(self) -> None:
        """End the server as a power cut would (SIGKILL) and wait."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Stop in an orderly way, then start on the same port with the same data."""
        self.stop()
        self.start()

    def _end(self, signal_number: int) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        process.send_signal(signal_number)
        # A paused (SIGSTOP) server hears nothing but SIGKILL until it runs on.
        process.send_signal(signal.SIGCONT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def remove(self) -> None:
        """End the server and delete its data."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def make_folder() -> Path:
    """Make a private folder where another user than root may be let in.

    pytest's own temporary folders are closed to everybody else, and a home folder may be too, so
    the first temporary folder whose parents let others pass is taken.
    """
    candidates = dict.fromkeys([tempfile.gettempdir(), "/var/tmp", "/tmp"])
    for candidate in map(Path, candidates):
        if os.geteuid() != 0 or lets_others_pass(candidate):
            return Path(tempfile.mkdtemp(prefix="gradmark-test-", dir=candidate))
    raise MissingPartError(
        "No temporary folder lets other users pass: set TMPDIR to one that does."
    )


def lets_others_pass(folder: Path) -> bool:
    """Whether any user may enter this folder and all those above it."""
    way = [folder, *folder.resolve().parents]
    return all(step.is_dir() and step.stat().st_mode & 0o001 for step in way)
