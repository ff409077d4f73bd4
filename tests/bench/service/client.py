"""A browser as far as a server can tell: one connection that is kept, cookies, forms. It costs little to drive many."""

import asyncio
from dataclasses import dataclass
from urllib.parse import urlencode

_GIVES_UP_SECONDS = 60.0


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 stands for no answer."""

    status: int
    head: bytes
    body: bytes

    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    def cookies(self) -> dict[str, str]:
        """The cookies that it sets."""
        lines = self.head.decode("latin-1").split("\r\n")
        set_cookies = [one[11:] for one in lines if one.lower().startswith("set-cookie:")]
        pairs = (one.split(";", 1)[0].strip().partition("=") for one in set_cookies)
        return {name: value for name, _, value in pairs}


_NO_ANSWER = Answer(0, b"", b"")


class _Connection(asyncio.Protocol):
    """One request after the other."""

    def __init__(self) -> None:
        self._received = bytearray()
        self._waiting: asyncio.Future[Answer] | None = None
        self._transport: asyncio.WriteTransport | None = None
        self.is_open = False

    def connection_made(self, transport) -> None:
        self._transport, self.is_open = transport, True

    def connection_lost(self, _error) -> None:
        self.is_open = False
        self._end(_NO_ANSWER)

    def send(self, request: bytes) -> "asyncio.Future[Answer]":
        self._received.clear()
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return self._waiting

    def data_received(self, data: bytes) -> None:
        self._received += data
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self._received[:end])
        if len(self._received) >= end + 4 + _length(head):
            answer = Answer(int(head[9:12]), head, bytes(self._received[end + 4 :]))
            if b"\r\nconnection: close" in head.lower():
                self.close()
            self._end(answer)

    def _end(self, answer: Answer) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(answer)

    def close(self) -> None:
        self.is_open = False
        if self._transport is not None:
            self._transport.close()


def _length(head: bytes) -> int:
    """How long the body is that follows; a server that does not say so is none of ours."""
    lowered = head.lower()
    place = lowered.find(b"\r\ncontent-length:")
    if place < 0:
        return 0
    return int(lowered[place + 17 :].split(b"\r\n", 1)[0])


class Browser:
    """Somebody's browser.

    Args:
        address: The server, `host:port`.
        cookie: What it sends as its cookies.
    """

    def __init__(self, address: str, cookie: str = "") -> None:
        self._address = address
        self._host, _, self._port = address.partition(":")
        self._cookies = dict([cookie.split("=", 1)]) if cookie else {}
        self._connection = _Connection()

    def sign_in_as(self, cookie: str) -> None:
        """Go on with somebody else's cookies."""
        self._cookies = dict([cookie.split("=", 1)])

    async def get(self, path: str, *, by_script: bool = False) -> Answer:
        """Open a page, or let the page's script ask for a part of it."""
        return await self._ask(f"GET {path}", b"", by_script=by_script)

    async def post(self, path: str, form: dict[str, str], *, by_script: bool = False) -> Answer:
        """Send a form."""
        return await self._ask(f"POST {path}", urlencode(form).encode(), by_script=by_script)

    async def _ask(self, line: str, body: bytes, *, by_script: bool) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        head = f"{line} HTTP/1.1\r\nHost: {self._address}\r\nCookie: {cookies}\r\n"
        if by_script:
            head += "HX-Request: true\r\n"
        if line.startswith("POST"):
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        request = head.encode() + b"\r\n" + body
        try:
            async with asyncio.timeout(_GIVES_UP_SECONDS):
                answer = await self._send(request)
        except (OSError, TimeoutError):
            self._connection.close()
            return _NO_ANSWER
        if b"et-Cookie" in answer.head:
            self._cookies |= answer.cookies()
        return answer

    async def _send(self, request: bytes) -> Answer:
        """Send it; once more on a fresh connection where the server had closed the kept one."""
        if self._connection.is_open:
            answer = await self._connection.send(request)
            if answer.status:
                return answer
        loop = asyncio.get_running_loop()
        _, self._connection = await loop.create_connection(_Connection, self._host, int(self._port))
        return await self._connection.send(request)

    def leave(self) -> None:
        """Close the connection."""
        self._connection.close()
