import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.credit import ALWAYS_OPEN, Phase, Span, Step, Times, check_times

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
MOMENT = dt.timedelta(microseconds=1)
moments = st.integers(-100, 100).map(lambda hours: NOON + dt.timedelta(hours=hours))
percents = st.integers(0, 200).map(float)
some_times = st.builds(
    Times,
    st.none() | moments,
    st.none() | moments,
    st.none() | moments,
    st.lists(st.builds(Step, moments, percents), max_size=4).map(tuple),
)


def after(hours):
    return NOON + dt.timedelta(hours=hours)


WEEK = Times(
    opens_at=after(-48),
    due_at=NOON,
    closes_at=after(72),
    steps=(Step(after(24), 50), Step(after(-24), 110), Step(after(48), 25)),
)


def test_an_assignment_without_times_is_always_open_and_counts_in_full():
    for at in (
        dt.datetime.min.replace(tzinfo=dt.UTC),
        NOON,
        dt.datetime.max.replace(tzinfo=dt.UTC),
    ):
        assert (ALWAYS_OPEN.phase(at), ALWAYS_OPEN.percent(at)) == (Phase.OPEN, 100)
    assert ALWAYS_OPEN.closing is None
    assert ALWAYS_OPEN.spans() == (Span(None, None, 100),)


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        (after(-48) - MOMENT, Phase.BEFORE),
        (after(-48), Phase.OPEN),
        (NOON, Phase.OPEN),
        (NOON + MOMENT, Phase.LATE),
        (after(72), Phase.LATE),
        (after(72) + MOMENT, Phase.CLOSED),
    ],
)
def test_each_time_belongs_to_what_it_ends_and_the_opening_to_what_it_begins(at, phase):
    assert WEEK.phase(at) is phase


@pytest.mark.parametrize(
    ("at", "percent"),
    [
        (after(-48), 110),
        (after(-24), 110),
        (after(-24) + MOMENT, 100),
        (NOON, 100),
        (NOON + MOMENT, 50),
        (after(24) + MOMENT, 25),
        (after(48) + MOMENT, 0),
    ],
)
def test_credit_falls_from_step_to_step(at, percent):
    assert WEEK.percent(at) == percent


def test_without_a_closing_time_an_assignment_closes_when_no_credit_is_left():
    assert Times(due_at=NOON).closing == NOON
    assert Times(due_at=NOON, steps=(Step(after(5), 50),)).closing == after(5)
    assert Times(due_at=NOON, steps=(Step(after(-5), 120),)).closing == NOON


def test_the_spans_tell_the_whole_life():
    assert WEEK.spans() == (
        Span(after(-48), after(-24), 110),
        Span(after(-24), NOON, 100),
        Span(NOON, after(24), 50),
        Span(after(24), after(48), 25),
        Span(after(48), after(72), 0),
    )


@given(some_times, moments, moments)
def test_credit_of_times_without_errors_never_grows(times, one, other):
    if not check_times(times):
        assert times.percent(min(one, other)) >= times.percent(max(one, other))


@given(some_times, moments)
def test_the_spans_give_the_credit_of_every_moment_at_which_work_is_taken(times, at):
    if check_times(times) or not times.phase(at).takes_work:
        return
    around = [
        span
        for span in times.spans()
        if (span.start is None or span.start < at or at == times.opens_at)
        and (span.end is None or at <= span.end)
    ]
    assert around[0].percent == times.percent(at)


@given(some_times)
def test_steps_are_the_same_after_storing(times):
    assert Times.steps_from_json(times.steps_to_json()) == times.steps


def test_with_more_time_what_follows_moves_along_and_what_was_before_stays():
    assert WEEK.extended(after(10)) == Times(
        after(-48),
        after(10),
        after(82),
        (Step(after(34), 50), Step(after(-24), 110), Step(after(58), 25)),
    )
    assert Times(closes_at=NOON).extended(after(1)) == Times(closes_at=after(1))


@given(some_times, st.none() | moments, moments)
def test_more_time_never_closes_earlier_or_earns_less(times, until, at):
    if check_times(times):
        return
    own = times.extended(until)
    assert check_times(own) == {}
    assert own.percent(at) >= times.percent(at)
    assert own.phase(at).takes_work or not times.phase(at).takes_work
    if until is None or times.due_at is None or until <= times.due_at:
        assert own.due_at == times.due_at


def test_times_in_order_have_no_errors():
    assert check_times(WEEK) == {}
    assert check_times(ALWAYS_OPEN) == {}
    assert check_times(Times(due_at=NOON, closes_at=NOON)) == {}


@pytest.mark.parametrize(
    ("times", "field", "what"),
    [
        (Times(opens_at=NOON, due_at=NOON), "due_at", "before the assignment opens"),
        (Times(opens_at=NOON, closes_at=after(-1)), "closes_at", "before the assignment opens"),
        (Times(due_at=NOON, closes_at=after(-1)), "closes_at", "before the assignment is due"),
        (Times(steps=(Step(NOON, 50),)), "steps", "set a due time"),
        (Times(due_at=NOON, steps=(Step(after(1), -1),)), "steps", "between 0 and 200"),
        (Times(due_at=NOON, steps=(Step(after(-1), 201),)), "steps", "between 0 and 200"),
        (Times(due_at=NOON, steps=(Step(after(1), float("nan")),)), "steps", "between 0 and 200"),
        (Times(due_at=NOON, steps=(Step(NOON, 100),)), "steps", "a time of its own"),
        (Times(due_at=NOON, steps=(Step(after(1), 110),)), "steps", "must not grow"),
        (Times(due_at=NOON, steps=(Step(after(-1), 90),)), "steps", "must not grow"),
        (
            Times(after(-2), NOON, steps=(Step(after(-3), 110),)),
            "steps",
            "before the assignment opens",
        ),
        (
            Times(None, NOON, after(2), (Step(after(3), 50),)),
            "steps",
            "after the assignment closes",
        ),
        (
            Times(due_at=NOON, steps=tuple(Step(after(hour), 50) for hour in range(1, 8))),
            "steps",
            "more than 6 lines",
        ),
    ],
)
def test_what_is_wrong_is_said_at_the_field(times, field, what):
    errors = check_times(times)
    assert list(errors) == [field]
    assert what in errors[field]


def test_moved_times_keep_their_time_of_day_over_the_change_of_the_clocks():
    # Two weeks on, Berlin has put its clocks back by an hour.
    october = dt.datetime(2026, 10, 19, 21, 59, tzinfo=dt.UTC)
    times = Times(None, october, october + dt.timedelta(hours=1), (Step(october, 50),))

    moved = times.moved(14, "Europe/Berlin")

    november = dt.datetime(2026, 11, 2, 22, 59, tzinfo=dt.UTC)
    assert moved == Times(None, november, november + dt.timedelta(hours=1), (Step(november, 50),))
    assert moved.moved(-14, "Europe/Berlin") == times
    assert moved.known == (november, november + dt.timedelta(hours=1), november)
