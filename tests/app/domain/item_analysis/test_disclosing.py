import itertools

import pytest

from app.domain.item_analysis import (
    FEWEST,
    Figure,
    Missing,
    disclose,
    disclose_count,
    disclose_counts,
    disclose_summary,
    summarise,
)


def test_a_figure_about_five_is_told_and_about_four_is_not():
    assert disclose(Figure(0.5), 5) == Figure(0.5)
    assert disclose(Figure(0.5), 4).missing is Missing.HIDDEN


@pytest.mark.parametrize(
    ("students", "of", "told"),
    [(0, 10, 0), (4, 30, None), (5, 30, 5), (27, 30, None), (30, 30, 30)],
)
def test_a_part_of_a_group_is_told_if_neither_it_nor_the_rest_is_few(students, of, told):
    assert disclose_count(students, of) == told


def test_a_summary_of_many_keeps_its_mean_but_no_single_students_score():
    scores = [0] * 6 + [0.5] * 7 + [1] * 8
    found = disclose_summary(summarise(scores))

    assert found.mean == summarise(scores).mean
    assert found.full.value == 8 / 21
    assert found.low.missing is found.high.missing is Missing.HIDDEN


def test_shares_are_hidden_together_when_one_of_them_is_of_few():
    found = disclose_summary(summarise([0] * 2 + [1] * 20))

    assert found.zero.missing is found.some.missing is found.full.missing is Missing.HIDDEN
    assert found.mean.value is not None


def test_a_summary_of_few_says_nothing_but_their_number():
    found = disclose_summary(summarise([0, 0.5, 1, 1]))

    assert found.n == 4
    for figure in (found.mean, found.median, found.sd, found.zero, found.full, found.low):
        assert figure.missing is Missing.HIDDEN


def test_a_single_hidden_count_takes_the_smallest_other_with_it():
    assert disclose_counts([0, 3, 12, 7, 20]) == (0, None, 12, None, 20)
    assert disclose_counts([6, 7, 8]) == (6, 7, 8)
    assert disclose_counts([3]) == (None,)


def test_nothing_hidden_can_be_told_from_the_sum():
    """Of every small table: the hidden counts are none, or all, or several that add up to five or more."""
    for counts in itertools.product((0, 1, 2, 4, 5, 9), repeat=4):
        told = disclose_counts(counts)
        hidden = [count for count, shown in zip(counts, told, strict=True) if shown is None]

        assert all(shown is None or shown == 0 or shown >= FEWEST for shown in told)
        others = [count for count in counts if count >= FEWEST]
        if hidden and others:
            assert len(hidden) > 1
            assert sum(hidden) >= FEWEST
