"""Variants are drawn again until they tell what the problem is about from the truth, in few digits."""

import pytest

from app.domain.diagnosis import TOO_LONG, deal, find_misconception, predict, why_not_dealt
from app.domain.marking import Answer, is_right
from app.domain.problems import BrokenProblem, find_truth, instantiate, parse_problem

FILE = """\
# /// gradmark
# title = "A test"
# topic = "repeated-backward"
# misconceptions = [{codes}]
# [params]
# n = {{ kind = "number", from = [{numbers}] }}
# [[ask]]
# expr = "x.grad"
# ///
import torch

x = torch.tensor(n, requires_grad=True)
{body}
"""
# The first loss brings 2n - 6: nothing where n is 3.
TWO_LOSSES = "(x * x - 6 * x).backward()\n(5 * x).backward()"


def problem_of(body, numbers, codes=()):
    text = FILE.format(
        body=body,
        numbers=", ".join(map(str, numbers)),
        codes=", ".join(f'"{code}"' for code in codes),
    )
    return parse_problem(text, slug="a-test")


def test_a_variant_that_a_misconception_answers_rightly_is_drawn_again():
    problem = problem_of(TWO_LOSSES, [3.0, 4.0], ["overwrites"])
    for seed in range(20):
        dealt = deal(problem, seed)
        assert dealt.truth == {"x_grad": 7.0}
        assert dealt.variant == instantiate(problem, seed, dealt.redraws)
        for redraw in range(dealt.redraws):
            assert find_truth(instantiate(problem, seed, redraw)) == {"x_grad": 5.0}
    assert {deal(problem, seed).redraws for seed in range(20)} >= {0, 1}


def test_a_prediction_within_ten_tolerances_is_too_near():
    near, far = (problem_of(TWO_LOSSES, [3 + gap], ["overwrites"]) for gap in (0.02, 0.04))
    with pytest.raises(BrokenProblem, match="overwrites gives the right answers"):
        deal(near, 1)
    assert deal(far, 1).redraws == 0


def test_a_misconception_that_is_not_listed_does_not_matter():
    assert deal(problem_of(TWO_LOSSES, [3.0]), 1).truth == {"x_grad": 5.0}


def test_a_variant_with_long_answers_is_drawn_again():
    problem = problem_of("torch.exp(x).backward()", [0.0, 1.0])
    for seed in range(10):
        assert deal(problem, seed).truth == {"x_grad": 1.0}


def test_a_variant_that_never_ends_is_drawn_again():
    body = "y = 2 * x\nwhile y < 100:\n    y = 2 * y\ny.backward()"
    problem = problem_of(body, [0.0, 30.0])
    endless = [
        ["tensor(0.0" in instantiate(problem, seed, n).code for n in (0, 1)] for seed in range(20)
    ]
    seed = endless.index([True, False])
    dealt = deal(problem, seed)
    assert (dealt.truth, dealt.redraws) == ({"x_grad": 4.0}, 1)


def test_what_can_never_be_dealt_is_our_fault_and_says_why():
    with pytest.raises(
        BrokenProblem, match=r"seed 4\) has no variant after 20 redraws; .*more than four"
    ):
        deal(problem_of("torch.exp(x).backward()", [1.0]), 4)


def test_the_same_can_be_told_of_predictions_made_elsewhere():
    problem = problem_of(TWO_LOSSES, [3.0], ["only-last-loss", "overwrites"])
    truth = {"x_grad": 5.0}
    answers = {"only-last-loss": {"x_grad": 6.0}, "overwrites": {"x_grad": 5.0}}
    assert why_not_dealt(problem, truth, answers.get) == "overwrites"
    assert why_not_dealt(problem, truth, {**answers, "overwrites": None}.get) is None
    assert why_not_dealt(problem, {"x_grad": 5.12345}, answers.get) == TOO_LONG


def test_one_answer_that_differs_is_enough():
    problem = problem_of(TWO_LOSSES, [3.0], ["overwrites"])
    truth = {"x_grad": 5.0, "w_grad": 2.0}
    assert why_not_dealt(problem, truth, {"overwrites": {"x_grad": 5.0, "w_grad": 1.0}}.get) is None
    assert why_not_dealt(problem, truth, {"overwrites": truth}.get) == "overwrites"


def test_what_is_dealt_tells_each_listed_misconception_from_the_truth():
    problem = problem_of(
        "(x ** 3).backward()\n(x * x).backward()",
        [0.0, 1.0, 2.0],
        ["power-exponent-kept", "overwrites"],
    )
    for seed in range(20):
        dealt = deal(problem, seed)
        true = Answer.from_truth(dealt.truth["x_grad"])
        for code in problem.misconceptions:
            predicted = predict(dealt.variant, (find_misconception(code),))["x_grad"]
            assert not is_right(Answer.from_truth(predicted), true, 1e-2, 1e-5)
