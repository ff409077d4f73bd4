"""Nothing of the truth reaches a student before the rules allow it."""

import dataclasses
import datetime as dt
import html

import pytest

from app.domain.credit import Rules, Times
from app.domain.diagnosis import MISCONCEPTIONS, find_misconception
from app.domain.explanation import explain
from app.domain.feedback import Feedback, Shown
from app.models import Item, Result, Submission, Variant
from app.services.assignments import change_assignment
from app.services.grading import mark_waiting

CANARY = 271828.1828


@pytest.fixture
def guarded(classroom, db):
    """A marked variant whose stored truth and predictions are numbers that stand nowhere else."""
    variant = classroom.deal_problem("backward-twice")
    classroom.submit(variant, classroom.wrong_answers(variant))
    mark_waiting(db)
    with db.writing() as session:
        row = session.get_one(Variant, variant)
        hide_canaries(row)
    return variant


def hide_canaries(row):
    row.truth = {key: [CANARY, CANARY] for key in row.truth}
    changes = {key: [CANARY, 2 * CANARY] for key in row.truth}
    row.predictions = {
        "listed": ["overwrites"],
        "answers": [{"codes": ["overwrites"], "changes": changes}],
    }


def assert_hidden(response):
    for text in (response.text, str(response.headers)):
        assert "271828" not in text
        assert "1828" not in text
        assert "543656" not in text


def test_no_response_to_a_student_holds_the_truth(student, guarded, classroom, db):
    receipt = classroom.submit(guarded, classroom.wrong_answers(guarded, "[1, 2]"))
    mark_waiting(db)
    submission = receipt.submission_id
    for address in (
        "/",
        "/progress",
        "/history",
        f"/courses/{classroom.course}",
        f"/courses/{classroom.course}/grades",
        f"/assignments/{classroom.assignment}",
        f"/variants/{guarded}",
        f"/submissions/{submission}",
        f"/submissions/{submission}/status?seen=queued-0-1",
    ):
        response = student.get(address)
        assert response.status_code == 200, address
        assert_hidden(response)
    explanation = student.get(f"/variants/{guarded}/explanation")
    assert explanation.status_code == 404
    assert_hidden(explanation)
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
        hide_canaries(row)
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


def test_what_an_answer_looks_like_is_said_only_under_that_answer(student, instructor, classroom):
    variant = classroom.deal_problem("backward-twice")
    believed = find_misconception("overwrites")

    def pages(browser):
        addresses = [f"/variants/{variant}", f"/assignments/{classroom.assignment}", "/practice"]
        return "".join(browser.get(address).text for address in addresses)

    assert believed.name not in pages(student)
    classroom.submit(variant, classroom.wrong_answers(variant, "[77.5, 0.125]"))
    mark_waiting(classroom.db)
    for one in MISCONCEPTIONS:
        assert one.name not in pages(student), one.code
        assert one.student not in pages(student), one.code

    classroom.submit(variant, classroom.mistaken_answers(variant, "overwrites"))
    mark_waiting(classroom.db)
    assert believed.student in pages(student)
    assert believed.instructor not in pages(student)


def test_how_a_program_runs_is_told_by_no_response_before_its_time(student, classroom, db):
    variant = classroom.deal_problem("backward-twice")
    classroom.submit(variant, classroom.mistaken_answers(variant, "overwrites"))
    mark_waiting(db)
    with db.reading() as session:
        told = explain(session.get_one(Variant, variant).as_dealt())
    telling = [row.text for row in told.rows if row.kind in ("node", "filled", "answer")]
    assert telling

    for address in (f"/variants/{variant}", f"/variants/{variant}/explanation", "/practice"):
        text = html.unescape(student.get(address).text)
        assert not any(row in text for row in telling)
        assert "<math" not in text
        assert "stories part" not in text


@pytest.fixture
def set_rules(classroom, db):
    def set_them(feedback, due=None):
        with db.reading() as session:
            now = db.now(session)
        due_at = None if due is None else now + dt.timedelta(hours=due)
        change_assignment(
            db,
            user_id=classroom.instructor,
            assignment_id=classroom.assignment,
            title="Week 1",
            rules=Rules(Times(due_at=due_at)),
            feedback=feedback,
        )

    return set_them


def everything_a_student_sees(student, classroom, variant, submission):
    addresses = (
        "/",
        "/practice",
        "/progress",
        "/history",
        f"/courses/{classroom.course}",
        f"/courses/{classroom.course}/grades",
        f"/assignments/{classroom.assignment}",
        f"/variants/{variant}",
        f"/variants/{variant}/explanation",
        f"/submissions/{submission}",
        f"/submissions/{submission}/status?seen=queued-0-1",
    )
    changing = ("csrf", 'name="key"', "Request <code>")
    return [
        line
        for address in addresses
        for line in student.get(address).text.splitlines()
        if not any(part in line for part in changing)
    ]


@pytest.mark.parametrize(
    ("feedback", "due"),
    [
        (Feedback(Shown.NEVER, Shown.SOLVED, Shown.SOLVED), None),
        (Feedback(Shown.DUE, Shown.SOLVED, Shown.CLOSED), 1),
        (Feedback(Shown.NEVER, Shown.NEVER, Shown.NEVER), -1),
    ],
)
def test_while_results_are_not_shown_no_response_tells_right_from_wrong(
    student, classroom, db, set_rules, feedback, due
):
    variant = classroom.deal_problem("backward-twice")
    mistaken = classroom.mistaken_answers(variant, "overwrites")
    submission = classroom.submit(variant, mistaken).submission_id
    mark_waiting(db)
    set_rules(feedback, due)
    wrong = everything_a_student_sees(student, classroom, variant, submission)
    assert any("handed in" in line for line in wrong)
    assert find_misconception("overwrites").name not in "".join(wrong)

    with db.writing() as session:
        result = session.get_one(Result, submission)
        result.score, result.diagnosis = 1.0, None
        result.marks = [{**mark, "verdict": "right", "note": ""} for mark in result.marks]

    assert everything_a_student_sees(student, classroom, variant, submission) == wrong


def test_results_are_shown_once_their_time_has_come(student, classroom, db, set_rules):
    variant = classroom.deal_problem("backward-twice")
    submission = classroom.submit(variant).submission_id
    mark_waiting(db)
    set_rules(Feedback(Shown.DUE), due=1)
    assert "100 %" not in student.get(f"/variants/{variant}").text

    set_rules(Feedback(Shown.DUE), due=-1)

    for address in (f"/variants/{variant}", f"/submissions/{submission}"):
        assert "100 %" in student.get(address).text
    assert "0 / 4" in student.get(f"/assignments/{classroom.assignment}").text


@pytest.mark.parametrize("name", ["truth", "explanation"])
def test_the_right_answers_and_the_explanation_keep_to_their_own_times(
    student, classroom, db, set_rules, name
):
    variant = classroom.deal_problem("backward-twice")
    classroom.submit(variant, classroom.wrong_answers(variant))
    mark_waiting(db)
    with db.writing() as session:
        hide_canaries(session.get_one(Variant, variant))
    shows_never = Feedback(Shown.AT_ONCE, Shown.NEVER, Shown.NEVER)

    def is_shown():
        page = student.get(f"/variants/{variant}")
        if name == "truth":
            return "271828" in page.text
        assert_hidden(page)
        explained = student.get(f"/variants/{variant}/explanation").status_code == 200
        assert explained == (f"/variants/{variant}/explanation" in page.text)
        return explained

    for shown, due, expected in (
        (Shown.NEVER, -1, False),
        (Shown.CLOSED, 1, False),
        (Shown.CLOSED, -1, True),
        (Shown.SOLVED, -1, False),
    ):
        set_rules(dataclasses.replace(shows_never, **{name: shown}), due)
        assert is_shown() == expected, (shown, due)
    classroom_solves(classroom, variant, db, set_rules)
    set_rules(dataclasses.replace(shows_never, **{name: Shown.SOLVED}), 1)
    assert is_shown()


def classroom_solves(classroom, variant, db, set_rules):
    set_rules(Feedback())
    classroom.submit(variant)
    mark_waiting(db)
    with db.writing() as session:
        best = session.query(Result).join(Submission).filter(Submission.variant_id == variant)
        for result in best:
            result.score = 1.0


def test_the_items_table_holds_no_truth_to_leak():
    assert "truth" not in Item.__table__.columns
