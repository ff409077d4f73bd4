"""Nothing of the truth reaches a student before the rules allow it."""

import pytest

from app.models import Item, Variant
from app.services.grading import mark_waiting

CANARY = 271828.1828


@pytest.fixture
def guarded(classroom, db):
    """A marked variant whose stored truth is a number that stands nowhere else."""
    variant = classroom.deal()
    classroom.submit(variant, classroom.wrong_answers(variant))
    mark_waiting(db)
    with db.writing() as session:
        row = session.get_one(Variant, variant)
        row.truth = {key: [CANARY, CANARY] for key in row.truth}
    return variant


def assert_hidden(response):
    for text in (response.text, str(response.headers)):
        assert "271828" not in text
        assert "1828" not in text


def test_no_response_to_a_student_holds_the_truth(student, guarded, classroom, db):
    receipt = classroom.submit(guarded, classroom.wrong_answers(guarded, "[1, 2]"))
    mark_waiting(db)
    submission = receipt.submission_id
    for address in (
        "/",
        f"/courses/{classroom.course}",
        f"/assignments/{classroom.assignment}",
        f"/variants/{guarded}",
        f"/submissions/{submission}",
        f"/submissions/{submission}/status?seen=queued-0-1",
    ):
        response = student.get(address)
        assert response.status_code == 200, address
        assert_hidden(response)
    for data in ({"x": "[1, 2]"}, {"x": "[1,"}):
        assert_hidden(student.post("/preview?field=x", data))
    assert_hidden(
        student.submit(
            guarded, classroom.wrong_answers(guarded, "[5, 6]"), **{"HX-Request": "true"}
        )
    )
    assert_hidden(
        student.submit(guarded, classroom.wrong_answers(guarded, "[5,"), **{"HX-Request": "true"})
    )
    refused = student.post(f"/variants/{guarded}/reveal")
    assert refused.status_code == 409
    assert_hidden(refused)


def test_a_practice_variants_truth_is_shown_only_after_asking(stranger, classroom, db):
    variant = stranger.practise()
    stranger.submit(variant, classroom.wrong_answers(variant))
    mark_waiting(db)
    with db.writing() as session:
        row = session.get_one(Variant, variant)
        row.truth = dict.fromkeys(row.truth, CANARY)
    assert_hidden(stranger.get(f"/variants/{variant}"))

    stranger.post(f"/variants/{variant}/reveal")

    assert "271828" in stranger.get(f"/variants/{variant}").text


def test_pages_of_equal_shape_differ_not_with_the_truth(student, guarded, db):
    def page():
        text = student.get(f"/variants/{guarded}").text
        return [
            line for line in text.splitlines() if "csrf" not in line and 'name="key"' not in line
        ]

    before = page()
    with db.writing() as session:
        row = session.get_one(Variant, guarded)
        row.truth = {key: [0.5, 0.25, 0.125] for key in row.truth}
    assert page() == before


def test_the_items_table_holds_no_truth_to_leak():
    assert "truth" not in Item.__table__.columns
