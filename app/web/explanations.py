"""How an exercise's program runs, step by step, for those who may know."""

import uuid

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.explanation import described, graph_svg
from app.queries.explanations import explanation_page
from app.services.explaining import ask_for_explanation, tell
from app.web.highlighting import highlighted
from app.web.languages import said
from app.web.parts import db, parts
from app.web.sign_in import account

pages = Blueprint("explanations", __name__)


@pages.get("/variants/<uuid:variant_id>/explanation")
def explanation(variant_id: uuid.UUID) -> ResponseReturnValue:
    """Show the run as a table and a picture, and where the story of a wrong answer parts from it.

    The program of a course's own problem is run by a worker only: until it has told how, the page waits for it.
    """
    known = account()
    with db().reading() as session:
        page = explanation_page(session, known.id, variant_id)
    shown = {
        "exercise": page.exercise,
        "code": highlighted(page.exercise.code),
        "mistake": page.mistake,
        "is_own": page.exercise.student_id == known.id,
    }
    told = tell(page.dealt, page.beliefs) if page.in_library else page.told
    if told is None:
        return render_template("explanation_to_come.html", page=page, **shown)
    return render_template(
        "explanation.html",
        explanation=told.explanation,
        svg=graph_svg(told.explanation, said),
        sentences=list(described(told.explanation.graph)),
        parting=told.parting,
        **shown,
    )


@pages.post("/variants/<uuid:variant_id>/explanation")
def ask(variant_id: uuid.UUID) -> ResponseReturnValue:
    """Have a worker explain an exercise of a course's own problem."""
    ask_for_explanation(db(), parts().prepare_bell, user_id=account().id, variant_id=variant_id)
    return redirect(url_for(".explanation", variant_id=variant_id), 303)
