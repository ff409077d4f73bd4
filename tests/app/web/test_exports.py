"""The dashboards as files."""

import csv
import io

import pytest
from openpyxl import load_workbook

from app.web.tables import ASSIGNMENT_TABLES, ITEM_TABLES
from tests.app.class_at_work import Class, Try

EVIL = '=HYPERLINK("http://evil.example","Ada")'


@pytest.fixture
def a_class(classroom):
    made = Class(classroom)
    evil, carl, *_ = made.join(EVIL, "Carl", "Zoë Ångström", "Félix")
    made.work(evil, 0, Try(0, 2, ("overwrites",)), Try(1, 10))
    made.work(carl, 0, Try(1 / 3, 5))
    made.work(carl, 1)
    return made


def export(classroom, ending="csv", query=""):
    return f"/assignments/{classroom.assignment}/dashboard.{ending}{query}"


def item_export(classroom, ending="csv", query=""):
    return f"/items/{classroom.items[0]}/dashboard.{ending}{query}"


def rows_of(response):
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))


def sheets_of(response):
    assert response.status_code == 200
    book = load_workbook(io.BytesIO(response.data))
    return {
        sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book
    }


def test_the_summary_holds_every_figure_with_every_digit(instructor, classroom, a_class):
    rows = dict(rows_of(instructor.get(export(classroom, query="?table=summary")))[1:])

    assert float(rows["Mean score"]) == pytest.approx((4 + 4 / 3) / 2 / 36, abs=1e-15)
    assert rows["Students"] == "5"
    assert rows["Students with a mark"] == "2"
    assert rows["Working time, median, in minutes"] == "7.5"


def test_an_undefined_figure_says_why_in_its_cell(instructor, classroom, a_class):
    rows = rows_of(instructor.get(export(classroom, query="?table=items")))
    items = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]

    assert items[0]["Discrimination, with the total"] == "too few students"
    assert items[1]["Mean score"] == "nobody yet"
    assert (items[0]["Answered by"], items[0]["Submissions"]) == ("2", "3")


@pytest.mark.parametrize("name", [table.name for table in ASSIGNMENT_TABLES])
def test_each_table_of_an_assignment_can_be_had_by_itself(instructor, classroom, a_class, name):
    rows = rows_of(instructor.get(export(classroom, query=f"?table={name}")))

    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize("name", [table.name for table in ITEM_TABLES])
def test_each_table_of_an_item_can_be_had_by_itself(instructor, classroom, a_class, name):
    rows = rows_of(instructor.get(item_export(classroom, query=f"?table={name}")))

    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


def test_a_workbook_holds_all_tables_as_sheets(instructor, classroom, a_class):
    whole = sheets_of(instructor.get(export(classroom, "xlsx")))
    item = sheets_of(instructor.get(item_export(classroom, "xlsx")))

    assert list(whole) == [table.title for table in ASSIGNMENT_TABLES]
    assert list(item) == [table.title for table in ITEM_TABLES]
    assert ("Carl", 5.0, pytest.approx(1 / 27)) in whole["Score by working time"]
    assert ("Mean score", pytest.approx(2 / 3)) in item["Figures"]


def test_scores_of_the_whole_class_are_in_it_not_only_those_of_a_page(
    instructor, classroom, monkeypatch, a_class
):
    monkeypatch.setattr("app.queries.dashboards.STUDENTS_ON_A_PAGE", 2)
    rows = rows_of(instructor.get(export(classroom, query="?table=scores")))

    assert {row[0] for row in rows[1:]} == {f"'{EVIL}", "Ada", "Carl", "Zoë Ångström", "Félix"}


def test_a_name_that_begins_like_a_formula_is_text_wherever_it_stands(
    instructor, classroom, a_class
):
    for table in ("scores", "working-times", "wrong-answers"):
        cells = [
            row[0] for row in rows_of(instructor.get(export(classroom, query=f"?table={table}")))
        ]
        assert f"'{EVIL}" in cells
        assert EVIL not in cells
    for rows in sheets_of(instructor.get(export(classroom, "xlsx"))).values():
        assert not any(str(cell).startswith("=") for row in rows for cell in row)


def test_an_unknown_table_is_not_there(instructor, classroom):
    assert instructor.get(export(classroom, query="?table=passwords")).status_code == 404
    assert instructor.get(item_export(classroom, query="?table=scores")).status_code == 404


def test_a_file_is_named_after_the_assignment_in_plain_letters(instructor, classroom, db):
    from app.models import Assignment

    with db.writing() as session:
        session.get_one(Assignment, classroom.assignment).title = 'Übung "1"\r\nSet-Cookie: x/..'
    response = instructor.get(export(classroom, "xlsx"))

    assert response.headers["Content-Disposition"] == (
        'attachment; filename="ubung-1-set-cookie-x.xlsx"'
    )
    assert "no-store" in response.headers["Cache-Control"]


def test_outsiders_get_no_names_and_nothing_about_fewer_than_five(instructor, classroom, a_class):
    sheets = sheets_of(instructor.get(export(classroom, "xlsx", "?audience=outsiders")))

    everything = repr(sheets)
    for name in ("Carl", "Ada", "HYPERLINK", "Zo"):
        assert name not in everything
    assert ("Mean score", "fewer than five students") in sheets["Summary"]
    assert ("Students with a mark", "fewer than five students") in sheets["Summary"]
    first = dict(zip(sheets["Items"][0], sheets["Items"][1], strict=True))
    assert {first[name] for name in ("Answered by", "Solved by", "Mean score", "Median")} == {
        "fewer than five students"
    }
    assert [row[2] for row in sheets["Misconceptions"][1:]] == ["fewer than five students"] * 2


def test_outsiders_are_told_about_groups_of_five_and_more(instructor, classroom):
    made = Class(classroom)
    for number, student in enumerate(made.join(*(f"Student {n}" for n in range(12)))):
        made.work(student, 0, Try(float(number % 2), 3, ("overwrites",)))
    sheets = sheets_of(instructor.get(export(classroom, "xlsx", "?audience=outsiders")))
    first = dict(zip(sheets["Items"][0], sheets["Items"][1], strict=True))

    assert (first["Answered by"], first["Solved by"], first["Mean score"]) == (12, 6, 0.5)
    assert first["Share at 1"] == 0.5
    assert "Student" not in repr(sheets["Summary"][2:])
    assert [row[2] for row in sheets["Misconceptions"][1:]] == [6]
    assert [row[2] for row in sheets["Students by total score"][1:]] == [6, 6] + [0] * 8
