"""The dashboards as files: one table as CSV, or all of them as a workbook."""

import re
import unicodedata
import uuid
from collections.abc import Sequence

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from app.errors import NotFound
from app.queries.dashboards import AssignmentDashboard, assignment_dashboard
from app.queries.item_dashboards import item_dashboard
from app.queries.mistakes import mistakes_page
from app.web.parts import db
from app.web.sign_in import member
from app.web.spreadsheets import CSV_TYPE, XLSX_TYPE, Table, write_csv, write_xlsx
from app.web.tables import assignment_tables, item_tables
from app.web.tables_for_outsiders import assignment_tables_for_outsiders

pages = Blueprint("exports", __name__)
_NOT_IN_A_FILE_NAME = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 60


@pages.get("/assignments/<uuid:assignment_id>/dashboard.xlsx")
def assignment_xlsx(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Give everything that an assignment's dashboard shows, or what outsiders may know of it."""
    board, tables = _assignment(assignment_id)
    if request.args.get("audience") == "outsiders":
        tables = assignment_tables_for_outsiders(board)
    return _file(write_xlsx(tables), XLSX_TYPE, board.title, "xlsx")


@pages.get("/assignments/<uuid:assignment_id>/dashboard.csv")
def assignment_csv(assignment_id: uuid.UUID) -> ResponseReturnValue:
    """Give one table of an assignment's dashboard."""
    board, tables = _assignment(assignment_id)
    return _csv(board.title, tables)


@pages.get("/items/<uuid:item_id>/dashboard.xlsx")
def item_xlsx(item_id: uuid.UUID) -> ResponseReturnValue:
    """Give everything that an item's dashboard shows."""
    title, tables = _item(item_id)
    return _file(write_xlsx(tables), XLSX_TYPE, title, "xlsx")


@pages.get("/items/<uuid:item_id>/dashboard.csv")
def item_csv(item_id: uuid.UUID) -> ResponseReturnValue:
    """Give one table of an item's dashboard."""
    return _csv(*_item(item_id))


def _assignment(assignment_id: uuid.UUID) -> tuple[AssignmentDashboard, Sequence[Table]]:
    user_id = member().id
    with db().reading() as session:
        board = assignment_dashboard(session, user_id, assignment_id, page=None)
        wrong = mistakes_page(session, user_id, assignment_id, page=None)
    return board, assignment_tables(board, wrong)


def _item(item_id: uuid.UUID) -> tuple[str, Sequence[Table]]:
    user_id = member().id
    with db().reading() as session:
        board = item_dashboard(session, user_id, item_id)
    return board.title, item_tables(board)


def _csv(title: str, tables: Sequence[Table]) -> Response:
    asked = request.args.get("table", tables[0].name)
    table = next((one for one in tables if one.name == asked), None)
    if table is None:
        raise NotFound
    return _file(write_csv(table), CSV_TYPE, f"{title} {table.title}", "csv")


def _file(content: bytes, mimetype: str, title: str, ending: str) -> Response:
    """Answer with a file whose name is plain ASCII: what a title holds must not reach a header as it is."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = _NOT_IN_A_FILE_NAME.sub("-", plain).strip("-")[:_LONGEST_NAME].strip("-") or "gradmark"
    response = Response(content, content_type=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
