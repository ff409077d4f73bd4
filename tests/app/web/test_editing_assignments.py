"""The pages of an assignment's credit over attempts, and of its items' points and attempts."""

import pytest

from app.domain.credit import Rules
from app.domain.feedback import Feedback, Shown
from app.models import Assignment, Item
from app.services.assignments import change_assignment, create_assignment
from app.services.grading import mark_waiting
from app.services.items import NewItem
from tests.app.web.browsing import Elements


def edit_address(classroom):
    return f"/assignments/{classroom.assignment}/edit"


def test_credit_over_attempts_and_items_are_edited_on_one_page(instructor, classroom, db):
    first, second = classroom.items[:2]

    instructor.post(
        edit_address(classroom),
        {
            "title": "Week 1",
            "attempt_percents": "100, 70; 50 %",
            f"points.{first}": "10",
            f"attempts.{first}": "5",
        },
    )

    with db.reading() as session:
        assignment = session.get_one(Assignment, classroom.assignment)
        changed, same = session.get_one(Item, first), session.get_one(Item, second)
    assert assignment.rules == Rules(percents=(100, 70, 50))
    assert (changed.points, changed.max_attempts) == (10, 5)
    assert (same.points, same.max_attempts) == (4, 3)
    form = Elements(instructor.get(edit_address(classroom)).text)
    assert form.with_name("attempt_percents")["value"] == "100, 70, 50"
    assert form.with_name(f"points.{first}")["value"] == "10"


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("attempt_percents", "100, many", "with commas between them"),
        ("attempt_percents", "50, 100", "Begin with the highest number"),
        ("points.{item}", "many", "Type a number for the points"),
        ("attempts.{item}", "1.5", "Type a number for the attempts"),
        ("points.{item}", "0", "above 0"),
    ],
)
def test_what_does_not_fit_is_said_and_kept(instructor, classroom, field, text, message):
    name = field.format(item=classroom.items[0])

    answer = instructor.post(edit_address(classroom), {"title": "Week 1", name: text})

    assert answer.status_code == 422
    assert message in answer.text
    assert Elements(answer.text).with_name(name)["value"] == text


def test_who_edits_is_warned_once_students_have_begun(instructor, classroom):
    assert "have begun" not in instructor.get(edit_address(classroom)).text

    classroom.deal()

    assert "1 student has begun" in instructor.get(edit_address(classroom)).text


def test_the_button_says_what_another_attempt_can_still_earn(student, classroom, db):
    change_assignment(
        db,
        user_id=classroom.instructor,
        assignment_id=classroom.assignment,
        title="Week 1",
        rules=Rules(percents=(100, 70, 0)),
    )
    variant = classroom.deal()
    address = f"/variants/{variant}"
    assert "A right answer now earns 4 of 4 points." in student.get(address).text

    for value, said in (
        ("1.5", "A right answer now earns 2.8 of 4 points."),
        ("2.5", "It can earn no more points"),
    ):
        classroom.submit(variant, classroom.wrong_answers(variant, value))
        mark_waiting(db)
        assert said in student.get(address).text


def test_what_students_see_is_chosen_on_the_same_page(instructor, classroom, db):
    chosen = {"verdict": "due", "truth": "closed", "explanation": "never"}

    refused = instructor.post(edit_address(classroom), {"title": "Week 1", **chosen})
    assert refused.status_code == 422
    assert "Set a due time first" in refused.text
    assert 'value="due" selected' in refused.text
    saved = instructor.post(
        edit_address(classroom), {"title": "Week 1", "due_at": "2026-11-27T12:00", **chosen}
    )

    assert saved.status_code == 303
    with db.reading() as session:
        feedback = session.get_one(Assignment, classroom.assignment).feedback
    assert feedback == Feedback(Shown.DUE, Shown.CLOSED, Shown.NEVER)
    form = instructor.get(edit_address(classroom)).text
    for value in ("due", "closed", "never"):
        assert f'value="{value}" selected' in form


def test_what_is_not_in_the_list_cannot_be_chosen(instructor, classroom):
    answer = instructor.post(edit_address(classroom), {"title": "Week 1", "verdict": "soon"})

    assert answer.status_code == 422
    assert "Choose one of the times in the list" in answer.text


def test_a_prerequisite_is_chosen_and_told_to_students(instructor, student, classroom, db):
    second = create_assignment(
        db,
        user_id=classroom.instructor,
        course_id=classroom.course,
        title="Week 2",
        items=[NewItem("backward-twice", 4, 3)],
    )
    address, first = f"/assignments/{second}/edit", str(classroom.assignment)
    for points, status, said in (
        ("", 422, "Type how many points"),
        ("37", 422, "at most 36 points"),
        ("4", 303, ""),
    ):
        answer = instructor.post(
            address, {"title": "Week 2", "after": first, "after_points": points}
        )
        assert (answer.status_code, said in answer.text) == (status, True)

    assert f'value="{first}" selected' in instructor.get(address).text
    page = student.get(f"/assignments/{second}").text
    assert "Opens once you have 4 points in" in page
    assert "You have 0 so far." in page
    assert "/items/" not in page
