"""The numbers of the benchmark's tables."""

import itertools
import math

import pytest

from tests.bench.service.plan import Waits, arrivals, percentile, rate_in_the_middle
from tests.bench.service.visits import pauses


def test_a_percentile_is_a_value_that_was_measured():
    values = [5.0, 1.0, 4.0, 2.0, 3.0]
    assert [percentile(values, one) for one in (1, 50, 80, 81, 100)] == [1, 3, 4, 5, 5]


def test_nothing_measured_is_no_number_rather_than_a_good_one():
    assert math.isnan(percentile([], 95))
    assert math.isnan(rate_in_the_middle([1.0]))
    assert str(Waits(())) == "no figure / no figure / no figure"


def test_arrivals_are_the_same_for_a_seed_and_as_many_as_the_rate_says():
    plan = arrivals(20, 100, seed=1)
    assert plan == arrivals(20, 100, seed=1) != arrivals(20, 100, seed=2)
    assert plan == sorted(plan)
    assert max(plan) < 100
    assert len(plan) == pytest.approx(2000, rel=0.1)


def test_a_rate_leaves_out_how_work_begins_and_ends():
    slow_start, steady, slow_end = [0.0, 5.0], [5 + n / 100 for n in range(1, 97)], [20.0, 40.0]
    assert rate_in_the_middle([*slow_start, *steady, *slow_end]) == pytest.approx(100)


def test_a_student_looks_as_often_as_the_page_says():
    said = pauses("load delay:300ms, every 1s")
    assert list(itertools.islice(said, 4)) == pytest.approx([0.3, 0.7, 1, 1])
    assert list(itertools.islice(pauses("every 2s"), 2)) == [2, 2]
