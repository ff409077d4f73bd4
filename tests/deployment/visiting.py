"""A student at a server that runs as a process of its own."""

import re
import urllib.parse
import urllib.request
import uuid
from http.client import HTTPResponse
from http.cookiejar import CookieJar

_TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)">')
_KEY = re.compile(r'name="key" value="([^"]+)"')
_QUESTIONS = re.compile(r'name="(answer\.[^"]+)"')


class Visitor:
    """One browser that keeps its cookies, also from one server of a deployment to another.

    Args:
        address: Where the server listens, as `127.0.0.1:8000`.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        parts = (
            urllib.request.HTTPCookieProcessor(CookieJar()),
            urllib.request.ProxyHandler({}),
        )
        self._following = urllib.request.build_opener(*parts)
        self._staying = urllib.request.build_opener(*parts, _Stay)

    def get(self, path: str, **headers: str) -> HTTPResponse:
        """Open an address."""
        return self._open(path, None, headers)

    def post(
        self, path: str, form: dict[str, str], *, follow: bool = True, **headers: str
    ) -> HTTPResponse:
        """Send a form; where it leads on to another page, go there, unless told not to."""
        token = _TOKEN.search(self.get("/sign-in").read().decode())
        assert token is not None
        data = urllib.parse.urlencode({"csrf_token": token[1], **form}).encode()
        return self._open(path, data, headers, follow=follow)

    def practise(self, problem: str = "one-weight-per-component") -> str:
        """Take a practice exercise, and return its address."""
        return urllib.parse.urlsplit(self.post(f"/practice/problems/{problem}", {}).url).path

    def submit(
        self, exercise: str, text: str = "1", *, follow: bool = True, **headers: str
    ) -> HTTPResponse:
        """Answer every question of an exercise with the same text."""
        page = self.get(exercise).read().decode()
        key = _KEY.search(page)
        assert key is not None, page
        answers = dict.fromkeys(_QUESTIONS.findall(page), text)
        return self.post(exercise, {"key": key[1], **answers}, follow=follow, **headers)

    def _open(
        self, path: str, data: bytes | None, headers: dict[str, str], *, follow: bool = True
    ) -> HTTPResponse:
        request = urllib.request.Request(f"http://{self.address}{path}", data, headers)
        opener = self._following if follow else self._staying
        response: HTTPResponse = opener.open(request, timeout=30)
        return response


class _Stay(urllib.request.HTTPRedirectHandler):
    """Takes a redirect for the answer."""

    def http_error_303(self, _request, response, *_rest):
        """Return it as it is."""
        return response


def fresh_request_id() -> str:
    """Return an id that nobody had before."""
    return f"test-{uuid.uuid4().hex}"
