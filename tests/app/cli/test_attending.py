"""An attended program ends with its supervisor, and is known to run for as long as it or a child of it does."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli import attending
from tests.real_parts.process import wait_until

# A program that starts another, and both sleep.
SLEEPERS = ["/bin/sh", "-c", "sleep 1000 & echo $! ; exec sleep 1000"]


@pytest.fixture
def lock(tmp_path) -> Path:
    return tmp_path / "running"


@pytest.fixture
def supervisor(lock) -> Iterator[subprocess.Popen[str]]:
    """A process that starts an attended program, says who the two sleepers are, and waits."""
    command = [sys.executable, "-I", attending.__file__, str(lock), "{}", *SLEEPERS]
    source = (
        "import os, subprocess, signal\n"
        f"command = [word.replace('{{}}', str(os.getpid())) for word in {command!r}]\n"
        "print(subprocess.Popen(command).pid, flush=True)\n"
        "signal.pause()\n"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", source], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield running
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait(10)
        running.stdout.close()


def test_a_program_ends_when_its_supervisor_is_killed(supervisor, lock):
    program, child = (int(supervisor.stdout.readline()) for _ in range(2))
    os.kill(child, signal.SIGKILL)
    assert not attending.wait_for_all(lock, 0.2), "it runs"

    supervisor.kill()

    assert attending.wait_for_all(lock, 20)
    wait_until(lambda: not Path(f"/proc/{program}").exists(), 20, "it to be gone")


def test_a_child_that_outlives_its_program_is_known(supervisor, lock):
    program, child = (int(supervisor.stdout.readline()) for _ in range(2))
    os.kill(program, signal.SIGKILL)

    assert not attending.wait_for_all(lock, 0.5)
    os.kill(child, signal.SIGKILL)
    assert attending.wait_for_all(lock, 20)


def test_a_program_does_not_begin_where_its_supervisor_is_gone(lock):
    stranger = [sys.executable, "-I", attending.__file__, str(lock), "1", "/bin/echo", "begun"]

    run = subprocess.run(stranger, capture_output=True, text=True, check=False, timeout=60)

    assert (run.returncode, run.stdout) == (1, "")
