"""`make run`, with make between the user's Ctrl-C and what it started."""

import os
import signal
import socket
import subprocess
from pathlib import Path

from tests.deployment.compose import ROOT
from tests.real_parts.process import find_free_port


def make_run(data: Path, port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["make", "run", f"PORT={port}", f"DATA={data}"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def processes_of_session(session: int) -> list[str]:
    listed = subprocess.run(
        ["ps", "-eo", "sess=,args="], capture_output=True, text=True, check=True
    )
    rows = (line.split(maxsplit=1) for line in listed.stdout.splitlines())
    return [arguments for number, arguments in rows if number == str(session)]


def test_ctrl_c_at_make_run_ends_everything_without_a_word(tmp_path):
    running = make_run(tmp_path / "data", find_free_port())
    try:
        lines = iter(running.stdout.readline, "")
        assert any("Ctrl-C stops it" in line for line in lines)
        assert len(processes_of_session(running.pid)) > 5
        # A terminal sends Ctrl-C to make and to what make runs alike.
        os.killpg(running.pid, signal.SIGINT)
        said = running.stdout.read()
        assert running.wait(timeout=40) in (0, -signal.SIGINT)
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGTERM)
            running.wait(timeout=40)
        running.stdout.close()
    assert said.strip() == ""
    assert processes_of_session(running.pid) == []


def test_a_port_in_use_is_named_with_what_to_do(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as rival:
        port = rival.getsockname()[1]
        running = make_run(tmp_path / "data", port)
        said, _ = running.communicate(timeout=60)
    lines = [line for line in said.splitlines() if line.startswith("gradmark: ")]
    assert running.returncode == 2
    assert lines == [f"gradmark: Port {port} is in use. Take another one: make run PORT={port + 1}"]
