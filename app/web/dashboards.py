"""The teachers' live dashboards: of an assignment, of an item, and the submissions behind a misconception."""

import uuid

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.errors import NotFound
from app.queries.dashboards import assignment_dashboard, pulse
from app.queries.item_dashboards import assignment_of, item_dashboard
from app.queries.mistakes import mistakes_page
from app.web.figures import add_filters
from app.web.parts import db
from app.web.sign_in import member
from app.web.tables import ASSIGNMENT_TABLES, ITEM_TABLES

pages = Blueprint("dashboards", __name__)
add_filters(pages)


@pages.get("/assignments/<uuid:assignment_id>/dashboard")
def dashboard(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Show an assignment's dashboard, or for a poll its changing part once that may have changed."""
    known = member()
    with db().reading() as session:
        # Before the figures are read: what changes in between is shown by the next poll.
        seen = pulse(session, known.id, assignment_id)
        if _polls() and request.args.get("seen") == seen.text:
            return "", 204
        board = assignment_dashboard(session, known.id, assignment_id, _page_number(), seen.beat)
    template = "_board.html" if _polls() else "dashboard.html"
    return render_template(template, board=board, seen=seen.text, tables=ASSIGNMENT_TABLES)


@pages.get("/items/<uuid:item_id>/dashboard")
def item(item_id: uuid.UUID) -> ResponseReturnValue:
    """Show an item's dashboard, or for a poll its changing part once that may have changed."""
    known = member()
    with db().reading() as session:
        seen = pulse(session, known.id, assignment_of(session, item_id))
        if _polls() and request.args.get("seen") == seen.text:
            return "", 204
        board = item_dashboard(session, known.id, item_id, seen.beat)
    template = "_item_board.html" if _polls() else "item_dashboard.html"
    return render_template(template, board=board, seen=seen.text, tables=ITEM_TABLES)


@pages.get("/assignments/<uuid:assignment_id>/mistakes")
def mistakes(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Show the wrong submissions that a misconception explains, on one item or on all."""
    known = member()
    with db().reading() as session:
        page = mistakes_page(
            session,
            known.id,
            assignment_id,
            code=request.args.get("belief"),
            item_id=_item_id(),
            page=_page_number(),
        )
    return render_template("mistakes.html", page=page)


def _polls() -> bool:
    return "HX-Request" in request.headers


def _page_number() -> int:
    return request.args.get("page", 1, type=int)


def _item_id() -> uuid.UUID | None:
    text = request.args.get("item")
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        raise NotFound from None
