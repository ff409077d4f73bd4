"""A new exercise for each attempt, as students meet it, and which attempts count, as teachers set it."""

import uuid

import pytest

from app.domain.credit import Counting, Rules
from app.models import Assignment
from app.services.grading import mark_waiting
from tests.app.web.browsing import Elements


@pytest.fixture
def streak(classroom, db):
    with db.writing() as session:
        session.get_one(Assignment, classroom.assignment).rules = Rules(
            counting=Counting.STREAK, new_exercises=True
        )


def answer(browser, classroom, address, *, right):
    variant = uuid.UUID(address.rsplit("/", 1)[1])
    answers = classroom.right_answers(variant) if right else classroom.wrong_answers(variant)
    browser.submit(variant, answers)
    waiting = browser.get(address).text
    mark_waiting(classroom.db)
    return waiting, browser.get(address).text


def test_a_student_goes_on_from_exercise_to_exercise_until_nothing_more_can_be_earned(
    student, classroom, streak
):
    onward = f"/items/{classroom.items[0]}/next"
    assignment = student.get(f"/assignments/{classroom.assignment}").text
    assert "Each attempt is made at a new exercise." in assignment
    assert "3 right answers in a row earn all points of an item." in assignment

    address = student.post(onward).location
    assert "A right answer now earns 1 of 4 points." in student.get(address).text
    waiting, marked = answer(student, classroom, address, right=True)
    assert "The next exercise opens once this attempt is marked." in waiting
    assert "next-exercise" not in waiting
    assert "1 of 4 points added" in marked
    assert "A right answer now earns 2 more of 4 points." in marked
    assert 'id="submit"' not in marked

    second = student.post(onward).location
    assert second == student.post(onward).location != address
    assert "Exercise 2 of this item" in student.get(second).text
    assert "Your newest exercise of this item" in student.get(address).text
    answer(student, classroom, second, right=True)
    _waiting, marked = answer(student, classroom, student.post(onward).location, right=True)

    assert "next-exercise" not in marked
    assert "No attempt can earn more on this item." in marked
    assert "3 submissions" in marked


def test_where_the_last_attempt_counts_the_button_says_so(student, classroom, db):
    with db.writing() as session:
        session.get_one(Assignment, classroom.assignment).rules = Rules(
            counting=Counting.LAST, new_exercises=True
        )
    address = student.post(f"/items/{classroom.items[0]}").location

    _waiting, marked = answer(student, classroom, address, right=False)

    assert "A right answer now earns 4 of 4 points." in marked
    assert "The last attempt counts, also if an earlier one was better." in marked


@pytest.mark.parametrize(
    ("typed", "rules"),
    [
        ({"counting": "last", "attempt_percents": "100, 50"}, Rules(counting=Counting.LAST)),
        ({"counting": "best", "streak_percent": "many"}, Rules()),
        (
            {"counting": "streak", "streak_percent": "34", "new_exercises": "on"},
            Rules(counting=Counting.STREAK, streak_percent=34, new_exercises=True),
        ),
    ],
    ids=["last", "best", "streak"],
)
def test_what_counts_is_chosen_and_what_belongs_to_another_choice_is_passed_over(
    instructor, classroom, db, typed, rules
):
    address = f"/assignments/{classroom.assignment}/edit"

    assert instructor.post(address, {"title": "Week 1", **typed}).status_code == 303

    with db.reading() as session:
        assert session.get_one(Assignment, classroom.assignment).rules == rules
    page = instructor.get(address).text
    assert f'<option value="{typed["counting"]}" selected>' in page


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"counting": "worst"}, "Choose one of the list."),
        ({"counting": "streak"}, "need a new exercise for each attempt"),
        (
            {"counting": "streak", "new_exercises": "on", "streak_percent": "ten"},
            "Type a number, for instance 25.",
        ),
        (
            {"counting": "streak", "new_exercises": "on", "streak_percent": "10"},
            "All points take 4 right answers in a row",
        ),
    ],
    ids=["unknown", "same exercise", "no number", "too few attempts"],
)
def test_what_cannot_count_so_is_said(instructor, classroom, typed, message):
    answer = instructor.post(
        f"/assignments/{classroom.assignment}/edit", {"title": "Week 1", **typed}
    )

    assert answer.status_code == 422
    assert message in answer.text


def test_a_copys_times_are_moved_by_weeks(instructor, classroom):
    edit = f"/assignments/{classroom.assignment}/edit"
    instructor.post(edit, {"title": "Week 1", "due_at": "2026-11-20T12:00"})
    course = f"/courses/{classroom.course}"
    assert "lie between 20 Nov 2026" in instructor.get(f"{course}/settings").text

    refused = instructor.post(f"{course}/copy", {"copy-title": "Next", "later": "half"})
    assert refused.status_code == 422
    assert Elements(refused.text).with_name("later")["value"] == "half"
    copy = instructor.post(
        f"{course}/copy", {"copy-title": "Next", "later": "26", "unit": "weeks"}
    ).location

    assert "21 May 2027" in instructor.get(copy).text
