import datetime as dt

from app.domain.credit import Times
from app.domain.suggested_times import suggest_times
from app.domain.time_zones import local_text

ZONE = "Europe/Berlin"
# A Wednesday.
NOW = dt.datetime(2026, 10, 14, 9, 30, tzinfo=dt.UTC)


def berlin(instant):
    return local_text(instant, ZONE)


def test_the_first_assignment_opens_at_once_and_is_due_in_a_week_at_the_end_of_the_day():
    times = suggest_times(NOW, ZONE, [Times()])

    assert (times.opens_at, times.closes_at, berlin(times.due_at)) == (
        None,
        None,
        "2026-10-21T23:59",
    )


def test_the_next_one_keeps_the_rhythm_of_the_last_also_over_a_change_of_the_clocks():
    last = Times(
        dt.datetime(2026, 10, 16, 6, tzinfo=dt.UTC),
        dt.datetime(2026, 10, 23, 10, tzinfo=dt.UTC),
        dt.datetime(2026, 10, 25, 10, tzinfo=dt.UTC),
    )

    times = suggest_times(NOW, ZONE, [Times(due_at=NOW), last, Times()])

    # Berlin's clocks go back on 25 October.
    assert (berlin(last.due_at), berlin(times.due_at)) == ("2026-10-23T12:00", "2026-10-30T12:00")
    assert (berlin(times.opens_at), berlin(times.closes_at)) == (
        "2026-10-23T08:00",
        "2026-11-01T11:00",
    )


def test_a_rhythm_that_paused_goes_on_in_a_week_that_leaves_students_some_days():
    last = Times(
        dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC), dt.datetime(2026, 3, 12, 11, tzinfo=dt.UTC)
    )

    times = suggest_times(NOW, ZONE, [last])

    # Tomorrow is a Thursday as well, and too soon.
    assert berlin(times.due_at) == "2026-10-22T12:00"
    assert times.opens_at is None
