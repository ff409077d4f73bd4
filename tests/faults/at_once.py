"""Requests that arrive at one instant: each is sent but for its last byte, and then all last bytes go out."""

import json
import socket
import time
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from tests.faults.planning import Exercise, Student

_PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Reply:
    """What came back, and when the last byte of the request went out and the first of the answer came in.

    Both are seconds since the epoch.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    sent: float
    heard: float


def form_of(
    student: Student, exercise: Exercise, key: str, answers: Mapping[str, str]
) -> tuple[str, dict[str, str], bytes]:
    """Return the path, the headers and the body of a submission on the page."""
    form = {"csrf_token": student.form_token, "key": key}
    form |= {f"answer.{name}": text for name, text in answers.items()}
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": student.cookies,
    }
    return f"/variants/{exercise.id}", headers, urllib.parse.urlencode(form).encode()


def json_of(
    student: Student, exercise: Exercise, key: str, answers: Mapping[str, str]
) -> tuple[str, dict[str, str], bytes]:
    """Return the same of a submission through the API."""
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {student.api_token}",
        "Idempotency-Key": key,
    }
    body = json.dumps({"answers": dict(answers)}).encode()
    return f"/api/v1/exercises/{exercise.id}/submissions", headers, body


def wrong_answers(exercise: Exercise, number: int) -> dict[str, str]:
    """Return answers that can be read, and that nobody has given before under another number."""
    return {
        name: json.dumps(_filled(truth, number + 0.25)) for name, truth in exercise.truth.items()
    }


def _filled(truth: object, value: float) -> object:
    return [_filled(one, value) for one in truth] if isinstance(truth, list) else value


def post_at_once(
    address: str, requests: Sequence[tuple[str, dict[str, str], bytes]]
) -> Sequence[Reply]:
    """Send requests at one instant and return the answers in the same order."""
    with waiting(address, requests) as connections:
        sent = [
            _send_last_byte(one, body)
            for one, (_, _, body) in zip(connections, requests, strict=True)
        ]
        return [_read(one, at) for one, at in zip(connections, sent, strict=True)]


def post_one_by_one(
    address: str, requests: Sequence[tuple[str, dict[str, str], bytes]], pause: float
) -> Sequence[Reply]:
    """Send requests one after the other, without waiting for answers."""
    with waiting(address, requests) as connections:
        sent = []
        for one, (_, _, body) in zip(connections, requests, strict=True):
            sent.append(_send_last_byte(one, body))
            time.sleep(pause)
        return [_read(one, at) for one, at in zip(connections, sent, strict=True)]


@contextmanager
def waiting(
    address: str, requests: Sequence[tuple[str, dict[str, str], bytes]]
) -> Iterator[Sequence[socket.socket]]:
    """Send requests but for the last byte of each."""
    host, _, port = address.rpartition(":")
    with ExitStack() as held:
        connections = []
        for path, headers, body in requests:
            one = held.enter_context(socket.create_connection((host, int(port)), _PATIENCE_SECONDS))
            named = {
                "Host": address,
                "Connection": "close",
                "Content-Length": str(len(body)),
                **headers,
            }
            lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
            one.sendall(f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + body[:-1])
            connections.append(one)
        yield connections


def _send_last_byte(connection: socket.socket, body: bytes) -> float:
    at = time.time()
    connection.sendall(body[-1:])
    return at


def _read(connection: socket.socket, sent: float) -> Reply:
    answer = connection.recv(65536)
    heard = time.time()
    while more := connection.recv(65536):
        answer += more
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {
        name.lower(): value.strip() for name, _, value in (one.partition(":") for one in lines)
    }
    return Reply(int(first.split()[1]), headers, body, sent, heard)
