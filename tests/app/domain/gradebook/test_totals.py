import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.gradebook import Entry, Group, GroupTotal, Status, total

points = st.integers(0, 20).map(float)
assignments = st.lists(st.tuples(points, st.integers(1, 20).map(float)), min_size=1, max_size=7)


def in_group(results, group="homework"):
    return [
        Entry(f"{group} {number}", group, earned, possible)
        for number, (earned, possible) in enumerate(results)
    ]


def test_without_groups_all_points_count_alike():
    found = total([Entry("a", None, 3, 4), Entry("b", None, 1, 12)], [])

    assert found.share == 4 / 16
    assert found.groups == {}
    assert set(found.statuses.values()) == {Status.COUNTS}


def test_nothing_that_counts_gives_no_total():
    assert total([], []).share is None
    assert total([Entry("a", None, 0, 4, is_due=False)], []).share is None


def test_what_is_not_due_yet_and_what_is_excused_counts_neither_for_nor_against():
    found = total(
        [Entry("a", None, 3, 4), Entry("b", None, 0, 4, is_due=False), Entry("c", None, 0, 0)], []
    )

    assert found.share == 3 / 4
    assert found.statuses == {"a": Status.COUNTS, "b": Status.NOT_YET, "c": Status.EXCUSED}


def test_shares_of_groups_are_averaged_by_their_weights():
    entries = [*in_group([(5, 10), (10, 10)]), *in_group([(4, 5)], "exam")]
    groups = [Group("homework", 1, 0), Group("exam", 3, 0)]

    found = total(entries, groups)

    assert found.groups == {"homework": GroupTotal(15, 20), "exam": GroupTotal(4, 5)}
    assert found.share == pytest.approx((1 * 0.75 + 3 * 0.8) / 4)


def test_a_group_in_which_nothing_counts_yet_weighs_nothing():
    entries = [*in_group([(5, 10)]), Entry("final", "exam", 0, 5, is_due=False)]

    found = total(entries, [Group("homework", 1, 0), Group("exam", 9, 0)])

    assert found.share == 0.5
    assert found.groups["exam"].share is None


def test_where_there_are_groups_what_is_in_none_does_not_count():
    found = total([*in_group([(5, 10)]), Entry("b", None, 0, 10)], [Group("homework", 1, 0)])

    assert found.share == 0.5
    assert found.statuses["b"] is Status.NO_GROUP


def test_the_lowest_are_dropped_and_the_last_one_is_kept():
    entries = in_group([(2, 10), (9, 10), (5, 10)])

    def dropped(most):
        statuses = total(entries, [Group("homework", 1, most)]).statuses
        return {key for key, status in statuses.items() if status is Status.DROPPED}

    assert dropped(1) == {"homework 0"}
    assert dropped(2) == dropped(9) == {"homework 0", "homework 2"}


def test_of_assignments_of_different_size_those_are_dropped_that_cost_most():
    # Without the small one, of the lower percentage, they would have 90/150; without the large one 81/101.
    entries = in_group([(80, 100), (10, 50), (0, 1)])

    found = total(entries, [Group("homework", 1, 1)])

    assert found.statuses["homework 1"] is Status.DROPPED
    assert found.share == 80 / 101


def test_what_is_not_due_yet_is_not_dropped_in_place_of_what_is():
    entries = [*in_group([(2, 10), (9, 10)]), Entry("next", "homework", 0, 10, is_due=False)]

    statuses = total(entries, [Group("homework", 1, 1)]).statuses

    assert statuses["homework 0"] is Status.DROPPED
    assert statuses["next"] is Status.NOT_YET


@given(assignments, st.integers(0, 7))
def test_no_other_choice_of_what_to_drop_gives_more(results, most):
    found = total(in_group(results), [Group("homework", 2, most)])

    keep = max(1, len(results) - most)
    best = max(
        math.fsum(earned for earned, _ in kept) / math.fsum(possible for _, possible in kept)
        for kept in itertools.combinations(results, keep)
    )
    assert found.share == pytest.approx(best)
    assert list(found.statuses.values()).count(Status.DROPPED) == len(results) - keep
