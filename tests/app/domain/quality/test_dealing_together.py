"""Seeds that are dealt together are dealt as `deal` deals each."""

import pytest

from app.domain.diagnosis import TOO_LONG, deal, find_misconception, predict
from app.domain.problems import BrokenProblem, library
from app.domain.quality.dealing import BROKEN, Dealing
from tests.app.domain.problems.gates.making import make_problem

VECTOR = '{ kind = "vector", size = 2, from = { start = 2, stop = 30, step = 1 } }'
OFTEN_ALIKE = """
x = torch.tensor(a, requires_grad=True)
y = (x * torch.tensor(b)).sum()
z = (k * x).sum()
z.backward()
y.backward()
"""


def dealt(problem, seeds):
    dealing = Dealing(problem, seeds)
    assert all(0 < share <= 1 for share in dealing.run())
    return dealing


def dealt_alone(problem, seed):
    try:
        return deal(problem, seed)
    except BrokenProblem:
        return None


def assert_dealt_as_alone(problem, seeds):
    dealing = dealt(problem, seeds)
    for seed in seeds:
        alone, found = dealt_alone(problem, seed), dealing.dealt.get(seed)
        assert (alone is None) is (found is None)
        if alone is not None:
            assert (found.variant, found.redraws) == (alone.variant, alone.redraws)
            assert repr(found.truth) == repr(alone.truth)
            for code, answers in found.predicted.items():
                one = predict(found.variant, (find_misconception(code),))
                assert repr(answers) == repr(one)
    return dealing


@pytest.mark.parametrize("problem", library(), ids=lambda problem: problem.slug)
def test_the_library_is_dealt_together_as_one_by_one(problem):
    assert_dealt_as_alone(problem, range(8))


def test_seeds_that_tell_nothing_are_drawn_again_as_alone():
    params = {"a": VECTOR, "b": VECTOR, "k": '{ kind = "number", from = [0, 1] }'}
    problem = make_problem(
        OFTEN_ALIKE, params, misconceptions='["value-for-gradient", "overwrites"]'
    )
    dealing = assert_dealt_as_alone(problem, range(40))
    assert set(dealing.first) == {"overwrites"}
    assert 10 < len(dealing.first["overwrites"]) < 30
    assert max(one.redraws for one in dealing.dealt.values()) > 1
    assert dealing.last == {}


def test_seeds_with_long_answers_are_drawn_again_as_alone():
    code = "x = torch.tensor(a, requires_grad=True)\ntorch.sqrt(x).sum().backward()"
    params = {"a": '{ kind = "vector", size = 2, from = [1, 4, 9, 2] }'}
    dealing = assert_dealt_as_alone(make_problem(code, params), range(40))
    assert set(dealing.first) == {TOO_LONG}


def test_seeds_that_cannot_be_dealt_are_kept_with_the_last_reason():
    code = "x = torch.tensor(a, requires_grad=True)\ntorch.exp(x).sum().backward()"
    dealing = assert_dealt_as_alone(make_problem(code, {"a": VECTOR}), range(3))
    assert dealing.dealt == {}
    assert [example.seed for example in dealing.last[TOO_LONG]] == [0, 1, 2]


def test_draws_without_a_value_are_drawn_again_as_alone():
    code = "x = torch.tensor(a, requires_grad=True)\n(d * x).sum().backward()"
    params = {
        "a": VECTOR,
        "n": '{ kind = "number", from = { start = -12, stop = 12, step = 1 } }',
        "d": '{ kind = "derived", expr = "24 // n" }',
    }
    dealing = assert_dealt_as_alone(make_problem(code, params), range(80))
    assert len(dealing.dealt) == 80
    assert set(dealing.first) == {BROKEN}
    assert set(dealing.broken) == {example.seed for example in dealing.first[BROKEN]}
