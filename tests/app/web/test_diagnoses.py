"""What a wrong answer looks like, as its student and its teacher read it."""

import pytest

from app.domain.diagnosis import find_misconception
from app.models import Result
from app.services.grading import mark_waiting

OVERWRITES = find_misconception("overwrites")


@pytest.fixture
def variant(classroom):
    return classroom.deal_problem("backward-twice")


def marked(classroom, variant, answers):
    receipt = classroom.submit(variant, answers)
    mark_waiting(classroom.db)
    return receipt.submission_id


def rewrite(classroom, submission, diagnosis):
    with classroom.db.writing() as session:
        session.get_one(Result, submission).diagnosis = diagnosis


def finding(*codes, questions=("x_grad",), alternatives=()):
    return {
        "codes": list(codes),
        "explains": 0.5,
        "questions": list(questions),
        "alternatives": [list(one) for one in alternatives],
    }


def test_a_recognised_answer_is_named_and_explained_in_one_sentence(student, classroom, variant):
    marked(classroom, variant, classroom.mistaken_answers(variant, "overwrites"))
    page = student.get(f"/variants/{variant}").text

    assert f"This looks like: <strong>{OVERWRITES.name}</strong>" in page
    assert OVERWRITES.student in page
    assert "It would explain your answer to <code>x.grad</code>." in page
    assert OVERWRITES.instructor not in page


def test_an_answer_that_nothing_fits_is_told_so_with_what_to_do(student, classroom, variant):
    marked(classroom, variant, classroom.wrong_answers(variant, "[77.5, 0.125]"))
    page = student.get(f"/variants/{variant}").text

    assert "No known misconception fits" in page
    assert "check the arithmetic" in page
    assert "This looks like" not in page


def test_a_right_answer_looks_like_nothing(student, classroom, variant):
    submission = marked(classroom, variant, classroom.right_answers(variant))

    for address in (f"/variants/{variant}", f"/submissions/{submission}"):
        page = student.get(address).text
        assert "diagnosis" not in page


def test_the_first_finding_stands_out_and_the_others_follow(student, classroom, variant):
    submission = marked(classroom, variant, classroom.wrong_answers(variant, "[77.5, 0.125]"))
    first = finding("overwrites", "ignores-weights", alternatives=[("only-last-loss",)])
    rewrite(
        classroom,
        submission,
        {"findings": [first, finding("retain-graph-doubles")], "recognised": True},
    )
    page = student.get(f"/variants/{variant}").text

    ignores = find_misconception("ignores-weights")
    assert f"<strong>{OVERWRITES.name} and {ignores.name}</strong>" in page
    head, _, rest = page.partition("It could also be …")
    for code in ("only-last-loss", "retain-graph-doubles"):
        assert find_misconception(code).name not in head
        assert find_misconception(code).name in rest


def test_a_code_that_this_release_does_not_know_is_passed_over(student, classroom, variant):
    submission = marked(classroom, variant, classroom.wrong_answers(variant, "[77.5, 0.125]"))
    rewrite(classroom, submission, {"findings": [finding("long-forgotten")], "recognised": True})

    page = student.get(f"/variants/{variant}")
    assert page.status_code == 200
    assert "This looks like" not in page.text
    assert "No known misconception" not in page.text


def test_a_teacher_reads_what_is_believed_and_how_much_it_explains(
    instructor, student, classroom, variant
):
    submission = marked(classroom, variant, classroom.mistaken_answers(variant, "overwrites"))
    page = instructor.get(f"/submissions/{submission}").text

    assert OVERWRITES.name in page
    assert OVERWRITES.instructor in page
    assert "explains 100 % of the answers" in page
    assert OVERWRITES.instructor not in student.get(f"/submissions/{submission}").text


def test_names_of_questions_are_escaped(student, classroom, variant, db):
    from app.models import Variant

    submission = marked(classroom, variant, classroom.wrong_answers(variant, "[77.5, 0.125]"))
    with db.writing() as session:
        row = session.get_one(Variant, variant)
        row.questions = [{**row.questions[0], "id": "x_grad", "expr": "<script>x</script>"}]
    rewrite(classroom, submission, {"findings": [finding("overwrites")], "recognised": True})

    page = student.get(f"/variants/{variant}").text
    assert "<script>x" not in page
    assert "your answer to <code>&lt;script&gt;x&lt;/script&gt;</code>" in page
