"""A course's page, its settings, and leaving it."""

import uuid
from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.roles import Right
from app.domain.texts import say
from app.errors import InvalidInput, NotFound
from app.queries.courses import CoursePage, course_page
from app.services import courses
from app.services.copying import copy_course
from app.services.members import leave_course
from app.web.errors import status_of
from app.web.forms import CopyForm, CourseForm
from app.web.notices import leave_notice
from app.web.parts import db
from app.web.sign_in import member

pages = Blueprint("courses", __name__)


@pages.get("/courses/<uuid:course_id>")
def course(course_id: uuid.UUID) -> ResponseReturnValue:
    """Show a course to one of its members."""
    return render_template("course.html", course=_find(course_id))


@pages.get("/courses/<uuid:course_id>/settings")
def settings(course_id: uuid.UUID) -> ResponseReturnValue:
    """Show what can be changed about a course."""
    return _settings(_managed(course_id))


@pages.post("/courses/<uuid:course_id>/title")
def rename(course_id: uuid.UUID) -> ResponseReturnValue:
    """Give a course another title."""
    known, form = member(), CourseForm()
    try:
        courses.rename_course(
            db(), user_id=known.id, course_id=course_id, title=form.title.data or ""
        )
    except InvalidInput as error:
        form.refuse(error)
        return _settings(_managed(course_id), rename_form=form), status_of(error)
    leave_notice("renamed")
    return _back_to_settings(course_id)


@pages.post("/courses/<uuid:course_id>/time-zone")
def time_zone(course_id: uuid.UUID) -> ResponseReturnValue:
    """Choose the time zone in which the course's times are set."""
    courses.set_time_zone(
        db(),
        user_id=member().id,
        course_id=course_id,
        time_zone=request.form.get("time_zone", ""),
    )
    leave_notice("time_zone_set")
    return _back_to_settings(course_id)


@pages.post("/courses/<uuid:course_id>/copy")
def copy(course_id: uuid.UUID) -> ResponseReturnValue:
    """Make a course with the same assignments."""
    known, form = member(), CopyForm(prefix="copy")
    try:
        copy_id = copy_course(
            db(),
            user_id=known.id,
            course_id=course_id,
            title=form.title.data or "",
            copy_id=form.new_id(),
            days=_days(request.form),
        )
    except InvalidInput as error:
        if "later" not in error.fields:
            form.refuse(error)
        page = _managed(course_id)
        return _settings(page, copy_form=form, errors=error.fields), status_of(error)
    leave_notice("copied")
    return redirect(url_for(".course", course_id=copy_id), 303)


@pages.post("/courses/<uuid:course_id>/archive")
def archive(course_id: uuid.UUID) -> ResponseReturnValue:
    """Close a course; its page offers to restore it."""
    courses.archive_course(db(), user_id=member().id, course_id=course_id)
    return redirect(url_for(".course", course_id=course_id), 303)


@pages.post("/courses/<uuid:course_id>/restore")
def restore(course_id: uuid.UUID) -> ResponseReturnValue:
    """Open an archived course again."""
    courses.restore_course(db(), user_id=member().id, course_id=course_id)
    leave_notice("restored")
    return redirect(url_for(".course", course_id=course_id), 303)


@pages.post("/courses/<uuid:course_id>/joining")
def joining(course_id: uuid.UUID) -> ResponseReturnValue:
    """Switch the join code on or off."""
    is_open = request.form.get("open") == "yes"
    courses.open_joining(db(), user_id=member().id, course_id=course_id, is_open=is_open)
    leave_notice("joining_open" if is_open else "joining_closed")
    return _back_to_settings(course_id)


@pages.post("/courses/<uuid:course_id>/join-code")
def renew_code(course_id: uuid.UUID) -> ResponseReturnValue:
    """Give the course another join code in place of the one that was shown."""
    courses.renew_join_code(
        db(), user_id=member().id, course_id=course_id, shown_code=request.form.get("code", "")
    )
    leave_notice("code_renewed")
    return _back_to_settings(course_id)


@pages.post("/courses/<uuid:course_id>/leave")
def leave(course_id: uuid.UUID) -> ResponseReturnValue:
    """Leave a course."""
    leave_course(db(), user_id=member().id, course_id=course_id)
    leave_notice("left")
    return redirect(url_for("home.home"), 303)


def _days(fields: Mapping[str, str]) -> int:
    """Read by how many days a copy's times are later.

    Raises:
        InvalidInput: It is no whole number.
    """
    try:
        later = int(fields.get("later", "").strip() or 0)
    except ValueError:
        message = say("Type a whole number, for instance 26 weeks; 0 leaves the times as they are.")
        raise InvalidInput(message, {"later": message}) from None
    return later * 7 if fields.get("unit") == "weeks" else later


def _find(course_id: uuid.UUID) -> CoursePage:
    known = member()
    with db().reading() as session:
        return course_page(session, known.id, course_id)


def _managed(course_id: uuid.UUID) -> CoursePage:
    page = _find(course_id)
    if Right.MANAGE_COURSE not in page.rights:
        raise NotFound
    return page


def _settings(
    page: CoursePage,
    rename_form: CourseForm | None = None,
    copy_form: CourseForm | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    return render_template(
        "course_settings.html",
        course=page,
        rename_form=rename_form or CourseForm(formdata=None, title=page.title),
        copy_form=copy_form or CopyForm(formdata=None, prefix="copy", title=page.title),
        times=sorted(known for one in page.assignments for known in one.times.known),
        later=request.form.get("later", "0"),
        unit=request.form.get("unit", "weeks"),
        errors=errors or {},
    )


def _back_to_settings(course_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for(".settings", course_id=course_id), 303)
