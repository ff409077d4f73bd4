"""The front door: what Gradmark is, or a member's courses; joining and making courses starts here."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.errors import InvalidInput
from app.queries.accounts import Account
from app.queries.agenda import agenda
from app.queries.courses import courses_of
from app.services.courses import create_course
from app.services.members import join_course
from app.web.errors import status_of
from app.web.example import EXAMPLE
from app.web.forms import CourseForm, JoinForm
from app.web.highlighting import highlighted
from app.web.parts import db, parts
from app.web.sign_in import member, visitor

pages = Blueprint("home", __name__)


@pages.get("/")
def home() -> ResponseReturnValue:
    """Show a member their courses, and everybody else what Gradmark is."""
    known = visitor()
    if known is None or known.account.is_guest:
        return render_template(
            "landing.html", example=EXAMPLE, example_code=highlighted(EXAMPLE.code)
        )
    return _courses(known.account, JoinForm(formdata=None), CourseForm(formdata=None))


@pages.post("/join")
def join() -> ResponseReturnValue:
    """Enroll the member in the course of a join code."""
    known, form = member(), JoinForm()
    try:
        with parts().limits.code_tries(known.id):
            course_id = join_course(db(), user_id=known.id, join_code=form.join_code.data or "")
    except InvalidInput as error:
        form.refuse(error)
        return _courses(known, form, CourseForm(formdata=None)), status_of(error)
    return redirect(url_for("courses.course", course_id=course_id), 303)


@pages.post("/courses")
def create() -> ResponseReturnValue:
    """Make a course whose instructor the member is."""
    known, form = member(), CourseForm()
    try:
        course_id = create_course(
            db(), user_id=known.id, title=form.title.data or "", course_id=form.new_id()
        )
    except InvalidInput as error:
        form.refuse(error)
        return _courses(known, JoinForm(formdata=None), form), status_of(error)
    return redirect(url_for("courses.course", course_id=course_id), 303)


def _courses(known: Account, join_form: JoinForm, course_form: CourseForm) -> str:
    with db().reading() as session:
        courses, groups = courses_of(session, known.id), agenda(session, known.id)
    return render_template(
        "home.html",
        agenda=groups,
        courses=[course for course in courses if not course.is_archived],
        archived=[course for course in courses if course.is_archived],
        join_form=join_form,
        course_form=course_form,
    )
