import math
import random
import statistics

import numpy as np
import pytest

from app.domain.item_analysis import Missing, histogram, mean, median, sample_sd, summarise
from app.domain.item_analysis.describing import is_constant

EXACT = {"rel": 1e-12, "abs": 1e-12}


def some_scores(seed, n):
    draw = random.Random(seed)
    return [draw.choice([0, 0.25, 1 / 3, 0.5, 2 / 3, 0.75, 1, 1]) for _ in range(n)]


@pytest.mark.parametrize("n", [2, 3, 4, 30, 599])
def test_mean_median_and_sd_agree_with_numpy_and_with_exact_fractions(n):
    for seed in range(20):
        scores = some_scores(seed, n)
        found = summarise(scores)

        assert found.n == n
        assert found.mean.value == pytest.approx(np.mean(scores), **EXACT)
        assert found.mean.value == pytest.approx(statistics.mean(scores), **EXACT)
        assert found.median.value == pytest.approx(np.median(scores), **EXACT)
        assert found.sd.value == pytest.approx(np.std(scores, ddof=1), **EXACT)
        assert found.sd.value == pytest.approx(statistics.stdev(scores), **EXACT)
        assert (found.low.value, found.high.value) == (min(scores), max(scores))


@pytest.mark.parametrize(
    ("values", "certified_mean", "certified_sd"),
    [
        ([10000001, 10000003, 10000002], 10000002, 1),
        ([1000000.2] + [1000000.1, 1000000.3] * 500, 1000000.2, 0.1),
        ([10000000.2] + [10000000.1, 10000000.3] * 500, 10000000.2, 0.1),
    ],
    ids=["NumAcc1", "NumAcc3", "NumAcc4"],
)
def test_certified_values_of_nists_reference_data_are_met(values, certified_mean, certified_sd):
    assert mean(values).value == pytest.approx(certified_mean, rel=1e-14)
    # The last digits of the data itself are lost in binary: NIST's own comparisons reach 8 digits.
    assert sample_sd(values).value == pytest.approx(certified_sd, rel=2e-8)


def test_the_standard_deviation_is_the_samples():
    assert sample_sd([2, 4, 4, 4, 5, 5, 7, 9]).value == pytest.approx(math.sqrt(32 / 7), **EXACT)


def test_shares_of_zero_some_and_full_add_up_to_one():
    found = summarise([0, 0, 0.5, 1, 1, 1, 1, 0.25])

    assert [found.zero.value, found.some.value, found.full.value] == [0.25, 0.25, 0.5]


def test_a_total_that_misses_the_whole_by_rounding_is_full():
    nearly = sum([0.1] * 10)
    assert nearly != 1

    assert summarise([nearly]).full.value == 1


def test_nobody_has_no_figures_and_says_so():
    found = summarise([])

    assert found.n == 0
    for figure in (found.mean, found.median, found.low, found.high, found.sd, found.zero):
        assert (figure.value, figure.missing) == (None, Missing.NOBODY)


def test_one_student_has_a_mean_but_no_spread():
    found = summarise([0.5])

    assert found.mean.value == found.median.value == 0.5
    assert (found.sd.value, found.sd.missing) == (None, Missing.TOO_FEW)


def test_equal_scores_have_no_spread_at_all_whatever_their_last_digits():
    assert sample_sd([0.1] * 3).value == 0
    assert sample_sd([0.3, 0.1 + 0.2, 0.3]).value == 0
    assert is_constant([0.0, 0.0])
    assert not is_constant([0.0, 1e-12])


def test_the_order_of_students_changes_nothing():
    scores = some_scores(1, 200)
    turned = random.Random(2).sample(scores, len(scores))

    assert summarise(turned) == summarise(scores)


def test_bins_hold_their_lower_bound_and_the_last_one_both():
    assert histogram([0, 0.05, 0.1, 0.95, 1]) == (2, 1, 0, 0, 0, 0, 0, 0, 0, 2)
    assert histogram([]) == (0,) * 10


def test_a_score_added_up_from_fractions_lies_where_it_should():
    tenths = sum([0.1] * 8)
    assert tenths < 0.8

    assert histogram([tenths])[8] == 1


def test_a_histogram_agrees_with_numpys():
    scores = [score for seed in range(5) for score in some_scores(seed, 100)]

    assert list(histogram(scores)) == list(np.histogram(scores, bins=10, range=(0, 1))[0])


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle():
    assert median([9.0, 1.0, 3.0, 4.0]).value == 3.5
