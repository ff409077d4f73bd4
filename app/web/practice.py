"""Practice, open to everybody: pick a topic, get a fresh variant."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.problems import TOPICS, library
from app.errors import NotFound
from app.services.dealing import deal_topic
from app.web.parts import db
from app.web.sign_in import account_or_guest

pages = Blueprint("practice", __name__)


@pages.get("/practice")
def topics() -> ResponseReturnValue:
    """Show the topics."""
    counts = {
        topic.slug: sum(problem.topic == topic.slug for problem in library()) for topic in TOPICS
    }
    return render_template("practice.html", topics=TOPICS, counts=counts)


@pages.post("/practice/<topic>")
def deal(topic: str) -> ResponseReturnValue:
    """Deal a fresh variant; a stranger becomes a guest without being asked anything."""
    if topic not in {one.slug for one in TOPICS}:
        raise NotFound
    variant_id = deal_topic(db(), user_id=account_or_guest().id, topic=topic)
    return redirect(url_for("exercises.exercise", variant_id=variant_id), 303)
