"""Who has more time in an assignment, giving it, and taking it back."""

import uuid
from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.texts import say
from app.domain.time_zones import TimeFormatError, read_local
from app.errors import InvalidInput
from app.queries.extensions import ExtensionsPage, extensions_page
from app.services.extensions import extend, withdraw_extension
from app.web.errors import status_of
from app.web.notices import leave_notice
from app.web.parts import db
from app.web.sign_in import member

pages = Blueprint("extensions", __name__)


@pages.get("/assignments/<uuid:assignment_id>/extensions")
def extensions(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Show who has more time, and ask who gets it."""
    return _show(_find(assignment_id), typed={}, errors={})


@pages.post("/assignments/<uuid:assignment_id>/extensions")
def give(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Give a student more time."""
    page = _find(assignment_id)
    try:
        extend(
            db(),
            user_id=member().id,
            assignment_id=assignment_id,
            student_id=_student(page, request.form.get("student", "")),
            until=read_local(request.form.get("until", ""), page.time_zone),
            minutes=_minutes(request.form.get("minutes", "")),
            reason=request.form.get("reason", ""),
        )
    except TimeFormatError as error:
        return _show(page, request.form, {"until": str(error)}), 422
    except InvalidInput as error:
        return _show(page, request.form, error.fields), status_of(error)
    leave_notice("extended")
    return redirect(url_for(".extensions", assignment_id=assignment_id), 303)


@pages.post("/assignments/<uuid:assignment_id>/extensions/<uuid:member_id>/withdraw")
def take_back(assignment_id: uuid.UUID, member_id: uuid.UUID) -> ResponseReturnValue:
    """Take a student's extra time back."""
    withdraw_extension(db(), user_id=member().id, assignment_id=assignment_id, student_id=member_id)
    leave_notice("extension_withdrawn")
    return redirect(url_for(".extensions", assignment_id=assignment_id), 303)


def _find(assignment_id: uuid.UUID) -> ExtensionsPage:
    known = member()
    with db().reading() as session:
        return extensions_page(session, known.id, assignment_id)


def _student(page: ExtensionsPage, chosen: str) -> uuid.UUID:
    for student in page.students:
        if str(student.user_id) == chosen:
            return student.user_id
    message = say("Choose a student of the course.")
    raise InvalidInput(message, {"student": message})


def _minutes(text: str) -> int:
    try:
        return int(text.strip() or 0)
    except ValueError:
        message = say("Type a whole number of minutes, for instance 10.")
        raise InvalidInput(message, {"minutes": message}) from None


def _show(page: ExtensionsPage, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    return render_template("extensions.html", assignment=page, typed=typed, errors=errors)
