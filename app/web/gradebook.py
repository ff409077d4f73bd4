"""The gradebook's pages: the class, one student for their teachers, and a student's own grades."""

import uuid

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.queries.gradebook import gradebook_page
from app.queries.student_grades import own_grades, student_grades
from app.web.gradebook_words import STATUS_WORDS
from app.web.parts import db
from app.web.sign_in import member
from app.web.tables_of_grades import GRADE_TABLES

pages = Blueprint("gradebook", __name__)
_LONGEST_SEARCH = 254


@pages.get("/courses/<uuid:course_id>/gradebook")
def table(course_id: uuid.UUID) -> ResponseReturnValue:
    """Show a page of the class, or while somebody types a search only the table itself."""
    known = member()
    with db().reading() as session:
        page = gradebook_page(
            session,
            known.id,
            course_id,
            search=request.args.get("search", "")[:_LONGEST_SEARCH].strip(),
            page=request.args.get("page", 1, type=int),
        )
    template = "_grade_table.html" if "HX-Request" in request.headers else "gradebook.html"
    return render_template(template, page=page, tables=GRADE_TABLES)


@pages.get("/courses/<uuid:course_id>/gradebook/students/<uuid:member_id>")
def student(course_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Show all grades of a student to a teacher."""
    known = member()
    with db().reading() as session:
        grades = student_grades(session, known.id, course_id, member_id)
    return render_template(
        "student_grades.html",
        grades=grades,
        statuses=STATUS_WORDS,
        opened=request.args.get("open", ""),
    )


@pages.get("/courses/<uuid:course_id>/grades")
def own(course_id: uuid.UUID) -> ResponseReturnValue:
    """Show a student their own grades, as far as they may see them."""
    known = member()
    with db().reading() as session:
        grades = own_grades(session, known.id, course_id)
    return render_template("own_grades.html", grades=grades, statuses=STATUS_WORDS)
