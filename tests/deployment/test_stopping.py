"""A web server that is told to stop ends what it has begun: what it took is stored, and acknowledged."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import psycopg
import pytest

import migrations
from tests.deployment.visiting import Visitor
from tests.real_parts.process import find_free_port, wait_until

GRADMARK = Path(sys.executable).with_name("gradmark")
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.fixture
def address() -> str:
    return f"127.0.0.1:{find_free_port()}"


@pytest.fixture
def log(tmp_path) -> Path:
    return tmp_path / "web.log"


@pytest.fixture
def web(fresh_postgres, address, log) -> Iterator[subprocess.Popen]:
    """A web server of one process, and no broker: what is submitted stays where it is stored."""
    migrations.upgrade(fresh_postgres)
    settings = {
        "GRADMARK_SECRET_KEY": os.urandom(32).hex(),
        "GRADMARK_DATABASE_URL": fresh_postgres,
        "GRADMARK_BROKER_URL": "redis://:secret@127.0.0.1:1/0",
        "GRADMARK_WEB_BIND": address,
        "GRADMARK_WEB_WORKERS": "1",
    }
    with log.open("wb") as file:
        running = subprocess.Popen(
            [GRADMARK, "web"], env={**os.environ, **settings}, stdout=file, stderr=file
        )
    try:
        wait_until(lambda: answers(address), 60, f"web: {log.read_text()}")
        yield running
    finally:
        running.kill()
        running.wait()


def answers(address: str) -> bool:
    try:
        return Visitor(address).get("/healthz").status == 200
    except OSError:
        return False


def test_a_submission_under_way_is_stored_and_acknowledged_before_web_stops(
    web, address, fresh_postgres, log
):
    visitor = Visitor(address)
    exercise = visitor.practise()
    received: list[HTTPResponse] = []
    submitting = threading.Thread(
        target=lambda: received.append(visitor.submit(exercise, follow=False))
    )
    plain = fresh_postgres.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as looking:
        with psycopg.connect(plain) as holding:
            holding.execute("LOCK TABLE submissions IN EXCLUSIVE MODE")
            submitting.start()
            wait_until(lambda: looking.execute(WAITING).fetchone() == (1,), 20, "the submission")
            web.send_signal(signal.SIGTERM)
            wait_until(lambda: "Handling signal: term" in log.read_text(), 20, "web to hear it")
            # Whoever stopped at once would have stopped by now.
            time.sleep(0.2)
            assert received == []
        submitting.join()
        (stored,) = looking.execute("SELECT count(*) FROM submissions").fetchone()

    assert [response.status for response in received] == [303]
    assert stored == 1
    assert web.wait(30) == 0
