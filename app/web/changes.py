"""The trail of a course: a page with filters, and a file."""

import uuid

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.changes import ACTIONS, FAMILIES
from app.queries.changes import ChangesPage, WantedChanges, changes_page
from app.web.files import file
from app.web.languages import said
from app.web.parts import db
from app.web.sign_in import member
from app.web.spreadsheets import CSV_TYPE, Cell, Table, write_csv
from app.web.told_changes import told_about, told_fields

pages = Blueprint("changes", __name__)


@pages.get("/courses/<uuid:course_id>/changes")
def trail(course_id: uuid.UUID) -> ResponseReturnValue:
    """Show who changed what."""
    return render_template(
        "changes.html",
        page=_find(course_id, everything=False),
        actions=ACTIONS,
        families=FAMILIES,
        told=told_fields,
        told_about=told_about,
    )


@pages.get("/courses/<uuid:course_id>/changes.csv")
def download(course_id: uuid.UUID) -> ResponseReturnValue:
    """Give all changes that were asked for as a file, a line for each field."""
    page = _find(course_id, everything=True)
    columns = (
        gettext("When"),
        gettext("Who"),
        gettext("What was done"),
        gettext("Student"),
        gettext("About"),
        gettext("Field"),
        gettext("Before"),
        gettext("After"),
    )
    table = Table("changes", gettext("Changes"), columns, tuple(_lines(page)))
    return file(write_csv(table), CSV_TYPE, f"{page.course.title} {table.title}", "csv")


def _find(course_id: uuid.UUID, *, everything: bool) -> ChangesPage:
    with db().reading() as session:
        return changes_page(
            session,
            member().id,
            course_id,
            WantedChanges.read(request.args),
            everything=everything,
        )


def _lines(page: ChangesPage) -> list[tuple[Cell, ...]]:
    lines: list[tuple[Cell, ...]] = []
    for row in page.rows:
        head = (row.at, row.by, said(ACTIONS[row.action]), row.student, told_about(row))
        fields = told_fields(row, page.course.time_zone)
        lines += [(*head, one.name, one.before, one.after) for one in fields] or [
            (*head, None, None, None)
        ]
    return lines
