"""The gradebook's pages and forms."""

import csv
import io
import re
import uuid

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.domain.roles import Role
from app.models import AssignmentGroup, Comment, Enrollment, ItemOverride, Variant
from tests.app.class_at_work import Class, Try

EVIL = '=HYPERLINK("http://evil.example","Ada")'


@pytest.fixture
def at_work(classroom):
    made = Class(classroom)
    made.work(classroom.student, 0, Try(0.5), Try(0.75))
    return made


def item_page(classroom):
    return f"/items/{classroom.items[0]}/students/{classroom.student}"


def rows_of(response):
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))


def stored(classroom, kind):
    with classroom.db.reading() as session:
        return session.scalars(select(kind)).all()


def set_points(browser, classroom, points="3.5", reason="Recounted.", kind="points"):
    return browser.post(
        f"{item_page(classroom)}/override", {"kind": kind, "points": points, "reason": reason}
    )


def test_points_are_set_shown_to_everybody_and_withdrawn(classroom, at_work, instructor, student):
    answer = set_points(instructor, classroom, "3,5")
    assert (answer.status_code, answer.location) == (303, item_page(classroom))
    assert "The points are set." in instructor.get(item_page(classroom)).text

    grades = student.get(f"/courses/{classroom.course}/grades").text
    assert "3.5 of 4 points" in grades
    assert "Recounted." in grades
    exercise = student.get(f"/variants/{stored(classroom, Variant)[0].id}").text
    assert "3.5 of 4 points" in exercise.split("From your teacher")[1]
    page = instructor.get(f"/courses/{classroom.course}/gradebook")
    assert re.search(r'class="mark-set">3\.5<', page.text)
    board = instructor.get(f"/assignments/{classroom.assignment}/dashboard").text
    assert "set by a teacher" in board

    assert instructor.post(f"{item_page(classroom)}/override/withdraw").status_code == 303
    assert stored(classroom, ItemOverride) == []
    assert "3 of 4 points" in student.get(f"/courses/{classroom.course}/grades").text


@pytest.mark.parametrize(
    ("points", "reason", "says"),
    [
        ("much", "Recounted.", "Points are 0 or more."),
        ("44", "Recounted.", "more than twice"),
        ("3", "", "Say why in a few words."),
    ],
)
def test_what_cannot_be_set_comes_back_as_it_was_typed(
    classroom, at_work, instructor, points, reason, says
):
    answer = set_points(instructor, classroom, points, reason)

    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{points}"' in answer.text
    assert stored(classroom, ItemOverride) == []


def test_to_excuse_takes_no_number(classroom, at_work, instructor, student):
    assert set_points(instructor, classroom, "nonsense", "Ill.", "excused").status_code == 303

    page = student.get(f"/assignments/{classroom.assignment}").text
    assert "of 32 points" in re.sub(r"<[^>]+>", "", page)


def test_who_is_excused_from_a_whole_assignment_is_told_so_everywhere(
    classroom, at_work, instructor, student
):
    address = f"/assignments/{classroom.assignment}/students/{classroom.student}"
    form = {"kind": "excused", "reason": "Ill all week."}
    answer = instructor.post(f"{address}/override", form)
    assert (answer.status_code, answer.location) == (303, address)

    for page in ("/", f"/courses/{classroom.course}", f"/assignments/{classroom.assignment}"):
        assert "You are excused from this assignment." in student.get(page).text, page
    assert "Excused: Ill all week." in student.get(f"/courses/{classroom.course}/grades").text


def test_a_comment_is_written_once_and_read_on_the_students_pages(
    classroom, at_work, instructor, student
):
    (first, *_rest) = at_work.work(at_work.join("Emmy")[0], 0, Try(1))
    form = {"text": "Look at <b>the sign</b>.", "comment": str(uuid.uuid4())}
    for _ in range(2):
        answer = instructor.post(f"{item_page(classroom)}/comments", form)
        assert (answer.status_code, answer.location) == (303, item_page(classroom))
    (one,) = stored(classroom, Comment)

    shown = "Look at &lt;b&gt;the sign&lt;/b&gt;."
    assert shown in student.get(f"/courses/{classroom.course}/grades").text
    variant = student.post(f"/items/{classroom.items[0]}").location
    assert shown in student.get(variant).text

    foreign = {"text": "Hello.", "submission": str(first)}
    assert instructor.post(f"{item_page(classroom)}/comments", foreign).status_code == 404

    for _ in range(2):
        address = f"{item_page(classroom)}/comments/{one.id}/withdraw"
        assert instructor.post(address).status_code == 303
    assert stored(classroom, Comment) == []


def test_a_comment_that_is_too_long_comes_back(classroom, at_work, instructor):
    answer = instructor.post(f"{item_page(classroom)}/comments", {"text": "x" * 2001})

    assert answer.status_code == 422
    assert "x" * 2001 in answer.text
    assert "1 to 2000 characters" in answer.text


def groups_form(classroom, group, **fields):
    typed = {"title": "Homework", "weight": "2", "drop": "1", **fields}
    return {
        "group": group,
        **{f"{name}.{group}": text for name, text in typed.items()},
        f"group-of.{classroom.assignment}": group,
    }


def test_groups_are_made_and_removed_and_what_is_wrong_is_told_at_its_line(classroom, instructor):
    address, group = f"/courses/{classroom.course}/gradebook/groups", str(uuid.uuid4())
    answer = instructor.post(address, groups_form(classroom, group, weight="heavy"))
    assert answer.status_code == 422
    assert f'id="weight.{group}-error"' in answer.text
    assert 'value="heavy"' in answer.text

    for _ in range(2):
        assert instructor.post(address, groups_form(classroom, group)).status_code == 303
    (made,) = stored(classroom, AssignmentGroup)
    assert (str(made.id), made.title, made.weight, made.drop_lowest) == (group, "Homework", 2, 1)
    assert "Homework" in instructor.get(f"/courses/{classroom.course}/gradebook").text

    removed = {**groups_form(classroom, group), f"remove.{group}": "on"}
    assert instructor.post(address, removed).status_code == 303
    assert stored(classroom, AssignmentGroup) == []


def test_a_search_brings_only_the_table(classroom, at_work, instructor):
    at_work.join("Zoë Ångström")
    address = f"/courses/{classroom.course}/gradebook?search=angst"

    table = instructor.get(address, **{"HX-Request": "true"}).text
    assert "<html" not in table
    assert "Zoë Ångström" in table
    assert ">Ada<" not in table
    nobody = instructor.get(f"/courses/{classroom.course}/gradebook?search=nobody").text
    assert "Nobody here has “nobody” in their name." in nobody


def test_the_files_hold_what_the_pages_show_and_no_formula(classroom, at_work, instructor):
    (evil,) = at_work.join(EVIL)
    at_work.work(evil, 0, Try(1))
    set_points(instructor, classroom, "3.5", "=1+1")
    instructor.post(f"{item_page(classroom)}/comments", {"text": "@home"})
    file = f"/courses/{classroom.course}/gradebook"

    grades = rows_of(instructor.get(f"{file}.csv"))
    assert grades[0] == ["Student", "E-mail address", "Week 1", "Total, share"]
    assert {row[0]: row[2:] for row in grades[1:]} == {
        f"'{EVIL}": ["4.0", str(4 / 36)],
        "Ada": ["3.5", str(3.5 / 36)],
    }
    overrides = rows_of(instructor.get(f"{file}.csv?table=overrides"))
    assert overrides[1][4:7] == ["3.5", "'=1+1", "Grace"]
    comments = rows_of(instructor.get(f"{file}.csv?table=comments"))
    assert comments[1][5] == "'@home"
    assert instructor.get(f"{file}.csv?table=nothing").status_code == 404

    book = load_workbook(io.BytesIO(instructor.get(f"{file}.xlsx").data))
    assert book.sheetnames == [
        "Grades",
        "Points by item",
        "What counts",
        "Set by teachers",
        "Comments",
        "Groups",
    ]


def test_addresses_are_in_the_files_of_instructors_only(classroom, at_work, open_browser):
    grader = classroom.add_student("Grader")
    with classroom.db.writing() as session:
        session.get_one(Enrollment, (classroom.course, grader)).role = Role.GRADER
    browser = open_browser(grader)

    assert "@example.org" not in browser.get(f"/courses/{classroom.course}/gradebook.csv").text
    assert set_points(browser, classroom).status_code == 303
    assert browser.get(f"/courses/{classroom.course}/changes").status_code == 404


def test_the_trail_tells_what_was_and_what_is_and_can_be_taken_away(classroom, at_work, instructor):
    set_points(instructor, classroom, "3", EVIL)
    set_points(instructor, classroom, "", "Ill.", "excused")
    trail = f"/courses/{classroom.course}/changes"

    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", instructor.get(trail).text))
    assert "Points overridden · Ada · Week 1 · One weight per component" in page
    assert "Excused now: yes" in page
    assert "Points before: 3" in page
    assert "Points overridden" not in instructor.get(f"{trail}?about=people").text.split("<main")[1]

    lines = rows_of(instructor.get(f"{trail}.csv?about=points"))
    assert lines[0][5:] == ["Field", "Before", "After"]
    assert [line[5:] for line in lines[1:]] == [
        ["Points", "3", ""],
        ["Reason", f"'{EVIL}", "Ill."],
        ["Excused", "", "yes"],
        ["Points", "", "3"],
        ["Reason", "", f"'{EVIL}"],
    ]
