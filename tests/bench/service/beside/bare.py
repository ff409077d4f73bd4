"""A Flask view that stores what it is sent: one INSERT and its commit, and no more."""

import os
import uuid

from flask import Flask, request
from sqlalchemy import create_engine, text

_INSERT = text("INSERT INTO bare (id, who, body) VALUES (:id, :who, CAST(:body AS jsonb))")


def create_app() -> Flask:
    """Build the view, with as many connections as Gradmark keeps open."""
    app = Flask(__name__)
    database = create_engine(os.environ["GRADMARK_DATABASE_URL"], pool_size=8)

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    @app.post("/")
    def store() -> tuple[str, int]:
        row = {"id": uuid.uuid4(), "who": request.form["who"], "body": request.form["body"]}
        with database.begin() as connection:
            connection.execute(_INSERT, row)
        return "", 204

    return app
