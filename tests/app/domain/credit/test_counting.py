"""Which attempts count: PrairieLearn's published examples, and what must never happen."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.credit import Counting, Rules, Step, Times, check_credit

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
LATE = Times(due_at=NOON, steps=(Step(NOON + dt.timedelta(1), 50),))
LAST = Rules(counting=Counting.LAST, new_exercises=True)
AVERAGE = Rules(counting=Counting.AVERAGE, new_exercises=True)

scores = st.lists(st.none() | st.sampled_from([0.0, 0.5, 1.0]) | st.floats(0, 1), max_size=8)
marked = st.lists(st.sampled_from([0.0, 0.5, 1.0]) | st.floats(0, 1), max_size=8)
firsts = st.sampled_from([1.0, 10.0, 25.0, 34.0, 100.0])


def streak(percent, times=Times()):  # noqa: B008 - it never changes
    return Rules(times, counting=Counting.STREAK, streak_percent=percent, new_exercises=True)


def tries(rules, *scores, at=NOON):
    return rules.tries((at, score) for score in scores)


def earned(rules, *scores, at=NOON):
    return rules.earned(tries(rules, *scores, at=at))


# "docs/assessment/configuration.md" of PrairieLearn, "Question scoring details for Homework assessments":
# autoPoints 4, maxAutoPoints 16; what stands in the column of points after each submission.
NINE_SCORES = (0.5, 0.8, 0.2, 1, 0.5, 0, 0.9, 1, 1)
NINE_POINTS = (2, 3.2, 3.2, 4, 8, 8, 9.6, 10, 16)


@pytest.mark.parametrize("number", range(1, 10))
def test_the_published_example_of_nine_submissions_to_a_homework(number):
    points = 16 * earned(streak(25), *NINE_SCORES[:number])

    assert points == pytest.approx(NINE_POINTS[number - 1])


def test_what_each_of_the_nine_submissions_has_added():
    rules = streak(25)
    added = [16 * share for share in rules.shares(tries(rules, *NINE_SCORES))]

    assert added == pytest.approx([2, 1.2, 0, 0.8, 4, 0, 1.6, 0.4, 6])


@pytest.mark.parametrize(("right", "points"), [(1, 3), (2, 9), (3, 18), (4, 30), (5, 30)])
def test_the_published_example_of_right_answers_in_a_row(right, points):
    assert 30 * earned(streak(10), *[1.0] * right) == pytest.approx(points)


def test_whoever_breaks_every_streak_needs_ten_right_answers_as_published():
    broken = [1.0, 0.0] * 9
    assert 30 * earned(streak(10), *broken) == pytest.approx(27)
    assert 30 * earned(streak(10), *broken, 1.0) == pytest.approx(30)


def test_half_right_again_and_again_is_no_more_than_half_right():
    assert earned(streak(25), 0.5, 0.5, 0.5, 0.5) == 0.125


def test_late_credit_of_a_streak_is_taken_off_what_each_attempt_adds():
    rules = streak(25, LATE)
    attempts = rules.tries([(NOON, 1.0), (NOON + dt.timedelta(hours=1), 1.0)])

    assert rules.earned(attempts) == pytest.approx(0.25 + 0.5 * 0.5)


@pytest.mark.parametrize(
    ("percent", "answers"), [(100, 1), (34, 2), (33, 3), (25, 3), (10, 4), (1, 14)]
)
def test_so_many_right_answers_in_a_row_earn_everything(percent, answers):
    rules = streak(percent)

    assert rules.answers_in_a_row == answers
    assert earned(rules, *[1.0] * answers) == pytest.approx(1)
    assert earned(rules, *[1.0] * (answers - 1)) < 0.999


@given(firsts, marked, marked)
def test_points_of_a_streak_never_fall_and_never_pass_the_items(percent, before, then):
    rules = streak(percent)
    few, more = earned(rules, *before), earned(rules, *before, *then)
    assert few - 1e-12 <= more <= 1 + 1e-12


@given(st.sampled_from([LAST, AVERAGE, streak(10), streak(25)]), marked, st.floats(0, 1))
def test_no_attempt_adds_more_than_was_said_to_be_still_to_earn(rules, before, score):
    gain = earned(rules, *before, score) - earned(rules, *before)
    assert gain <= rules.still_to_earn(tries(rules, *before), NOON) + 1e-9


@given(st.sampled_from([Rules(), LAST, AVERAGE, streak(25)]), scores)
def test_who_is_told_that_no_attempt_can_earn_more_is_told_the_truth(rules, before):
    attempts = tries(rules, *before)
    if rules.is_complete(attempts):
        assert rules.still_to_earn(attempts, NOON) == 0


def test_the_last_attempt_counts_also_where_it_is_worse():
    assert earned(LAST, 1.0, 0.25) == 0.25
    assert earned(LAST, 0.5, None) == 0.5, "one that is not marked yet does not count yet"
    assert earned(LAST) == 0


def test_the_average_is_that_of_the_marked_attempts():
    assert earned(AVERAGE, 1.0, 0.5, None) == 0.75
    assert earned(AVERAGE) == 0


def test_late_credit_is_that_of_the_attempt_that_counts():
    last = Rules(LATE, counting=Counting.LAST)
    assert last.earned(last.tries([(NOON, 0.5), (NOON + dt.timedelta(hours=1), 0.8)])) == 0.4


@pytest.mark.parametrize(
    ("rules", "scores", "share"),
    [
        (LAST, (0.25,), 0.75),
        (LAST, (1.0,), 0),
        (AVERAGE, (0.0,), 0.5),
        (AVERAGE, (1.0, 0.0), 1 / 6),
        (streak(25), (), 0.25),
        (streak(25), (1.0,), 0.5),
        (streak(25), (1.0, 0.5), 0.125),
        (streak(25), (1.0, 1.0), 0.25),
    ],
)
def test_what_one_more_right_answer_would_add(rules, scores, share):
    assert rules.still_to_earn(tries(rules, *scores), NOON) == pytest.approx(share)


@pytest.mark.parametrize(
    ("rules", "scores", "is_complete"),
    [
        (Rules(), (1.0, 0.0), True),
        (Rules(), (0.5,), False),
        (LAST, (0.0, 1.0), True),
        (LAST, (1.0, 0.0), False),
        (LAST, (1.0, None), False),
        (AVERAGE, (1.0, 1.0), True),
        (AVERAGE, (0.0, 1.0), False),
        (AVERAGE, (), False),
        (streak(25), (1.0, 1.0), False),
        (streak(25), (1.0, 1.0, 1.0), True),
        (Rules(counting=Counting.LAST), (1.0,), True),
        (Rules(counting=Counting.AVERAGE), (0.0, 1.0), True),
    ],
)
def test_an_item_is_done_when_no_attempt_can_earn_more(rules, scores, is_complete):
    assert rules.is_complete(tries(rules, *scores)) is is_complete


def test_an_exercise_of_its_own_takes_one_attempt_and_one_for_all_takes_them_as_long_as_it_is_the_newest():
    for used, newest in ((True, True), (True, False), (False, True), (False, False)):
        assert LAST.takes_attempt(used_here=used, is_newest=newest) is not used
        assert Rules().takes_attempt(used_here=used, is_newest=newest) is newest


@pytest.mark.parametrize(
    ("rules", "field", "what"),
    [
        (Rules(percents=(100, 50), counting=Counting.LAST), "attempt_percents", "best attempt"),
        (Rules(counting=Counting.STREAK), "new_exercises", "a new exercise for each attempt"),
        (streak(0), "streak_percent", "1 to 100"),
        (streak(float("nan")), "streak_percent", "1 to 100"),
    ],
)
def test_what_does_not_fit_together_is_said_at_its_field(rules, field, what):
    errors = check_credit(rules)

    assert set(errors) == {field}
    assert what in errors[field]


def test_each_way_of_counting_fits_by_itself():
    for rules in (Rules(), LAST, AVERAGE, streak(25), Rules(counting=Counting.LAST)):
        assert check_credit(rules) == {}
