"""Time-limited assignments: the start, the clock, the end, and for teachers who sits and who gets more minutes."""

import secrets
import uuid
from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.roles import Right
from app.domain.sittings import Stage
from app.domain.texts import say
from app.errors import InvalidInput, NotFound
from app.queries.sittings import (
    SittingPage,
    SittingsPage,
    items_at_end,
    sitting_page,
    sittings_page,
)
from app.services.sittings import finish_sitting, give_minutes, start_sitting
from app.web.errors import status_of
from app.web.notices import leave_notice
from app.web.parts import db
from app.web.sign_in import member

pages = Blueprint("sittings", __name__)

_ONE = "/assignments/<uuid:assignment_id>"
_EVERYBODY = "all"


@pages.get(f"{_ONE}/start")
def ask_start(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Tell the rules, and ask whether to start the clock."""
    page = _find(assignment_id)
    if page.stage is not Stage.TO_START:
        return _to_assignment(assignment_id)
    return render_template("start.html", page=page)


@pages.post(f"{_ONE}/start")
def start(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Start the reader's clock."""
    start_sitting(db(), user_id=member().id, assignment_id=assignment_id)
    return _to_assignment(assignment_id)


@pages.get(f"{_ONE}/clock")
def clock(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Return how much time the reader has left, as the server's clock says."""
    page = _find(assignment_id)
    if page.stage is Stage.UNLIMITED:
        return "", 204
    return render_template(
        "_clock.html",
        assignment_id=assignment_id,
        own=page.own,
        now=page.now,
        hands_in=page.conduct.hands_in,
        on_exercise="on_exercise" in request.args,
    )


@pages.get(f"{_ONE}/finish")
def ask_finish(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Show what is done and what is not, and ask whether the reader is finished."""
    known = member()
    with db().reading() as session:
        page = sitting_page(session, known.id, assignment_id)
        items = items_at_end(session, known.id, assignment_id)
    if page.stage is not Stage.RUNNING:
        return _to_assignment(assignment_id)
    return render_template("finish.html", page=page, items=items)


@pages.post(f"{_ONE}/finish")
def finish(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """End the reader's sitting before its time."""
    finish_sitting(db(), user_id=member().id, assignment_id=assignment_id)
    leave_notice("sitting_ended")
    return _to_assignment(assignment_id)


@pages.get(f"{_ONE}/sittings")
def sittings(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Show who sits, or while the page is open only the table itself."""
    page = _find_all(assignment_id)
    if "HX-Request" in request.headers:
        return render_template("_sittings.html", page=page)
    return _show(page, typed={}, errors={})


@pages.post(f"{_ONE}/sittings")
def give(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Give more minutes to one student, or to everybody who sits."""
    known, page = member(), _find_all(assignment_id)
    if Right.EDIT_ASSIGNMENTS not in page.rights:
        raise NotFound
    try:
        given = give_minutes(
            db(),
            user_id=known.id,
            assignment_id=assignment_id,
            student_id=_student(page, request.form.get("student", "")),
            minutes=_minutes(request.form.get("minutes", "")),
            key=request.form.get("key", ""),
        )
    except InvalidInput as error:
        return _show(page, request.form, error.fields), status_of(error)
    leave_notice("minutes_given", students=given)
    return redirect(url_for(".sittings", assignment_id=assignment_id), 303)


def _find(assignment_id: uuid.UUID) -> SittingPage:
    known = member()
    with db().reading() as session:
        return sitting_page(session, known.id, assignment_id)


def _find_all(assignment_id: uuid.UUID) -> SittingsPage:
    known = member()
    with db().reading() as session:
        return sittings_page(session, known.id, assignment_id)


def _to_assignment(assignment_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for("assignments.assignment", assignment_id=assignment_id), 303)


def _student(page: SittingsPage, chosen: str) -> uuid.UUID | None:
    """Return the student who was chosen, None for everybody who sits."""
    if chosen == _EVERYBODY:
        return None
    for one in page.students:
        if str(one.user_id) == chosen:
            return one.user_id
    message = say("Choose who gets the minutes.")
    raise InvalidInput(message, {"student": message})


def _minutes(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        message = say("Type a whole number of minutes, for instance 10.")
        raise InvalidInput(message, {"minutes": message}) from None


def _show(page: SittingsPage, typed: Mapping[str, str], errors: Mapping[str, str]) -> str:
    key = typed.get("key") or secrets.token_urlsafe(16)
    return render_template("sittings.html", page=page, typed=typed, errors=errors, key=key)
