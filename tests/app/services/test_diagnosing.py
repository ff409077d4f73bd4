"""What is stored with a wrong answer, and that no mark is lost over it."""

import pytest

from app.domain.diagnosis import Diagnosis, Predictions
from app.domain.problems import find_problem, instantiate
from app.models import Result, Variant
from app.services.grading import mark_waiting


@pytest.fixture
def variant(classroom):
    return classroom.deal_problem("backward-twice")


def stored(classroom, variant):
    with classroom.db.reading() as session:
        return session.get_one(Variant, variant)


def result(classroom, variant, answers=None):
    receipt = classroom.submit(variant, answers)
    mark_waiting(classroom.db)
    with classroom.db.reading() as session:
        return session.get_one(Result, receipt.submission_id)


def write(classroom, variant, **values):
    with classroom.db.writing() as session:
        row = session.get_one(Variant, variant)
        for name, value in values.items():
            setattr(row, name, value)


def test_a_misconceptions_answer_is_recognised(classroom, variant):
    marked = result(classroom, variant, classroom.mistaken_answers(variant, "overwrites"))

    diagnosis = Diagnosis.from_json(marked.diagnosis)
    assert diagnosis.recognised
    assert diagnosis.findings[0].codes == ("overwrites",)
    assert set(diagnosis.findings[0].questions) <= set(stored(classroom, variant).truth)
    assert marked.score < 1


def test_a_right_answer_is_not_diagnosed_and_predicts_nothing(classroom, variant):
    assert result(classroom, variant).diagnosis is None
    assert stored(classroom, variant).predictions is None


def test_an_answer_that_nothing_predicts_is_unrecognised(classroom, variant):
    marked = result(classroom, variant, classroom.wrong_answers(variant, "[77.5, 0.125, -3]"))

    assert marked.diagnosis == {"findings": [], "recognised": False}


def test_predictions_are_made_once_and_kept_with_the_variant(classroom, variant):
    result(classroom, variant, classroom.wrong_answers(variant, "[77.5, 0.125]"))
    first = stored(classroom, variant).predictions
    assert ("overwrites",) in Predictions.from_json(first).answers

    # Were they made again, the answer would be recognised.
    kept = {"listed": [], "answers": []}
    write(classroom, variant, predictions=kept)
    marked = result(classroom, variant, classroom.mistaken_answers(variant, "overwrites"))

    assert marked.diagnosis == {"findings": [], "recognised": False}
    assert stored(classroom, variant).predictions == kept


def test_a_diagnosis_that_fails_costs_no_mark(classroom, variant, caplog):
    answers = classroom.mistaken_answers(variant, "overwrites")
    write(classroom, variant, predictions={"written by": "another release"})
    marked = result(classroom, variant, answers)

    assert marked.diagnosis is None
    assert len(marked.marks) == len(answers)
    assert "is marked without a diagnosis" in caplog.text


def test_a_variant_whose_file_is_gone_is_diagnosed_all_the_same(classroom, variant):
    # Of one draw in 300 the wrong answer is also a slip of the pen, which what no file lists must not be taken for.
    code = instantiate(find_problem("backward-twice"), 0).code
    write(classroom, variant, problem="a-file-of-long-ago", code=code, truth=None)
    marked = result(classroom, variant, classroom.mistaken_answers(variant, "overwrites"))

    assert marked.diagnosis["findings"][0]["codes"] == ["overwrites"]


def test_a_batch_of_wrong_answers_is_diagnosed_in_one_go(classroom):
    for position in range(8):
        dealt = classroom.deal(position)
        classroom.submit(dealt, classroom.wrong_answers(dealt, "[77.5, 0.125, -3]"))

    assert mark_waiting(classroom.db) == 8
    with classroom.db.reading() as session:
        assert all(row.diagnosis is not None for row in session.query(Result))
        assert all(row.predictions is not None for row in session.query(Variant))
