"""A browser without a screen: Flask's test client that carries the form token of the page it saw last."""

import re
import uuid
from html.parser import HTMLParser

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.db import Database
from app.models import User

PASSWORD = "correct horse"
_TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)">')
_SHEET_KEY = re.compile(r'name="key" value="([^"]+)"')


class Browser:
    """One person at one browser."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, address: str, **headers: str) -> TestResponse:
        """Open an address."""
        return self.client.get(address, headers=headers, buffered=True)

    def post(
        self, address: str, data: dict[str, str] | None = None, **headers: str
    ) -> TestResponse:
        """Send a form with this session's token."""
        return self.client.post(
            address, data={"csrf_token": self.token(), **(data or {})}, headers=headers
        )

    def token(self) -> str:
        """Return this session's form token."""
        return _TOKEN.search(self.get("/sign-in").text)[1]

    def sign_in(self, db: Database, user_id: uuid.UUID) -> "Browser":
        """Sign a member in as they do it."""
        with db.reading() as session:
            email = session.get_one(User, user_id).email
        answer = self.post("/sign-in", {"email": email, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return self

    def submit(
        self,
        variant_id: uuid.UUID | str,
        answers: dict[str, str],
        key: str | None = None,
        **headers: str,
    ) -> TestResponse:
        """Submit answers by question id, under the key of a freshly loaded page unless one is given."""
        address = f"/variants/{variant_id}"
        key = key or sheet_key(self.get(address))
        typed = {f"answer.{question}": text for question, text in answers.items()}
        return self.post(address, {"key": key, **typed}, **headers)

    def practise(self, problem: str = "one-weight-per-component") -> uuid.UUID:
        """Take a practice exercise of a problem and return its variant."""
        answer = self.post(f"/practice/problems/{problem}")
        assert answer.status_code == 303, answer.text
        return uuid.UUID(answer.location.rsplit("/", 1)[1])


def sheet_key(page: TestResponse) -> str:
    """Return the key that makes a click on this exercise page count once."""
    return _SHEET_KEY.search(page.text)[1]


class Elements(HTMLParser):
    """All start tags of a page with their attributes, and the text inside each script and style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[str] = []
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        self._open = tag

    def handle_data(self, data: str) -> None:
        """Note what stands inside a script or a style."""
        if self._open in ("script", "style") and data.strip():
            self.inline.append(data)

    def with_name(self, name: str) -> dict[str, str | None]:
        """Return the attributes of the form field of this name."""
        return next(attributes for _, attributes in self.tags if attributes.get("name") == name)
