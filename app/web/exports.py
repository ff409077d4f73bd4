"""The dashboards as files: one table as CSV, or all of them as a workbook."""

import uuid
from collections.abc import Sequence

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.queries.dashboards import AssignmentDashboard, assignment_dashboard
from app.queries.item_dashboards import item_dashboard
from app.queries.mistakes import mistakes_page
from app.web.files import csv_of, file
from app.web.parts import db
from app.web.sign_in import member
from app.web.spreadsheets import XLSX_TYPE, Table, write_xlsx
from app.web.tables import SCORES, SUMMARY, WRONG_ANSWERS, assignment_tables, item_tables
from app.web.tables_for_outsiders import assignment_tables_for_outsiders

pages = Blueprint("exports", __name__)


@pages.get("/assignments/<uuid:assignment_id>/dashboard.xlsx")
def assignment_xlsx(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Give everything that an assignment's dashboard shows, or what outsiders may know of it."""
    board, tables = _assignment(assignment_id)
    if request.args.get("audience") == "outsiders":
        tables = assignment_tables_for_outsiders(board)
    return file(write_xlsx(tables), XLSX_TYPE, board.title, "xlsx")


@pages.get("/assignments/<uuid:assignment_id>/dashboard.csv")
def assignment_csv(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Give one table of an assignment's dashboard."""
    board, tables = _assignment(assignment_id, request.args.get("table", SUMMARY.name))
    return csv_of(board.title, tables)


@pages.get("/items/<uuid:item_id>/dashboard.xlsx")
def item_xlsx(item_id: uuid.UUID) -> ResponseReturnValue:
    """Give everything that an item's dashboard shows."""
    title, tables = _item(item_id)
    return file(write_xlsx(tables), XLSX_TYPE, title, "xlsx")


@pages.get("/items/<uuid:item_id>/dashboard.csv")
def item_csv(item_id: uuid.UUID) -> ResponseReturnValue:
    """Give one table of an item's dashboard."""
    return csv_of(*_item(item_id))


def _assignment(
    assignment_id: uuid.UUID, asked: str | None = None
) -> tuple[AssignmentDashboard, Sequence[Table]]:
    """Return the tables; where one is asked for, the others may hold no more than their first page."""
    user_id = member().id
    scores, answers = (None if asked in (None, one.name) else 1 for one in (SCORES, WRONG_ANSWERS))
    with db().reading() as session:
        board = assignment_dashboard(session, user_id, assignment_id, page=scores)
        wrong = mistakes_page(session, user_id, assignment_id, page=answers)
    return board, assignment_tables(board, wrong)


def _item(item_id: uuid.UUID) -> tuple[str, Sequence[Table]]:
    user_id = member().id
    with db().reading() as session:
        board = item_dashboard(session, user_id, item_id)
    return board.title, item_tables(board)
