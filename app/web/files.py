"""Answers that are files to keep."""

import re
import unicodedata
from collections.abc import Sequence

from flask import Response, request

from app.errors import NotFound
from app.web.spreadsheets import CSV_TYPE, Table, write_csv

_NOT_IN_A_FILE_NAME = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 60


def file(content: bytes, mimetype: str, title: str, ending: str) -> Response:
    """Answer with a file whose name is plain ASCII: what a title holds must not reach a header as it is."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = _NOT_IN_A_FILE_NAME.sub("-", plain).strip("-")[:_LONGEST_NAME].strip("-") or "gradmark"
    response = Response(content, content_type=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def csv_of(title: str, tables: Sequence[Table]) -> Response:
    """Answer with the table that is asked for, by default the first.

    Raises:
        NotFound: There is no such table.
    """
    asked = request.args.get("table", tables[0].name)
    table = next((one for one in tables if one.name == asked), None)
    if table is None:
        raise NotFound
    return file(write_csv(table), CSV_TYPE, f"{title} {table.title}", "csv")
