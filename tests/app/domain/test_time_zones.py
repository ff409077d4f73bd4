import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.time_zones import TimeFormatError, in_zone, local_text, read_local, time_zones


def test_a_local_time_is_meant_in_the_courses_zone():
    assert read_local("2026-11-24T23:59", "Europe/Berlin") == dt.datetime(
        2026, 11, 24, 22, 59, tzinfo=dt.UTC
    )
    assert read_local("2026-07-24T23:59", "Europe/Berlin") == dt.datetime(
        2026, 7, 24, 21, 59, tzinfo=dt.UTC
    )
    assert read_local(" ", "UTC") is None


@pytest.mark.parametrize(
    "text",
    ["tomorrow", "2026-11-24", "2026-13-01T10:00", "2026-11-24T23:59+01:00", "0001-01-01T00:00"],
)
def test_what_is_no_local_time_is_refused(text):
    with pytest.raises(TimeFormatError, match="Type a date and a time"):
        read_local(text, "Asia/Tokyo")


def test_a_time_that_the_clocks_skip_is_refused():
    with pytest.raises(TimeFormatError, match="does not exist"):
        read_local("2026-03-29T02:30", "Europe/Berlin")


def test_of_an_hour_that_comes_twice_the_first_is_meant():
    assert read_local("2026-10-25T02:30", "Europe/Berlin") == dt.datetime(
        2026, 10, 25, 0, 30, tzinfo=dt.UTC
    )


@given(
    st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 1, 1)),  # noqa: DTZ001 - its zone follows
    st.sampled_from(["UTC", "Asia/Kolkata", "America/New_York"]),
)
def test_what_is_shown_can_be_typed_again(instant, zone):
    instant = instant.replace(second=0, microsecond=0, tzinfo=dt.UTC)
    text = local_text(instant, zone)
    again = read_local(text, zone)
    # An hour that comes twice is read as its first one.
    assert again == instant or local_text(again, zone) == text
    assert in_zone(instant, zone) == instant


def test_utc_is_the_first_choice_and_every_choice_can_be_used():
    assert time_zones()[0] == "UTC"
    assert {"Europe/Berlin", "Asia/Shanghai", "America/New_York"} <= set(time_zones())
    for zone in time_zones():
        assert read_local("2026-06-15T12:00", zone) is not None
