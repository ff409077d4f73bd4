"""Practice, open to everybody: the topics as a path; pick one, or a single problem, and get a fresh variant."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.problems import find_problem, find_topic
from app.errors import NotFound
from app.queries.practice import practice_path
from app.services.dealing import deal_problem, deal_topic
from app.web.parts import db
from app.web.path import COLUMN, ROW, lay_out
from app.web.sign_in import account_or_guest, visitor

pages = Blueprint("practice", __name__)


@pages.get("/practice")
def topics() -> ResponseReturnValue:
    """Show the topics as a path, with what the visitor has solved."""
    known = visitor()
    with db().reading() as session:
        path = practice_path(session, known.account.id if known else None)
    layout = lay_out(
        {topic.slug: [before.slug for before in topic.builds_on] for topic in path.topics}
    )
    width, height = layout.columns * COLUMN, layout.rows * ROW
    return render_template("practice.html", path=path, layout=layout, width=width, height=height)


@pages.post("/practice/<topic>")
def deal(topic: str) -> ResponseReturnValue:
    """Deal a fresh variant of a topic; a stranger becomes a guest without being asked anything."""
    try:
        slug = find_topic(topic).slug
    except KeyError:
        raise NotFound from None
    variant_id = deal_topic(db(), user_id=account_or_guest().id, topic=slug)
    return redirect(url_for("exercises.exercise", variant_id=variant_id), 303)


@pages.post("/practice/problems/<problem>")
def deal_one(problem: str) -> ResponseReturnValue:
    """Deal a fresh variant of one problem; a stranger becomes a guest without being asked anything."""
    slug = find_problem(problem).slug
    variant_id = deal_problem(db(), user_id=account_or_guest().id, slug=slug)
    return redirect(url_for("exercises.exercise", variant_id=variant_id), 303)
