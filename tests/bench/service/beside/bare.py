"""A Flask view that stores what it is sent: one INSERT and its commit, and no more."""

import os
import uuid

from flask import Flask, request
from sqlalchemy import Engine, create_engine, text

_INSERT = text("INSERT INTO bare (id, who, body) VALUES (:id, :who, CAST(:body AS jsonb))")


def open_database() -> Engine:
    """Open the database with as many connections as Gradmark keeps open."""
    return create_engine(os.environ["GRADMARK_DATABASE_URL"], pool_size=8)


def insert(database: Engine, who: str, body: str) -> None:
    """Store a row, and commit."""
    with database.begin() as connection:
        connection.execute(_INSERT, {"id": uuid.uuid4(), "who": who, "body": body})


def create_app() -> Flask:
    """Build the view."""
    app = Flask(__name__)
    database = open_database()

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    @app.post("/")
    def store() -> tuple[str, int]:
        insert(database, request.form["who"], request.form["body"])
        return "", 204

    return app
