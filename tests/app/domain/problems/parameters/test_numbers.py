"""Sorted vectors; what else numbers do is told by the variants they are written into."""

import pytest

from app.domain.problems import ProblemError, draw_values
from tests.app.domain.problems.parameters.making import make_problem

VECTOR = 'v = { kind = "vector", size = 4, from = { start = -2, stop = 9, step = 0.5 }, %s }'


def test_a_sorted_vector_ascends_and_draws_the_same_numbers():
    ordered = make_problem(VECTOR % "sorted = true", "f(v)")
    for seed in range(100):
        vector = draw_values(ordered, seed).numbers["v"]
        assert vector == sorted(vector)
        drawn = draw_values(make_problem(VECTOR % "sorted = false", "f(v)"), seed).numbers["v"]
        assert len(drawn) == len(vector) == 4
    unordered = [draw_values(ordered, seed).numbers["v"] for seed in range(200)]
    assert any(vector[0] == vector[1] for vector in unordered)


def test_a_sorted_vector_of_distinct_numbers_rises_at_every_step():
    problem = make_problem(VECTOR % "sorted = true, distinct = true", "f(v)")
    for seed in range(100):
        first, second, third, fourth = draw_values(problem, seed).numbers["v"]
        assert first < second < third < fourth


@pytest.mark.parametrize("kind", ['"number"', '"matrix", shape = [2, 2]'])
def test_only_a_vector_is_sorted(kind):
    with pytest.raises(ProblemError, match=r"params\.v\.sorted: is not a field here"):
        make_problem(f"v = {{ kind = {kind}, from = [1, 2], sorted = true }}", "f(v)")
