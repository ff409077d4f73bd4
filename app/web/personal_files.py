"""A person's data as one file: a ZIP of JSON, and of one CSV for each table."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Sequence
from typing import Final

from app.domain.texts import say
from app.queries.personal_data import Section, Value
from app.web.languages import said
from app.web.spreadsheets import Cell, Table, write_csv

ZIP_TYPE: Final = "application/zip"
_ABOUT: Final = (
    say("This is everything that Gradmark keeps about you."),
    say(
        "data.json holds all of it, for programs. The CSV files hold the same, one table each, for spreadsheets."
    ),
    say("Times are in UTC."),
    say(
        "Results that an assignment holds back are not in here, nor are right answers: the pages tell them when their "
        "time has come."
    ),
    say("Your password is not in here: Gradmark knows only a digest of it."),
)


def write_zip(sections: Sequence[Section], at: dt.datetime) -> bytes:
    """Write a person's data; `at` is when it was read."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("README.txt", "\n\n".join(map(said, _ABOUT)) + "\n")
        folder.writestr("data.json", _as_json(sections, at))
        for section in sections:
            folder.writestr(f"{section.name}.csv", write_csv(_table(section)))
    return content.getvalue()


def _as_json(sections: Sequence[Section], at: dt.datetime) -> str:
    data = {
        section.name: [dict(zip(section.columns, row, strict=True)) for row in section.rows]
        for section in sections
    }
    return json.dumps(
        {"read_at": at, **data}, indent=2, ensure_ascii=False, default=dt.datetime.isoformat
    )


def _table(section: Section) -> Table:
    return Table(
        name=section.name,
        title=section.name,
        columns=section.columns,
        rows=tuple(tuple(map(_cell, row)) for row in section.rows),
    )


def _cell(value: Value) -> Cell:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return value
