"""Slow clients have the web server for as long as they need, and a busy process leaves who comes to another."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

import migrations
from tests.deployment.visiting import Visitor
from tests.real_parts.process import find_free_port, wait_until

PIECES = (
    b"POST /preview?field=a HTTP/1.1\r\nHo",
    b"st: 127.0.0.1\r\nContent-Le",
    b"ngth: 3\r\n\r\na",
    b"=1",
)


@pytest.fixture(scope="module")
def web(tmp_path_factory) -> Iterator[tuple[str, int]]:
    """The deployment's web server with one process of two threads."""
    with serving(tmp_path_factory.mktemp("web"), processes=1) as port:
        yield "127.0.0.1", port


@contextmanager
def serving(folder: Path, *, processes: int) -> Iterator[int]:
    """Run the deployment's web server on a store in this folder; each process has two threads."""
    port = find_free_port()
    url = f"sqlite:///{folder}/gradmark.db"
    migrations.upgrade(url)
    environment = {
        "GRADMARK_SECRET_KEY": "k" * 32,
        "GRADMARK_DATABASE_URL": url,
        "GRADMARK_BROKER_URL": "redis://127.0.0.1:1/0",
        "GRADMARK_WEB_BIND": f"127.0.0.1:{port}",
        "GRADMARK_WEB_WORKERS": str(processes),
        "GRADMARK_WEB_THREADS": "2",
    }
    with (folder / "web.log").open("wb") as log:
        server = subprocess.Popen(
            [Path(sys.executable).with_name("gradmark"), "web"],
            env={**os.environ, **environment},
            stdout=log,
            stderr=log,
        )
    try:
        wait_until(lambda: answers(port), 60, "web")
        yield port
    finally:
        server.terminate()
        assert server.wait(30) == 0


def answers(port: int) -> bool:
    try:
        return Visitor(f"127.0.0.1:{port}").get("/healthz").status == 200
    except OSError:
        return False


def read_answer(connection: socket.socket) -> bytes:
    """Read one answer to its end, as its length says."""
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(65536)
    head, _, body = answer.partition(b"\r\n\r\n")
    (length,) = [
        int(one.split(b":")[1])
        for one in head.split(b"\r\n")
        if one.lower().startswith(b"content-length")
    ]
    while len(body) < length:
        body += connection.recv(65536)
    return head


def test_clients_that_send_slowly_take_no_thread_from_others(web):
    with ExitStack() as open_:
        for number in range(60):
            slow = open_.enter_context(socket.create_connection(web, timeout=5))
            slow.sendall(b"".join(PIECES[: number % 4])[:-1])

        assert answers(web[1])


def test_clients_that_do_not_close_their_side_keep_nobody_waiting(web):
    with ExitStack() as open_:
        lingering = [
            open_.enter_context(socket.create_connection(web, timeout=9)) for _ in range(10)
        ]
        for one in lingering:
            one.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        # Gunicorn's own worker gives two seconds to each, one after the other.
        for one in lingering:
            assert read_answer(one).startswith(b"HTTP/1.1 200")


def test_a_request_that_comes_in_pieces_is_answered_as_any_other(web):
    with socket.create_connection(web, timeout=5) as connection:
        for _twice_on_one_connection in range(2):
            for piece in PIECES:
                connection.sendall(piece)
                # Nagle's algorithm would put them together.
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # Without the page's token, this form is refused: by the application, which has read it.
            assert read_answer(connection).startswith(b"HTTP/1.1 400")


def test_two_requests_in_one_packet_are_both_answered(web):
    with socket.create_connection(web, timeout=5) as connection:
        connection.sendall(2 * b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert read_answer(connection).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("kilobytes", [100, 2000])
def test_a_body_that_is_too_long_is_refused(web, kilobytes):
    body = b"a=" + b"x" * kilobytes * 1024
    with socket.create_connection(web, timeout=5) as connection:
        connection.sendall(
            b"POST /preview HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            b"Content-Length: %d\r\n\r\n" % len(body)
        )
        try:
            connection.sendall(body)
        except ConnectionError:
            # It was refused before all of it was sent.
            return
        assert read_answer(connection).startswith((b"HTTP/1.1 413", b"HTTP/1.1 400"))


def test_who_goes_away_in_mid_sentence_leaves_nothing_behind(web):
    for sent in (b"", b"GET /hea", b"".join(PIECES[:3])):
        with socket.create_connection(web, timeout=5) as connection:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass
    assert answers(web[1])


def test_who_comes_while_a_process_is_busy_is_answered_by_another(tmp_path):
    with (
        serving(tmp_path, processes=2) as port,
        ThreadPoolExecutor(3) as clicks,
        closing(sqlite3.connect(tmp_path / "gradmark.db", isolation_level=None)) as store,
    ):
        # Who practises is stored as a guest: of three that wait for the store, two are at one of the processes.
        store.execute("BEGIN IMMEDIATE")
        waiting = [clicks.submit(practise, port) for _ in range(3)]
        time.sleep(1)
        for _ in range(20):
            with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
                connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                assert read_answer(connection).startswith(b"HTTP/1.1 200")
        assert not any(one.done() for one in waiting), "nobody waited"
        store.execute("ROLLBACK")


def practise(port: int) -> None:
    Visitor(f"127.0.0.1:{port}").practise()
