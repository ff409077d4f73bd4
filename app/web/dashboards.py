"""The instructor's live dashboard of an assignment."""

import hashlib
import uuid

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.queries.dashboards import AssignmentDashboard, assignment_dashboard
from app.web.parts import db
from app.web.sign_in import member

pages = Blueprint("dashboards", __name__)


@pages.get("/assignments/<uuid:assignment_id>/dashboard")
def dashboard(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Show the dashboard, or for a poll its changing part once it differs from what the page shows."""
    known = member()
    with db().reading() as session:
        board = assignment_dashboard(session, known.id, assignment_id)
    state = _digest(board)
    if "HX-Request" not in request.headers:
        return render_template("dashboard.html", board=board, seen=state)
    if request.args.get("seen") == state:
        return "", 204
    return render_template("_board.html", board=board, seen=state)


def _digest(board: AssignmentDashboard) -> str:
    # Frozen rows print every field: what reads the same looks the same.
    return hashlib.sha256(repr(board).encode()).hexdigest()[:16]
