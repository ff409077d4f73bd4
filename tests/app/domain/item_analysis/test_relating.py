import random
import statistics
from fractions import Fraction

import numpy as np
import pytest

from app.domain.item_analysis import (
    Missing,
    correlation,
    cronbach_alpha,
    item_rest,
    item_total,
    quintile_scores,
)

EXACT = {"rel": 1e-12, "abs": 1e-12}
ANSCOMBE_X = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
ANSCOMBE_Y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]


def a_class(seed, students=40, items=6):
    """Points by item and student: an ability behind all, and luck."""
    draw = np.random.default_rng(seed)
    ability = draw.normal(size=students)
    noise = draw.normal(size=(items, students))
    return (np.clip(np.round(2 + ability + noise), 0, 4) / 4 * 3).tolist()


def exactly(values):
    return [Fraction(value) for value in values]


def exact_variance(values):
    middle = sum(values) / len(values)
    return sum((value - middle) ** 2 for value in values) / (len(values) - 1)


def test_anscombes_first_set_correlates_as_published():
    assert correlation(ANSCOMBE_X, ANSCOMBE_Y).value == pytest.approx(0.81642051634484, abs=1e-14)


def test_correlations_agree_with_numpy_and_with_pythons_own():
    for seed in range(30):
        one, other, *_ = a_class(seed)

        found = correlation(one, other).value
        assert found == pytest.approx(np.corrcoef(one, other)[0, 1], **EXACT)
        assert found == pytest.approx(statistics.correlation(one, other), **EXACT)


def test_what_goes_together_wholly_correlates_with_one():
    assert correlation([0.1, 0.2, 0.3], [1, 2, 3]).value == pytest.approx(1, **EXACT)
    assert correlation([0.1, 0.2, 0.3], [3, 2, 1]).value == pytest.approx(-1, **EXACT)
    assert correlation([0.1, 0.2, 0.7], [0.1, 0.2, 0.7]).value <= 1


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ([], [], Missing.NOBODY),
        ([0, 1], [0, 1], Missing.TOO_FEW),
        ([1, 1, 1], [0, 1, 0.5], Missing.NO_VARIANCE),
        ([0, 1, 0.5], [0.3, 0.3, 0.1 + 0.2], Missing.NO_VARIANCE),
    ],
)
def test_a_correlation_that_is_not_defined_says_why(one, other, reason):
    found = correlation(one, other)

    assert (found.value, found.missing) == (None, reason)


def test_discrimination_is_with_the_total_or_with_the_rest():
    columns = np.array(a_class(3))
    totals = columns.sum(axis=0)
    for item in columns:
        rest = totals - item
        whole = item_total(item.tolist(), totals.tolist()).value
        corrected = item_rest(item.tolist(), rest.tolist()).value

        assert whole == pytest.approx(np.corrcoef(item, totals)[0, 1], **EXACT)
        assert corrected == pytest.approx(np.corrcoef(item, rest)[0, 1], **EXACT)
        assert corrected < whole


def test_alpha_agrees_with_exact_fractions_and_with_numpy_by_either_variance():
    for seed in range(20):
        columns = a_class(seed)
        k = len(columns)
        exact = [exactly(column) for column in columns]
        totals = [sum(row) for row in zip(*exact, strict=True)]
        parts = sum(map(exact_variance, exact))
        expected = Fraction(k, k - 1) * (1 - parts / exact_variance(totals))
        covariance = np.cov(np.array(columns), ddof=0)
        by_numpy = k / (k - 1) * (1 - np.trace(covariance) / covariance.sum())

        found = cronbach_alpha(columns).value
        assert found == pytest.approx(float(expected), **EXACT)
        assert found == pytest.approx(by_numpy, **EXACT)


def test_for_items_right_or_wrong_alpha_is_kuder_and_richardsons_formula_20():
    draw = random.Random(5)
    students = [[draw.random() < skill for _ in range(8)] for skill in (0.2, 0.4, 0.6, 0.8, 0.9)]
    columns = [[float(answers[item]) for answers in students] for item in range(8)]
    p = [sum(column) / 5 for column in columns]
    totals = [sum(answers) for answers in students]
    kr20 = 8 / 7 * (1 - sum(x * (1 - x) for x in p) / statistics.pvariance(totals))

    assert cronbach_alpha(columns).value == pytest.approx(kr20, **EXACT)


def test_equal_items_are_wholly_consistent_and_opposite_ones_negative():
    assert cronbach_alpha([[0, 1, 2, 3]] * 4).value == pytest.approx(1, **EXACT)
    assert cronbach_alpha([[0, 1, 2, 3], [3, 2, 1, 1]]).value < 0


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ([], Missing.NOBODY),
        ([[], []], Missing.NOBODY),
        ([[1, 2, 3]], Missing.ONE_ITEM),
        ([[1], [2]], Missing.TOO_FEW),
        ([[0, 1, 2], [2, 1, 0]], Missing.NO_VARIANCE),
    ],
)
def test_an_alpha_that_is_not_defined_says_why(columns, reason):
    found = cronbach_alpha(columns)

    assert (found.value, found.missing) == (None, reason)


def test_quintiles_part_the_class_by_its_totals():
    totals = [3, 1, 9, 7, 5, 10, 2, 8, 4, 6]
    item = [total / 10 for total in totals]

    found = [figure.value for figure in quintile_scores(item, totals)]
    assert found == pytest.approx([0.15, 0.35, 0.55, 0.75, 0.95], **EXACT)


def test_without_ties_quintiles_agree_with_numpys_equal_parts():
    draw = np.random.default_rng(1)
    totals, item = draw.permutation(250), draw.random(250)
    by_total = item[np.argsort(totals)]

    found = [figure.value for figure in quintile_scores(item.tolist(), totals.tolist())]
    assert found == pytest.approx([part.mean() for part in np.split(by_total, 5)], **EXACT)


def test_students_with_the_same_total_are_in_the_same_fifth_whoever_comes_first():
    totals = [0, 0, 0, 0, 0, 0, 5, 5, 10, 10]
    item = [0, 1, 0, 1, 0, 1, 0.5, 0.5, 1, 1]
    turned = quintile_scores(item[::-1], totals[::-1])

    found = quintile_scores(item, totals)
    assert [figure.value for figure in found] == [None, 0.5, None, 0.5, 1]
    assert found[0].missing is Missing.NOBODY
    assert turned == found


def test_a_class_of_four_has_no_fifths():
    assert {figure.missing for figure in quintile_scores([1, 1, 0, 0], [4, 3, 2, 1])} == {
        Missing.TOO_FEW
    }
    assert {figure.missing for figure in quintile_scores([], [])} == {Missing.NOBODY}
