"""Credit over attempts, held to PrairieLearn's published example and to what must never happen."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.credit import Rules, Step, Times, check_credit

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
EXAM = Rules(percents=(100, 70, 50, 20))

scores = st.lists(st.none() | st.floats(0, 1), max_size=8)
falling = st.lists(st.integers(0, 100), max_size=6).map(
    lambda percents: tuple(float(one) for one in sorted(percents, reverse=True))
)


def earned(rules, *scores, at=NOON):
    return rules.earned(rules.tries((at, score) for score in scores))


def test_the_published_example_of_an_exam():
    assert 10 * earned(EXAM, 0.5, 0.2, 0.8, 0.7) == pytest.approx(6.5)


@pytest.mark.parametrize(("wrong", "share"), list(enumerate((1.0, 0.7, 0.5, 0.2, 0.2, 0.2))))
def test_the_last_percentage_holds_for_all_attempts_that_follow(wrong, share):
    assert earned(EXAM, *[0.0] * wrong, 1.0) == pytest.approx(share)


def test_without_a_list_the_best_attempt_counts_in_full():
    assert earned(Rules(), 0.25, 0.75, 0.5) == 0.75


def test_an_attempt_that_is_not_marked_yet_has_its_place_in_the_list():
    assert earned(EXAM, None, 1.0) == pytest.approx(0.7)


def test_credit_for_the_time_and_for_the_attempt_are_multiplied():
    late = Rules(Times(due_at=NOON, steps=(Step(NOON + dt.timedelta(1), 50),)), (100, 70))

    assert late.worth(1, NOON + dt.timedelta(hours=1)) == pytest.approx(0.35)
    assert late.worth(1, NOON) == pytest.approx(0.7)
    assert late.worth(0, NOON + dt.timedelta(2)) == 0


@given(falling, scores, scores)
def test_points_never_fall_on_a_new_attempt_and_never_pass_the_items(percents, before, then):
    rules = Rules(percents=percents)
    few, more = earned(rules, *before), earned(rules, *before, *then)
    assert few - 1e-12 <= more <= 1


@given(falling, scores, st.floats(0, 1))
def test_no_attempt_earns_more_than_was_said_to_be_still_to_earn(percents, before, score):
    rules = Rules(percents=percents)
    tries = rules.tries((NOON, one) for one in before)
    gain = earned(rules, *before, score) - earned(rules, *before)
    assert gain <= rules.still_to_earn(tries, NOON) + 1e-9


def test_what_is_still_to_earn_falls_with_what_was_got_right():
    tries = EXAM.tries([(NOON, 0.5)])
    assert EXAM.still_to_earn(tries, NOON) == pytest.approx(0.35)
    assert EXAM.still_to_earn(EXAM.tries([(NOON, 1.0)]), NOON) == 0


@pytest.mark.parametrize(
    ("percents", "what"),
    [
        ((100, 101), "between 0 and 100"),
        ((-1,), "between 0 and 100"),
        ((float("nan"),), "between 0 and 100"),
        ((50, 70), "Begin with the highest"),
        ((100,) * 21, "more than 20 numbers"),
    ],
)
def test_what_is_wrong_with_a_list_is_said(percents, what):
    assert what in check_credit(Rules(percents=percents))["attempt_percents"]


def test_lists_that_fall_or_stay_are_fine():
    assert check_credit(Rules()) == check_credit(Rules(percents=(100, 100, 50, 0))) == {}
