"""Gate 5: five hundred different variants, and two hundred for a class."""

import pytest

from app.domain.problems.gates.distinct import check_distinct
from tests.app.domain.problems.gates.making import make_problem, variants_of

CODE = """
x = torch.tensor(a, requires_grad=True)
(b * x).backward()
"""


def problem_of(first, second):
    return make_problem(
        CODE,
        {
            "a": f'{{ kind = "number", from = {{ start = 1.0, stop = {first}.0, step = 1.0 }} }}',
            "b": f'{{ kind = "number", from = {{ start = 1, stop = {second}, step = 1 }} }}',
        },
    )


def checked(problem, seeds, redrawn=0.0):
    return check_distinct(problem, variants_of(problem, seeds), redrawn, seeds)


def test_a_thousand_seeds_with_five_hundred_texts_pass_by_themselves():
    gate = checked(problem_of(40, 40), range(1000))
    assert gate.passed
    assert gate.figures["texts looked at"] == 1000
    assert 500 <= gate.figures["different variants"] <= 1000


@pytest.mark.parametrize("seeds", [range(100), range(1000)])
def test_a_problem_of_four_hundred_variants_fails_however_few_seeds_are_asked_for(seeds):
    gate = checked(problem_of(20, 20), seeds)
    (failure,) = gate.failures
    assert gate.figures["different variants"] <= 400
    assert gate.figures["texts looked at"] == 2000
    assert "and 500 are needed" in failure.reason
    assert gate.figures["seeds for 200 students"] > 200


def test_few_seeds_are_judged_by_the_first_draws_of_those_after_them():
    gate = checked(problem_of(40, 40), range(50, 150))
    assert gate.passed
    assert gate.figures["different variants"] == 500
    assert 500 < gate.figures["texts looked at"] < 1000


def test_of_those_after_them_as_many_count_as_are_not_redrawn():
    problem, seeds = problem_of(29, 20), range(100)
    assert checked(problem, seeds).passed
    gate = checked(problem, seeds, redrawn=0.5)
    dealt = len({variant.code for variant in variants_of(problem, seeds)})
    further = len({variant.code for variant in variants_of(problem, range(2000))}) - dealt
    assert gate.figures["different variants"] == dealt + further // 2
    assert not gate.passed


def test_a_class_that_would_share_variants_is_named_as_such():
    gate = checked(problem_of(10, 10), range(1000))
    (failure,) = gate.failures
    assert gate.figures["different variants"] == 100
    assert gate.figures["seeds for 200 students"] == "not to be had"
    assert "200 classmates" in failure.reason


def test_the_last_seeds_of_all_have_none_after_them():
    gate = checked(problem_of(40, 40), range(2**32 - 10, 2**32))
    assert gate.figures["texts looked at"] == 10
    assert not gate.passed
