"""What is concluded from answers, given what misconceptions predict; all predictions are made by hand."""

import pytest

from app.domain.diagnosis import Diagnosis, Predictions, diagnose
from app.domain.marking import Answer, read_answer
from app.domain.problems.questions import QuestionKind
from tests.app.domain.diagnosis.programs import variant_of

ALL_RIGHT = Diagnosis((), recognised=True)
UNRECOGNISED = Diagnosis((), recognised=False)


def concluded(truths, answers, predicted, listed=("overwrites",), kind=QuestionKind.VALUE):
    """The diagnosis of answers as typed, to questions q0, q1 and so on."""
    variant = variant_of("", *(f"x{number}.grad" for number in range(len(truths))), kind=kind)
    truth = {f"q{number}": value for number, value in enumerate(truths)}
    given = {
        question.id: read_answer(question, text)
        for question, text in zip(variant.questions, answers, strict=True)
        if text
    }
    by_codes = {
        tuple(codes.split()): {f"q{number}": value for number, value in changes.items()}
        for codes, changes in predicted.items()
    }
    return diagnose(variant, truth, given, Predictions(tuple(listed), by_codes))


def named(*arguments, **options):
    """The codes of the findings, each with the fraction it explains."""
    findings = concluded(*arguments, **options).findings
    return [(" ".join(finding.codes), round(finding.explains, 3)) for finding in findings]


def test_right_answers_have_no_misconception_behind_them():
    assert concluded([[6.0, 8.0]], ["6, 8"], {"overwrites": {0: [3.0, 4.0]}}) == ALL_RIGHT


def test_right_answers_within_tolerance_have_none_even_if_a_prediction_is_nearer():
    assert concluded([1.0], ["1.0009"], {"overwrites": {0: 1.0009}}) == ALL_RIGHT


def test_an_answer_as_predicted_names_the_misconception():
    found = concluded([[6.0, 8.0]], ["3, 4"], {"overwrites": {0: [3.0, 4.0]}})
    assert found.recognised
    assert [(f.codes, f.explains, f.questions) for f in found.findings] == [
        (("overwrites",), 1.0, ("q0",))
    ]


def test_another_answer_is_not_recognised():
    assert concluded([[6.0, 8.0]], ["3, 5"], {"overwrites": {0: [3.0, 4.0]}}) == UNRECOGNISED


def test_a_prediction_close_to_the_truth_explains_nothing():
    answers, predicted = ["10.5, 20.1"], {"overwrites": {0: [10.05, 20.1]}}
    assert concluded([[10.0, 20.0]], answers, predicted) == UNRECOGNISED
    assert concluded([[10.0, 20.0]], ["10.05, 20.1"], predicted) == UNRECOGNISED
    assert named([[10.0, 20.0]], ["11, 22"], {"overwrites": {0: [11.0, 22.0]}})


def test_a_right_answer_where_the_truth_is_predicted_counts_as_explained():
    predicted = {"overwrites": {0: [3.0, 4.0]}}
    assert named([[6.0, 8.0], 5.0], ["3, 4", "5"], predicted) == [("overwrites", 1.0)]
    assert named([[6.0, 8.0], 5.0], ["3, 4", "9"], predicted) == [("overwrites", 0.5)]


def test_as_many_right_answers_against_it_refute_a_misconception():
    predicted = {"overwrites": {0: [3.0, 4.0], 1: [1.0, 2.0], 2: [7.0, 9.0]}}
    truths = [[6.0, 8.0], [5.0, 6.0], [2.0, 3.0]]
    assert concluded(truths[:2], ["3, 4", "5, 6"], predicted) == UNRECOGNISED
    assert named(truths, ["3, 4", "1, 2", "2, 3"], predicted) == [("overwrites", 0.667)]


def test_more_answers_that_it_fails_to_explain_refute_a_misconception():
    predicted = {"overwrites": {0: [3.0, 4.0], 1: [1.0, 2.0], 2: [7.0, 9.0]}}
    truths = [[6.0, 8.0], [5.0, 6.0], [2.0, 3.0]]
    assert named(truths[:2], ["3, 4", "0, 0"], predicted) == [("overwrites", 0.5)]
    assert concluded(truths, ["3, 4", "0, 0", "0, 0"], predicted) == UNRECOGNISED


def test_an_answer_that_is_missing_is_explained_by_nothing():
    predicted = {"overwrites": {0: [3.0, 4.0]}}
    assert named([[6.0, 8.0], 5.0], ["3, 4", ""], predicted) == [("overwrites", 0.5)]


def test_what_explains_more_comes_first():
    predicted = {"overwrites": {0: [3.0, 4.0]}, "ignores-weights": {0: [3.0, 4.0], 1: [7.0, 9.0]}}
    truths = [[6.0, 8.0], [5.0, 6.0]]
    assert named(truths, ["3, 4", "7, 9"], predicted) == [
        ("ignores-weights", 1.0),
        ("overwrites", 0.5),
    ]


def test_five_findings_are_told_at_most():
    codes = [
        "overwrites",
        "ignores-weights",
        "sums-weights",
        "transposed",
        "sum-as-mean",
        "sqrt-derivative",
    ]
    # Each explains the first answer, and predicts another right one.
    predicted = {code: {0: [30.0, 40.0], number: 5.0} for number, code in enumerate(codes, 1)}
    truths = [[6.0, 8.0], *range(1, 7)]
    given = ["30, 40", *(["77"] * 6)]
    assert len(concluded(truths, given, predicted, listed=codes).findings) == 5


def test_those_that_predict_the_same_are_one_finding_led_by_a_listed_then_by_a_common_one():
    same = {0: [30.0, 40.0]}
    predicted = {"norm-unnormalised": same, "overwrites": same, "only-last-loss": same}
    found = concluded([[6.0, 8.0]], ["30, 40"], predicted, listed=["only-last-loss"])
    assert [(f.codes, f.alternatives) for f in found.findings] == [
        (("only-last-loss",), (("overwrites",), ("norm-unnormalised",)))
    ]


def test_one_misconception_comes_before_two_that_explain_as_much():
    predicted = {
        "overwrites ignores-weights": {0: [30.0, 40.0]},
        "norm-unnormalised": {0: [30.0, 40.0]},
    }
    found = concluded([[6.0, 8.0]], ["30, 40"], predicted, listed=["overwrites", "ignores-weights"])
    assert [(f.codes, f.alternatives) for f in found.findings] == [(("norm-unnormalised",), ())]


def test_two_at_once_are_named_where_neither_alone_explains_as_much():
    predicted = {
        "overwrites": {0: [30.0, 40.0]},
        "ignores-weights": {0: [12.0, 16.0]},
        "overwrites ignores-weights": {0: [6.5, 8.5]},
    }
    listed = ["overwrites", "ignores-weights"]
    assert named([[60.0, 80.0]], ["6.5, 8.5"], predicted, listed=listed) == [
        ("overwrites ignores-weights", 1.0)
    ]


@pytest.mark.parametrize(
    ("true", "answer", "slip"),
    [
        (24.0, [-24.0], "a lost sign"),
        (24.0, [25.0], "a count that is one off"),
        (24.0, [2.4], "a decimal point moved"),
        ([12.0, 24.0], [12.0, -24.0], "a lost sign in an element"),
        ([12.0, 24.0], [24.0, 12.0], "two elements swapped"),
    ],
)
def test_what_a_slip_gives_as_easily_is_taken_for_the_slip(true, answer, slip):
    answer = answer if isinstance(true, list) else answer[0]
    text = Answer.from_truth(answer).text()
    assert concluded([true], [text], {"overwrites": {0: answer}}) == UNRECOGNISED, slip


@pytest.mark.parametrize(
    ("true", "answer"),
    [
        ([12.25, 24.5], [122.5, 24.5]),
        ([12.25, 24.5, 7.5], [-12.25, 24.5, 7.5]),
        ([12.25, 24.5, 7.5], [12.25, 7.5]),
    ],
)
def test_a_slip_that_is_less_probable_is_believed_of_what_the_problem_does_not_list(true, answer):
    text = Answer.from_truth(answer).text()
    assert concluded([true], [text], {"overwrites": {0: answer}}, listed=[]) == UNRECOGNISED
    assert named([true], [text], {"overwrites": {0: answer}}) == [("overwrites", 1.0)]


def test_a_sign_lost_in_every_element_is_no_slip():
    predicted = {"overwrites": {0: [-12.0, -24.0]}}
    assert named([[12.0, 24.0]], ["-12, -24"], predicted) == [("overwrites", 1.0)]


def test_two_questions_that_each_might_be_a_slip_are_together_none():
    predicted = {"overwrites": {0: -12.0, 1: -24.0}}
    for listed in (["overwrites"], []):
        found = named([12.0, 24.0], ["-12", "-24"], predicted, listed=listed)
        assert found == [("overwrites", 1.0)]


def test_a_single_small_number_is_evidence_only_for_what_the_problem_lists():
    predicted = {"overwrites": {0: 3.0}}
    assert named([16.0], ["3"], predicted) == [("overwrites", 1.0)]
    assert concluded([16.0], ["3"], predicted, listed=[]) == UNRECOGNISED
    assert named([16.0], ["3.25"], {"overwrites": {0: 3.25}}, listed=[]) == [("overwrites", 1.0)]


def test_two_misconceptions_at_once_need_more_evidence_than_one():
    one, two = {"overwrites": {0: 25.0}}, {"overwrites ignores-weights": {0: 25.0}}
    assert named([160.0], ["25"], one, listed=[]) == [("overwrites", 1.0)]
    assert concluded([160.0], ["25"], two, listed=[]) == UNRECOGNISED
    both = {"overwrites ignores-weights": {0: [25.0, 37.0]}}
    assert named([[160.0, 90.0]], ["25, 37"], both, listed=[]) == [
        ("overwrites ignores-weights", 1.0)
    ]


def test_one_number_in_many_places_is_no_more_evidence_than_in_one():
    predicted = {"overwrites": {0: [3.0, 3.0, 3.0]}}
    assert concluded([[16.0] * 3], ["3, 3, 3"], predicted, listed=[]) == UNRECOGNISED


def test_none_where_a_gradient_is_due_says_enough():
    predicted = {"none-for-zeros": {0: None}}
    assert named([[0.0, 0.0]], ["None"], predicted, listed=[]) == [("none-for-zeros", 1.0)]


def test_any_error_is_what_is_predicted_by_who_expects_some_error():
    some = {"expects-error": {0: {"raises": {"type": "", "message": ""}}}}
    for text in ("error", "IndexError"):
        assert named([[6.0, 8.0]], [text], some, listed=[]) == [("expects-error", 1.0)]
    assert concluded([[6.0, 8.0]], ["None"], some) == UNRECOGNISED
    ending = {"kind": QuestionKind.ERROR, "listed": ["expects-error"]}
    assert named([{"text": "runs"}], ["graph-freed"], some, **ending) == [("expects-error", 1.0)]
    assert concluded([{"text": "graph-freed"}], ["runs"], some, **ending) == UNRECOGNISED


def test_a_stored_prediction_of_a_misconception_that_is_no_more_is_passed_over():
    predicted = {"believed-in-the-past": {0: [30.0, 40.0]}}
    assert concluded([[6.0, 8.0]], ["30, 40"], predicted) == UNRECOGNISED


def test_a_diagnosis_and_predictions_are_the_same_after_they_were_stored():
    same = {0: [30.0, 40.0]}
    found = concluded([[6.0, 8.0]], ["30, 40"], {"norm-unnormalised": same, "overwrites": same})
    assert Diagnosis.from_json(found.to_json()) == found
    predictions = Predictions(("overwrites",), {("overwrites",): {"q0": [1.0, "inf"]}})
    assert Predictions.from_json(predictions.to_json()) == predictions
