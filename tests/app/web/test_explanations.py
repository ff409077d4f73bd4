"""How a program runs: for teachers always, for its student once the truth may be known."""

import pytest

from app.domain.diagnosis import find_misconception
from app.services.grading import mark_waiting


@pytest.fixture
def variant(classroom):
    return classroom.deal_problem("backward-twice")


def address(variant):
    return f"/variants/{variant}/explanation"


def send(browser, classroom, variant, answers):
    browser.submit(variant, answers)
    mark_waiting(classroom.db)


def test_a_student_sees_it_once_the_exercise_is_solved(student, classroom, variant):
    send(student, classroom, variant, classroom.wrong_answers(variant, "[7.5, 8]"))
    assert student.get(address(variant)).status_code == 404
    assert "/explanation" not in student.get(f"/variants/{variant}").text

    send(student, classroom, variant, classroom.right_answers(variant))

    assert address(variant) in student.get(f"/variants/{variant}").text
    page = student.get(address(variant))
    assert page.status_code == 200
    assert '<table class="run">' in page.text
    assert "<svg" in page.text
    assert "<math>" in page.text


def test_all_attempts_used_without_solving_it_open_nothing(student, classroom, variant):
    for value in ("[7.5, 8]", "[8.5, 8]", "[9.5, 8]"):
        send(student, classroom, variant, classroom.wrong_answers(variant, value))

    assert student.get(address(variant)).status_code == 404


def test_in_practice_it_opens_with_the_answers(stranger, classroom):
    variant = stranger.practise("backward-twice")
    send(stranger, classroom, variant, classroom.wrong_answers(variant, "[7.5, 8]"))
    assert stranger.get(address(variant)).status_code == 404

    stranger.post(f"/variants/{variant}/reveal")

    assert address(variant) in stranger.get(f"/variants/{variant}").text
    assert '<table class="run">' in stranger.get(address(variant)).text


def test_a_teacher_sees_it_before_anything_is_submitted(instructor, student, variant):
    assert instructor.get(address(variant)).status_code == 200
    assert student.get(address(variant)).status_code == 404


def test_a_wrong_answers_story_is_shown_where_it_parts_from_the_true_one(
    student, classroom, variant
):
    send(student, classroom, variant, classroom.mistaken_answers(variant, "overwrites"))
    send(student, classroom, variant, classroom.right_answers(variant))
    page = student.get(address(variant)).text

    believed = find_misconception("overwrites")
    assert believed.name in page
    assert "Here the two stories part" in page
    assert "What PyTorch does" in page
    assert "What your answer fits" in page


def test_a_belief_about_reading_alone_has_no_other_story(student, classroom):
    variant = classroom.deal_problem("who-is-a-leaf")
    send(
        student, classroom, variant, classroom.mistaken_answers(variant, "leaf-means-requires-grad")
    )
    send(student, classroom, variant, classroom.right_answers(variant))

    assert find_misconception("leaf-means-requires-grad").name in student.get(address(variant)).text


def test_without_a_mistake_there_is_only_the_run(student, classroom, variant):
    send(student, classroom, variant, classroom.right_answers(variant))
    page = student.get(address(variant)).text

    assert "What your wrong answer looked like" not in page
    assert "stories part" not in page
