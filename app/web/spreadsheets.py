"""Tables as spreadsheets: CSV that Excel reads as UTF-8, and XLSX; no cell is a formula."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from app.domain.texts import Message
from app.web.languages import said

Cell: TypeAlias = str | float | dt.datetime | None
"""A text, a number, an instant, or nothing."""

CSV_TYPE: Final = "text/csv; charset=utf-8"
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
# Excel drops these before it looks at a cell, and full-width signs count as the plain ones to some versions.
_SKIPPED: Final = " \u00a0\ufeff\u200b"
_FULL_WIDTH: Final = ("\uff1d", "\uff0b", "\uff0d", "\uff20")
# XML has no place for these.
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_CHARACTERS: Final = 32_767
_WIDEST: Final = 60
_SHEET_NAME: Final = 31
_NOT_IN_A_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True)
class Table:
    """One table of an export.

    Attributes:
        name: Its name in addresses and file names: lower-case letters and hyphens.
        title: Its name for people, at most 31 characters: a workbook's sheet.
        columns: The heading of each column.
        rows: The cells of each row, as many as there are columns.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def write_csv(table: Table) -> bytes:
    """Write a table as CSV (RFC 4180), in UTF-8 with the mark by which Excel knows it.

    Numbers are written whole, to the last digit that tells them from others; instants as ISO 8601 in UTC.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(neutral(_in_language(heading)) for heading in table.columns)
    writer.writerows([_as_text(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(tables: Sequence[Table]) -> bytes:
    """Write tables as the sheets of one workbook; instants are in UTC, which Excel has no zone for."""
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for table in tables:
        _fill(book.create_sheet(_sheet_name(_in_language(table.title), taken)), table)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def neutral(text: str) -> str:
    """Give a text that no spreadsheet takes for a formula: an apostrophe stands before what begins like one.

    What begins with `=`, `+`, `-`, `@`, a tab or a line break would be calculated, and may fetch or send
    (OWASP, *CSV Injection*). Characters that a workbook cannot hold become the replacement character.
    """
    text = _UNWRITABLE.sub("\ufffd", text)[:_MOST_CHARACTERS]
    begins = text.lstrip(_SKIPPED)
    return f"'{text}" if begins.startswith((*_STARTS_A_FORMULA, *_FULL_WIDTH)) else text


def _in_language(text: str) -> str:
    """Write our own words in the reader's language; what people typed stays as it is."""
    return said(text) if isinstance(text, Message) else text


def _as_text(cell: Cell) -> str | float | None:
    if isinstance(cell, dt.datetime):
        return cell.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return neutral(_in_language(cell)) if isinstance(cell, str) else cell


def _fill(sheet: Worksheet, table: Table) -> None:
    sheet.freeze_panes = "A2"
    for place, width in enumerate(_widths(table), start=1):
        sheet.column_dimensions[_letters(place)].width = width
    headings = [WriteOnlyCell(sheet, neutral(_in_language(heading))) for heading in table.columns]
    for heading in headings:
        heading.font = Font(bold=True)
    sheet.append(headings)
    for row in table.rows:
        sheet.append([_as_value(cell) for cell in row])


def _as_value(cell: Cell) -> str | float | dt.datetime | None:
    if isinstance(cell, dt.datetime):
        return cell.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0)
    return neutral(_in_language(cell)) if isinstance(cell, str) else cell


def _widths(table: Table) -> Iterable[float]:
    for place, heading in enumerate(table.columns):
        longest = max(
            (len(str(row[place])) for row in table.rows if isinstance(row[place], str)), default=0
        )
        yield min(_WIDEST, max(longest, len(heading), 10) + 2)


def _letters(place: int) -> str:
    """Name a column: A, B, ..., Z, AA."""
    letters = ""
    while place:
        place, digit = divmod(place - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def _sheet_name(title: str, taken: set[str]) -> str:
    """Give a name that Excel takes and that no earlier sheet has, however they are cased."""
    base = _NOT_IN_A_SHEET_NAME.sub(" ", _UNWRITABLE.sub(" ", title)).strip() or "Sheet"
    name, number = base[:_SHEET_NAME], 2
    while name.lower() in taken:
        end = f" ({number})"
        name, number = base[: _SHEET_NAME - len(end)] + end, number + 1
    taken.add(name.lower())
    return name
