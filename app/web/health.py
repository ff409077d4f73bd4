"""`/healthz`: the process lives. `/readyz`: everything that a marked submission needs answers."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from app.broker import broker_answers
from app.errors import Unavailable
from app.queries.health import Readiness, readiness
from app.web.parts import db, parts

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def alive() -> ResponseReturnValue:
    """Say that this process answers."""
    return jsonify(status="alive")


@pages.get("/readyz")
def ready() -> ResponseReturnValue:
    """Say of each part whether it is ready; 503 when one is not."""
    found = _readiness()
    checks = {
        "database": found is not None,
        "migrations": found is not None and found.migrated,
        "broker": broker_answers(parts().broker_url),
        "worker": found is not None and found.workers > 0,
    }
    is_ready = all(checks.values())
    words = {name: "ready" if good else "not ready" for name, good in checks.items()}
    return jsonify(status="ready" if is_ready else "not ready", **words), 200 if is_ready else 503


def _readiness() -> Readiness | None:
    try:
        with db().reading() as session:
            return readiness(session)
    except Unavailable:
        return None
