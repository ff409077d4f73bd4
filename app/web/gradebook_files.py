"""The gradebook as files: one table as CSV, or all of them as a workbook."""

import uuid
from collections.abc import Sequence

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.queries.gradebook_file import gradebook_file
from app.web.files import csv_of, file
from app.web.parts import db
from app.web.sign_in import member
from app.web.spreadsheets import XLSX_TYPE, Table, write_xlsx
from app.web.tables_of_grades import grade_tables

pages = Blueprint("gradebook_files", __name__)


@pages.get("/courses/<uuid:course_id>/gradebook.csv")
def csv(course_id: uuid.UUID) -> ResponseReturnValue:
    """Give one table of the gradebook."""
    return csv_of(*_tables(course_id))


@pages.get("/courses/<uuid:course_id>/gradebook.xlsx")
def xlsx(course_id: uuid.UUID) -> ResponseReturnValue:
    """Give the whole gradebook."""
    title, tables = _tables(course_id)
    return file(write_xlsx(tables), XLSX_TYPE, f"{title} {gettext('Gradebook')}", "xlsx")


def _tables(course_id: uuid.UUID) -> tuple[str, Sequence[Table]]:
    with db().reading() as session:
        held = gradebook_file(session, member().id, course_id)
    return held.title, grade_tables(held)
