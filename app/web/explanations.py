"""How an exercise's program runs, step by step, for those who may know."""

import uuid

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.domain.diagnosis import rules_for
from app.domain.explanation import (
    Explanation,
    Parting,
    described,
    explain,
    first_parting,
    graph_svg,
)
from app.domain.problems import BrokenProblem
from app.queries.explanations import ExplanationPage, explanation_page
from app.web.highlighting import highlighted
from app.web.parts import db
from app.web.sign_in import account

pages = Blueprint("explanations", __name__)


@pages.get("/variants/<uuid:variant_id>/explanation")
def explanation(variant_id: uuid.UUID) -> ResponseReturnValue:
    """Show the run as a table and a picture, and where the story of a wrong answer parts from it."""
    known = account()
    with db().reading() as session:
        page = explanation_page(session, known.id, variant_id)
    told = explain(page.dealt)
    return render_template(
        "explanation.html",
        exercise=page.exercise,
        code=highlighted(page.exercise.code),
        explanation=told,
        svg=graph_svg(told),
        sentences=list(described(told.graph)),
        mistake=page.mistake,
        parting=_find_parting(page, told),
        is_own=page.exercise.student_id == known.id,
    )


def _find_parting(page: ExplanationPage, told: Explanation) -> Parting | None:
    if page.mistake is None:
        return None
    try:
        believed = explain(page.dealt, rules_for(page.dealt, page.mistake.beliefs))
    except BrokenProblem:
        # By such rules the program has no story to tell; what is believed is said in words.
        return None
    return first_parting(told, believed)
