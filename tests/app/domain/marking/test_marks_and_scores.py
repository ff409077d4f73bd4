"""Verdicts, notes and scores."""

import math

import pytest

from app.domain.marking import (
    Answer,
    Mark,
    Verdict,
    check_answers,
    mark_answers,
    same_answers,
    score,
    truth_text,
)
from app.domain.problems import Question

X = Question(id="x_grad", expr="x.grad")
Y = Question(id="y_grad", expr="y.grad")
RAISED = {"raises": {"type": "RuntimeError", "message": "Trying to backward a second time"}}


def mark_one(text, truth, rtol=1e-3, atol=1e-6):
    (mark,) = mark_answers([X], {"x_grad": text}, {"x_grad": truth}, rtol, atol)
    return mark


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("[0.3, 3, 3e-4]", [0.30000001192092896, 3.0, 0.0003000000142492354]),
        ("1/60", 0.01666666753590107),
        ("0.0167", 0.01666666753590107 * 1.0015),
        ("None", None),
        ("inf", "inf"),
        ("[-inf, nan]", ["-inf", "nan"]),
        ("RuntimeError", RAISED),
        ("raises an error", RAISED),
        ("[[1, 2], [3, 4]]", [[1, 2], [3, 4]]),
        ("0", 9e-7),
    ],
)
def test_the_truth_within_its_tolerance_is_right(text, truth):
    assert mark_one(text, truth) == Mark("x_grad", Verdict.RIGHT, "")


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("[0.3, 3, 4e-4]", [0.3, 3.0, 0.0003]),
        ("0", None),
        ("None", 0.0),
        ("[0, 0]", None),
        ("None", [0.0, 0.0]),
        ("inf", "-inf"),
        ("1e300", "inf"),
        ("inf", 1e300),
        ("nan", 0.0),
        ("0", "nan"),
        ("inf", "nan"),
        ("TypeError", RAISED),
        ("None", RAISED),
        ("error", None),
        ("1.0021", 1.0),
        ("1.1e-6", 0.0),
    ],
)
def test_another_answer_is_wrong_and_nothing_is_said_about_the_right_one(text, truth):
    assert mark_one(text, truth) == Mark("x_grad", Verdict.WRONG, "")


@pytest.mark.parametrize(
    ("text", "truth", "note"),
    [
        ("[3.5]", 3.5, "The shape differs: yours is [1]."),
        ("3.5", [3.5], "The shape differs: your answer is a single number, without brackets."),
        ("[1, 2, 3, 4]", [[1.0, 2.0], [3.0, 4.0]], "The shape differs: yours is [4]."),
        ("[[1, 2]]", [1.0, 2.0], "The shape differs: yours is [1, 2]."),
    ],
)
def test_the_shape_is_part_of_the_answer_and_a_note_says_that_it_differs(text, truth, note):
    assert mark_one(text, truth) == Mark("x_grad", Verdict.WRONG, note)


def test_the_tolerance_is_the_problems_own():
    assert mark_one("1.04", 1.0, rtol=0.05).verdict is Verdict.RIGHT
    assert mark_one("1.04", 1.0, rtol=0.01).verdict is Verdict.WRONG
    assert mark_one("2e-7", 1e-7, rtol=1e-3, atol=1e-9).verdict is Verdict.WRONG


def test_the_score_is_the_fraction_of_right_answers():
    marks = mark_answers(
        [X, Y], {"x_grad": "1", "y_grad": "None"}, {"x_grad": 1.0, "y_grad": 2.0}, 1e-3, 1e-6
    )
    assert [mark.verdict for mark in marks] == [Verdict.RIGHT, Verdict.WRONG]
    assert score(marks) == 0.5
    assert score(marks[:1]) == 1.0
    assert score(marks[1:]) == 0.0


def test_a_mark_survives_its_way_through_the_database():
    mark = Mark("x_grad", Verdict.WRONG, "The shape differs: yours is [1].")
    assert Mark.from_json(mark.to_json()) == mark
    assert mark.to_json()["verdict"] == "wrong"


def test_the_check_before_storing_names_each_answer_that_cannot_be_read():
    assert check_answers([X, Y], {"x_grad": "[1, 2]", "y_grad": "None"}) == {}
    errors = check_answers([X, Y], {"x_grad": "[1, 2"})
    assert errors["x_grad"].message == "A square bracket is opened and never closed."
    assert errors["y_grad"].message == "There is no answer here."


def test_equal_answers_are_told_however_they_were_typed():
    first = {"x_grad": "[0.5, 1]", "y_grad": "none"}
    assert same_answers(first, {"x_grad": "tensor([1/2, 1.])", "y_grad": "None"})
    assert not same_answers(first, {"x_grad": "[0.5, 1]", "y_grad": "0"})
    assert not same_answers(first, {"x_grad": "[0.5, 1]"})
    assert same_answers({"x_grad": "[1, 2"}, {"x_grad": "[1, 2"})


@pytest.mark.parametrize(
    ("truth", "text"),
    [
        (None, "None"),
        (3.300300121307373, "tensor(3.3003)"),
        ([0.30000001192092896, 3.0, 0.0003000000142492354], "tensor([0.3, 3.0, 0.0003])"),
        ([["inf", "-inf"], ["nan", 0]], "tensor([[inf, -inf], [nan, 0.0]])"),
        (RAISED, "RuntimeError: Trying to backward a second time"),
    ],
)
def test_a_truth_is_written_in_words_that_mark_as_right(truth, text):
    assert truth_text(truth) == text
    assert mark_one(text, truth, atol=0.0).verdict is Verdict.RIGHT


def test_a_truth_is_read_as_an_answer():
    answer = Answer.from_truth([[1.0, "inf"], ["-inf", 2]])
    assert answer.shape == (2, 2)
    assert answer.numbers == (1.0, math.inf, -math.inf, 2.0)
