"""A course's page."""

import uuid

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.queries.courses import course_page
from app.web.parts import db
from app.web.sign_in import member

pages = Blueprint("courses", __name__)


@pages.get("/courses/<uuid:course_id>")
def course(course_id: uuid.UUID) -> ResponseReturnValue:
    """Show a course to one of its members."""
    known = member()
    with db().reading() as session:
        page = course_page(session, known.id, course_id)
    return render_template("course.html", course=page)
