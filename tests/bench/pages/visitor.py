"""Somebody at a browser: one connection that is kept, and the time that each answer takes."""

import http.client
import re
import time
from dataclasses import dataclass
from urllib.parse import urlencode

_TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)">')


@dataclass(frozen=True)
class Answer:
    """What came back: its status, its bytes, and the seconds from asking to its last byte."""

    status: int
    content: bytes
    seconds: float


class Visitor:
    """One person at one browser, signed in if they have an account."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}

    def sign_in(self, email: str, password: str) -> None:
        """Sign in as the form does."""
        token = _TOKEN.search(self.get("/sign-in").content.decode())[1]
        form = {"csrf_token": token, "email": email, "password": password}
        answer = self._ask("POST", "/sign-in", urlencode(form))
        assert answer.status == 303, f"{email} cannot sign in: {answer.status}"

    def get(self, address: str) -> Answer:
        """Open an address."""
        return self._ask("GET", address)

    def _ask(self, method: str, address: str, form: str = "") -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        started = time.perf_counter()
        self._connection.request(method, address, body=form or None, headers=headers)
        response = self._connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - started
        for cookie in response.msg.get_all("Set-Cookie", []):
            name, value = cookie.split(";", 1)[0].split("=", 1)
            self._cookies[name] = value
        return Answer(response.status, content, seconds)

    def leave(self) -> None:
        """Close the connection."""
        self._connection.close()
