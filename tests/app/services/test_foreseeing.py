"""What misconceptions answer is found before a student does."""

import pytest
from sqlalchemy import update

from app.db import database_now
from app.domain.diagnosis import predictions_of
from app.domain.marking import truth_text
from app.domain.problems import find_problem
from app.models import Submission, Variant
from app.services import foreseeing
from app.services.foreseeing import sweep, work_waiting
from app.services.grading import mark_waiting


def stored(classroom, variant):
    with classroom.db.reading() as session:
        return session.get_one(Variant, variant)


def change(classroom, variant, **values):
    with classroom.db.writing() as session:
        session.execute(update(Variant).where(Variant.id == variant).values(**values))


@pytest.fixture
def dealt(classroom):
    """One exercise of each of two students, of the same problem, and one of another."""
    blaise = classroom.add_student("Blaise")
    return [classroom.deal(), classroom.deal(student=blaise), classroom.deal(3)]


def test_what_was_dealt_lately_is_foreseen_problem_after_problem(classroom, dealt):
    assert [work_waiting(classroom.db) for _ in range(3)] == [True, True, False]

    for variant in dealt:
        row = stored(classroom, variant)
        listed = find_problem(row.problem).misconceptions
        assert row.predictions == predictions_of(row.as_dealt(), row.truth, listed).to_json()


def test_what_was_foreseen_is_not_found_again(classroom):
    variant = classroom.deal()
    work_waiting(classroom.db)
    believed = stored(classroom, variant).predictions["answers"][0]["changes"]
    said = {question: truth_text(value) for question, value in believed.items()}
    answers = classroom.right_answers(variant) | said
    # What runs this text now finds nothing in it.
    change(classroom, variant, code="import os\n")
    receipt = classroom.submit(variant, answers)

    mark_waiting(classroom.db)

    with classroom.db.reading() as session:
        diagnosis = session.get_one(Submission, receipt.submission_id).result.diagnosis
    assert diagnosis["findings"]


def test_no_text_is_run_that_is_not_the_library_s(classroom):
    variant = classroom.deal()
    change(classroom, variant, code="while True:\n    pass\n")

    assert not work_waiting(classroom.db)
    assert stored(classroom, variant).predictions is None


def test_what_lay_for_long_is_left_to_marking(classroom, doorbell, dealt):
    for variant in dealt:
        change(classroom, variant, created_at=database_now(-1000))

    sweep(classroom.db, doorbell)
    assert doorbell.rings == []
    assert not work_waiting(classroom.db)


def test_the_sweep_rings_until_all_is_foreseen(classroom, doorbell, dealt):
    sweep(classroom.db, doorbell)
    assert doorbell.rings[0] in dealt

    while work_waiting(classroom.db):
        doorbell.rings.clear()
    sweep(classroom.db, doorbell)
    assert doorbell.rings == []


def test_predictions_for_another_truth_are_not_kept(classroom, dealt):
    row = stored(classroom, dealt[0])
    predictions = predictions_of(row.as_dealt(), row.truth)
    change(classroom, dealt[0], truth=dict.fromkeys(row.truth, 12345.0))

    with classroom.db.writing() as session:
        foreseeing._keep(session, {dealt[0]: (row.truth, predictions)})

    assert stored(classroom, dealt[0]).predictions is None
