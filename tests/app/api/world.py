"""The world of the pages' access table, with a token of every scope for everybody who can have one."""

import contextlib
import shutil
import sqlite3
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.db import Database
from app.domain.api_tokens import Scope
from app.models import User
from app.services.api_tokens import make_token
from tests.app.web.access.world import World, make_app

# A stranger has no token; a guest can make none.
PEOPLE = (
    "stranger",
    "outsider",
    "former",
    "classmate",
    "student",
    "grader",
    "instructor",
    "administrator",
)


@dataclass(frozen=True)
class ApiWorld:
    """A store in a file, the ids that addresses name, and everybody's token."""

    file: Path
    ids: dict[str, object]
    people: dict[str, uuid.UUID]
    tokens: dict[str, str]


def add_tokens(world: World, folder: Path) -> ApiWorld:
    """Take a copy of the world in which everybody has a token that allows everything."""
    file = Path(shutil.copy(world.file, folder / "api.db"))
    db = Database(f"sqlite:///{file}")
    with db.reading() as session:
        found = dict(session.execute(select(User.email, User.id)).all())
        names = dict(session.execute(select(User.display_name, User.id)).all())
    people = {
        "administrator": found["root@example.org"],
        "instructor": found["grace@example.org"],
        "student": names["Ada"],
        **{who: names[who] for who in ("outsider", "former", "classmate", "grader")},
    }
    tokens = {who: token_for(db, user_id) for who, user_id in people.items()}
    db.dispose()
    ids = {f"{name}_id": value for name, value in world.ids.items()}
    ids["student_id"] = people["student"]
    ids |= {name: world.ids[name] for name in ("number", "topic")}
    ids["slug"] = world.ids["problem"]
    return ApiWorld(file, ids, people, tokens)


def token_for(db: Database, user_id: uuid.UUID, *scopes: Scope) -> str:
    """Make a token, of every scope unless some are named."""
    token = make_token(
        db,
        user_id=user_id,
        name="Tests",
        scopes=scopes or tuple(Scope),
        days=7,
        token_id=uuid.uuid4(),
    )
    assert token is not None
    return token


class ApiVisit:
    """The whole site on a copy of the world's store."""

    def __init__(self, world: ApiWorld, file: Path) -> None:
        self.world, self.file = world, file
        shutil.copy(world.file, file)
        self.app: Flask = make_app(file)

    def start_anew(self) -> None:
        """Put everything in the store back to what the world was made with."""
        self.db.dispose()
        for end in ("-wal", "-shm"):
            self.file.with_name(self.file.name + end).unlink(missing_ok=True)
        shutil.copy(self.world.file, self.file)
        self.forget_counts()

    def forget_counts(self) -> None:
        """Let everybody begin anew with how often they may ask; no Redis counts here, but the process itself."""
        self.app.extensions["gradmark"].limits._own.storage.reset()

    @property
    def db(self) -> Database:
        """The store, beside the site."""
        database: Database = self.app.extensions["gradmark"].db
        return database

    def content(self) -> list[str]:
        """Return everything that the store holds, but for when tokens were used."""
        with contextlib.closing(sqlite3.connect(self.file)) as store:
            return [line for line in store.iterdump() if '"api_tokens"' not in line]

    def headers(self, who: str) -> dict[str, str]:
        """Return what somebody's program sends with each request."""
        token = self.world.tokens.get(who)
        return {} if token is None else {"Authorization": f"Bearer {token}"}

    def ask(
        self,
        who: str,
        method: str,
        pattern: str,
        body: Any = None,
        headers: dict[str, str] | None = None,
        **other_ids: object,
    ) -> TestResponse:
        """Let somebody's program ask for an address, with the world's ids in it."""
        address = "/api/v1" + pattern.format(**{**self.world.ids, **other_ids})
        return self.app.test_client().open(
            address, method=method, json=body, headers={**self.headers(who), **(headers or {})}
        )
