"""One request on a connection of its own, as a browser far away sends it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

# Far above what any answer may take, so that a request that hangs is seen to hang.
_PATIENCE_SECONDS = 15.0


class NoAnswer(Exception):
    """The server did not answer, or not to the end: whoever asked knows nothing."""


@dataclass(frozen=True)
class Answer:
    """What came back; the names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    head: bytes
    body: bytes


async def ask(
    address: str, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
) -> Answer:
    """Send a request and return the whole answer.

    Args:
        address: Where the server listens, as `127.0.0.1:8000`.
        method: As in `POST`.
        path: The path with its query.
        headers: Beside those of the connection.
        body: What is sent.

    Raises:
        NoAnswer: The connection was refused, ended early, or stayed silent.
    """
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await _ask(address, method, path, headers, body)
    except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
        raise NoAnswer(type(error).__name__) from error


async def _ask(
    address: str, method: str, path: str, headers: Mapping[str, str], body: bytes
) -> Answer:
    host, _, port = address.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        sent = {"Host": address, "Connection": "close", "Content-Length": str(len(body)), **headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
        writer.write(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body)
        await writer.drain()
        head = await reader.readuntil(b"\r\n\r\n")
        rest = await reader.read(-1)
    finally:
        writer.close()
    return _read(head, rest)


def _read(head: bytes, body: bytes) -> Answer:
    first, *lines = head.decode("latin-1").rstrip().split("\r\n")
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    if len(body) != int(headers.get("content-length", len(body))):
        raise NoAnswer("it ended early")
    return Answer(int(first.split()[1]), headers, head, body)
