"""Grades through the API: of the class in pages, of one student, and one's own."""

import pytest

from app.domain.feedback import Shown
from app.models import Assignment

SET = {"points": 3, "reason": "Counted by hand."}
OVERRIDE = "/items/{item_id}/students/{student_id}/override"
OWN = "/courses/{course_id}/grades"


@pytest.fixture
def student(visit):
    return visit.world.people["student"]


def of(assignment, grades):
    """Return the grade in one assignment."""
    return next(one for one in grades if one["assignment_id"] == str(assignment))


def test_the_class_comes_in_pages_by_name_and_each_student_once(visit):
    seen, address = [], "/courses/{course_id}/gradebook?limit=1"
    while address is not None:
        page = visit.ask("grader", "GET", address).json
        assert len(page["data"]) == 1
        seen += [row["student"]["display_name"] for row in page["data"]]
        address = page["next"] and page["next"].removeprefix("/api/v1")

    assert seen == ["Ada", "classmate"]


def test_the_class_is_searched_by_name(visit):
    page = visit.ask("grader", "GET", "/courses/{course_id}/gradebook?search=ADA").json

    assert [row["student"]["display_name"] for row in page["data"]] == ["Ada"]
    assert page["next"] is None


def test_a_grade_says_what_was_earned_and_what_was_set_in_its_place(visit, student):
    visit.ask("grader", "PUT", OVERRIDE, SET, student_id=student)
    ada = visit.ask("grader", "GET", "/courses/{course_id}/gradebook?search=ada").json["data"][0]
    grades = visit.ask(
        "grader", "GET", "/courses/{course_id}/gradebook/{student_id}", student_id=student
    ).json

    grade = of(visit.world.ids["assignment_id"], ada["grades"])
    assert (grade["earned"], grade["possible"], grade["status"]) == (3, 36, "counts")
    assert grade["is_overridden"]
    assert ada["share"] == pytest.approx(3 / sum(one["possible"] for one in ada["grades"]))
    item = of(visit.world.ids["assignment_id"], grades["assignments"])["items"][0]
    assert (item["earned"], item["possible"]) == (3, 4)
    assert item["override"]["reason"] == "Counted by hand."
    assert item["override"]["by"] == "grader"
    assert item["comments"][0]["text"] == "Look at the weights."
    assert len(item["attempts"]) == 1


def test_points_that_are_not_shown_yet_are_in_no_answer_to_their_student(visit, student):
    assignment = visit.world.ids["assignment_id"]
    visit.ask("grader", "PUT", OVERRIDE, SET, student_id=student)
    shown = of(assignment, visit.ask("student", "GET", OWN).json["assignments"])
    with visit.db.writing() as session:
        session.get_one(Assignment, assignment).show_verdict = Shown.NEVER
    hidden = of(assignment, visit.ask("student", "GET", OWN).json["assignments"])

    assert shown["earned"] == 3
    assert hidden["is_hidden"]
    assert hidden["earned"] is None
    (item,) = hidden["items"]
    assert (item["earned"], item["earned_by_attempts"], item["override"]) == (None, None, None)
    assert item["comments"] == []
    assert [one["score"] for one in item["attempts"]] == [None]
