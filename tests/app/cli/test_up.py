"""`gradmark up`: the embedded default as a user meets it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.db import Database
from app.domain.submissions import SubmissionState
from app.models import Submission
from tests.real_parts.process import find_free_port

GRADMARK = Path(sys.executable).with_name("gradmark")


@contextmanager
def gradmark_up(data: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run `gradmark up` and end it as Ctrl-C does, if the test has not done so."""
    running = subprocess.Popen(
        [GRADMARK, "up", "--data", data, "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield running
    finally:
        if running.poll() is None:
            running.send_signal(signal.SIGINT)
            running.wait(40)
        running.stdout.close()


def read_until(running: subprocess.Popen[str], text: str) -> str:
    """Read its output up to a line with `text`."""
    seen = ""
    for line in running.stdout:
        seen += line
        if text in line:
            return seen
    raise AssertionError(f"it ended without saying {text!r}:\n{seen}")


def get(port: int, path: str) -> tuple[int, dict]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def processes_of(data: Path) -> list[int]:
    """The processes whose command line or environment names the data folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except OSError:
            continue
        if os.fsencode(data) in words and int(entry.name) != os.getpid():
            found.append(int(entry.name))
    return found


def refusal(*arguments: str | Path) -> str:
    """Run `gradmark up`, which must refuse, and return its one line."""
    run = subprocess.run(
        [GRADMARK, "up", *arguments], check=False, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 1, run.stdout
    assert run.stderr.startswith("gradmark: ")
    assert run.stderr.count("\n") == 1, run.stderr
    return run.stderr


def test_one_command_starts_everything_and_ctrl_c_leaves_nothing_but_the_data(tmp_path):
    data, port = tmp_path / "data", find_free_port()
    with gradmark_up(data, port) as running:
        said = read_until(running, "Ctrl-C stops it")
        assert f"http://127.0.0.1:{port}" in said
        assert re.search(r"teacher@demo\.example\s+\S+\s+teacher", said)
        assert get(port, "/healthz")[0] == 200
        assert get(port, "/readyz")[0] == 200
        assert len(processes_of(data)) >= 6

        running.send_signal(signal.SIGINT)
        assert running.wait(40) == 0

    assert processes_of(data) == []
    assert (data / "gradmark.db").exists()


def test_the_demo_class_is_marked_and_the_next_start_keeps_it(tmp_path):
    data, port = tmp_path / "data", find_free_port()
    db = Database(f"sqlite:///{data / 'gradmark.db'}")

    def states() -> list[SubmissionState]:
        with db.reading() as session:
            return list(session.scalars(session.query(Submission.state).statement))

    with gradmark_up(data, port) as running:
        read_until(running, "Ctrl-C stops it")
        deadline = time.monotonic() + 30
        while set(states()) != {SubmissionState.MARKED}:
            assert time.monotonic() < deadline, states()
            time.sleep(0.1)
    before = len(states())
    with gradmark_up(data, port) as running:
        read_until(running, "Ctrl-C stops it")
        assert len(states()) == before > 5
    db.dispose()


def test_a_process_that_falls_is_started_again(tmp_path):
    data, port = tmp_path / "data", find_free_port()
    with gradmark_up(data, port) as running:
        read_until(running, "Ctrl-C stops it")
        for pid in processes_of(data):
            if pid != running.pid:
                os.kill(pid, signal.SIGKILL)

        deadline = time.monotonic() + 60
        while True:
            try:
                if get(port, "/readyz")[0] == 200:
                    break
            except OSError:
                assert time.monotonic() < deadline
            time.sleep(0.1)


def test_a_killed_supervisor_takes_all_with_it_and_the_next_start_works(tmp_path):
    data, port = tmp_path / "data", find_free_port()
    with gradmark_up(data, port) as killed:
        read_until(killed, "Ctrl-C stops it")
        killed.kill()
        killed.wait(10)
        # At once, and on the same port: it waits for those that still end.
        with gradmark_up(data, port) as running:
            read_until(running, "Ctrl-C stops it")
            assert get(port, "/readyz")[0] == 200
            assert all(parent_of(pid) != 1 for pid in processes_of(data)), "nobody is left alone"


def parent_of(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"PPid:\s+(\d+)", status)[1])


def test_a_second_start_on_the_same_folder_is_refused(tmp_path):
    data = tmp_path / "data"
    with gradmark_up(data, find_free_port()) as running:
        read_until(running, "Ctrl-C stops it")

        line = refusal("--data", data, "--port", str(find_free_port()))
    assert "runs on" in line
    assert "--data" in line


def test_a_port_in_use_is_refused_with_another_to_take(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        line = refusal("--data", tmp_path / "data", "--port", str(port))
    assert f"Port {port} is in use" in line
    assert f"make run PORT={port + 1}" in line


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").touch()

    assert "--data FOLDER" in refusal("--data", tmp_path / "file" / "data")
