"""A course's roster: taking one over after a dry run, and downloading it."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.roles import Right
from app.domain.roster import MOST_LINES, Outcome, decode
from app.errors import InvalidInput
from app.queries.courses import course_page
from app.queries.members import Person, roster_of
from app.queries.membership import find_membership
from app.services.rosters import RosterCheck, check_roster, import_roster
from app.web.errors import status_of
from app.web.notices import leave_notice
from app.web.parts import db
from app.web.sign_in import member
from app.web.spreadsheets import CSV_TYPE, Table, write_csv

pages = Blueprint("rosters", __name__)

# The dry run sends the roster back with its page, and the form around it needs a little room of its own.
_MOST_REQUEST_BYTES = 2 * 1024 * 1024


@pages.url_value_preprocessor
def _allow_a_whole_roster(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    # Before the form is read for its token: a roster may be longer than what other pages take.
    request.max_content_length = request.max_form_memory_size = _MOST_REQUEST_BYTES


@pages.get("/courses/<uuid:course_id>/roster")
def ask(course_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for a roster."""
    return _form(course_id)


@pages.post("/courses/<uuid:course_id>/roster")
def check(course_id: uuid.UUID) -> ResponseReturnValue:
    """Show line by line what a roster would do."""
    known, typed = member(), request.form.get("text", "")
    file = request.files.get("file")
    try:
        text = decode(file.stream.read()) if file and file.filename else typed
        found = check_roster(db(), user_id=known.id, course_id=course_id, text=text)
    except InvalidInput as error:
        return _form(course_id, typed=typed, error=error.text), status_of(error)
    return _dry_run(course_id, found, text)


@pages.post("/courses/<uuid:course_id>/roster/import")
def take_over(course_id: uuid.UUID) -> ResponseReturnValue:
    """Do what the dry run has shown; where it would be something else by now, show that instead."""
    known, text = member(), request.form.get("text", "")
    try:
        done = import_roster(
            db(),
            user_id=known.id,
            course_id=course_id,
            text=text,
            confirmed=request.form.get("digest", ""),
        )
    except InvalidInput as error:
        return _form(course_id, typed=text, error=error.text), status_of(error)
    if not done.is_applied:
        return _dry_run(course_id, done, text, has_changed=True), 409
    leave_notice(
        "imported",
        added=done.count(Outcome.ADDED) + done.count(Outcome.RETURNED),
        invited=done.count(Outcome.INVITED),
        changed=done.count(Outcome.ROLE_CHANGED),
    )
    return redirect(url_for("members.people", course_id=course_id), 303)


@pages.get("/courses/<uuid:course_id>/roster.csv")
def download(course_id: uuid.UUID) -> ResponseReturnValue:
    """Give the roster as CSV, in the columns that an import reads."""
    known = member()
    with db().reading() as session:
        people = roster_of(session, user_id=known.id, course_id=course_id)
    response = Response(write_csv(roster_table(people)), content_type=CSV_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="roster.csv"'
    return response


def roster_table(people: Iterable[Person]) -> Table:
    """Return a roster with the columns that an import reads, and what else is known of its people."""
    columns = ("email", "name", "role", "account", "joined", "since")
    return Table("roster", "Roster", columns, tuple(_cells(one) for one in people))


def _cells(one: Person) -> tuple[str | dt.datetime, ...]:
    account = "no" if one.user_id is None else "yes"
    return (one.email, one.name, one.role or "student", account, one.joined or "", one.since)


def _form(course_id: uuid.UUID, typed: str = "", error: str = "") -> str:
    known = member()
    with db().reading() as session:
        find_membership(session, user_id=known.id, course_id=course_id, right=Right.MANAGE_MEMBERS)
        page = course_page(session, known.id, course_id)
    return render_template(
        "roster.html", course=page, typed=typed, error=error, most_lines=MOST_LINES
    )


def _dry_run(
    course_id: uuid.UUID, found: RosterCheck, text: str, *, has_changed: bool = False
) -> str:
    known = member()
    with db().reading() as session:
        page = course_page(session, known.id, course_id)
    return render_template(
        "roster_check.html",
        course=page,
        check=found,
        outcomes=[(outcome, found.count(outcome)) for outcome in Outcome],
        text=text,
        has_changed=has_changed,
    )
