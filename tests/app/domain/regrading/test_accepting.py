"""What a teacher accepts counts as right beside the truth, where it is accepted and nowhere else."""

import pytest

from app.domain.marking import Verdict, mark_answers, score
from app.domain.problems import Question, QuestionKind, Variant
from app.domain.regrading import Acceptance, accept

ASKED = (Question("a_grad", "a.grad"), Question("leaf", "a.is_leaf", kind=QuestionKind.BOOLEAN))
VARIANT = Variant("p", "v", 1, "a = 1", ASKED, rtol=1e-3, atol=1e-6)
TRUTH = {"a_grad": [2.0, 4.0], "leaf": True}
WRONG = {"a_grad": "[7, 8]", "leaf": "False"}


def verdicts(given, *acceptances, variant=VARIANT):
    marks = mark_answers(variant.questions, given, TRUTH, variant.rtol, variant.atol)
    return [mark.verdict for mark in accept(variant, given, marks, acceptances)]


def test_without_an_acceptance_marks_stay_as_they_are():
    assert verdicts(WRONG) == [Verdict.WRONG, Verdict.WRONG]


@pytest.mark.parametrize("typed", ["[7, 8]", "tensor([7., 8.0])", "7.001, 8"])
def test_an_accepted_answer_is_right_however_it_is_typed_and_within_the_tolerance(typed):
    given = {**WRONG, "a_grad": typed}
    assert verdicts(given, Acceptance("a_grad", "[7, 8]")) == [Verdict.RIGHT, Verdict.WRONG]


@pytest.mark.parametrize("typed", ["[7, 9]", "[7, 8, 9]", "None", "7"])
def test_another_answer_stays_wrong(typed):
    assert verdicts({**WRONG, "a_grad": typed}, Acceptance("a_grad", "[7, 8]")) == [
        Verdict.WRONG,
        Verdict.WRONG,
    ]


def test_an_answer_to_another_question_stays_wrong():
    assert verdicts(WRONG, Acceptance("leaf", "True")) == [Verdict.WRONG, Verdict.WRONG]
    assert verdicts(WRONG, Acceptance("leaf", "False")) == [Verdict.WRONG, Verdict.RIGHT]


def test_what_is_accepted_for_one_program_holds_for_no_other():
    assert verdicts(WRONG, Acceptance("a_grad", "[7, 8]", "a = 1")) == [
        Verdict.RIGHT,
        Verdict.WRONG,
    ]
    assert verdicts(WRONG, Acceptance("a_grad", "[7, 8]", "a = 2")) == [
        Verdict.WRONG,
        Verdict.WRONG,
    ]


def test_full_marks_accept_whatever_can_be_read():
    marks = mark_answers(ASKED, WRONG, TRUTH, VARIANT.rtol, VARIANT.atol)
    assert score(accept(VARIANT, WRONG, marks, [Acceptance()])) == 1
    assert not Acceptance().covers(VARIANT, ASKED[0], "")


def test_a_right_answer_keeps_its_mark_without_a_note():
    given = {"a_grad": "[2, 4]", "leaf": "True"}
    marks = mark_answers(ASKED, given, TRUTH, VARIANT.rtol, VARIANT.atol)
    assert accept(VARIANT, given, marks, [Acceptance()]) == marks
