"""The application on a fresh SQLite store, and browsers to visit it with."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import event

from app.db import Database
from app.settings import Settings
from app.site import create_app
from tests.app.classroom import RecordingDoorbell
from tests.app.web.browsing import Browser

SECRET = "only-for-tests-" + "x" * 32
# Port 1 answers nobody: the pages must work while the broker is down.
NO_BROKER = "redis://:secret@127.0.0.1:1/0"


@pytest.fixture
def database_url(fresh_sqlite: str) -> str:
    """The pages ask the same services on both databases; their own tests run on SQLite."""
    return fresh_sqlite


@pytest.fixture
def web_app(db: Database, database_url: str, doorbell: RecordingDoorbell) -> Flask:
    """The application as the server runs it, with a doorbell that remembers."""
    settings = Settings(secret_key=SECRET, database_url=database_url, broker_url=NO_BROKER)
    return create_app(settings, doorbell)


@pytest.fixture
def asked(web_app: Flask) -> Iterator[list[str]]:
    """Every statement that the pages send to their store."""
    sent: list[str] = []
    store = web_app.extensions["gradmark"].db.db_engine

    def note(*arguments: object) -> None:
        sent.append(str(arguments[2]))

    event.listen(store, "before_cursor_execute", note)
    yield sent
    event.remove(store, "before_cursor_execute", note)


@pytest.fixture
def stranger(web_app: Flask) -> Browser:
    """A browser that was never here."""
    return Browser(web_app)


@pytest.fixture
def open_browser(web_app: Flask, db: Database) -> Callable[[uuid.UUID], Browser]:
    """Open a browser in which a member is signed in."""
    return lambda user_id: Browser(web_app).sign_in(db, user_id)


@pytest.fixture
def student(classroom, open_browser) -> Browser:
    """The classroom's student at a browser."""
    return open_browser(classroom.student)


@pytest.fixture
def instructor(classroom, open_browser) -> Browser:
    """The classroom's instructor at a browser."""
    return open_browser(classroom.instructor)
