"""What somebody has done and how far they have come: progress, and every submission they ever sent."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.learning import MASTERED, MODEL
from app.queries.history import PRACTICE, history_page
from app.queries.progress import progress_page
from app.web.parts import db
from app.web.sign_in import account

pages = Blueprint("progress", __name__)


@pages.get("/progress")
def progress() -> ResponseReturnValue:
    """Show a member or a guest how far they have come."""
    known = account()
    with db().reading() as session:
        page = progress_page(session, known.id)
    return render_template("progress.html", progress=page, model=MODEL, mastered=MASTERED)


@pages.get("/history")
def history() -> ResponseReturnValue:
    """Show a member or a guest what they have submitted."""
    known = account()
    with db().reading() as session:
        page = history_page(
            session,
            known.id,
            course=request.args.get("course", ""),
            topic=request.args.get("topic", ""),
            page=request.args.get("page", 1, type=int),
        )
    return render_template("history.html", history=page, practice=PRACTICE)
