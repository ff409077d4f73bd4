import datetime as dt

import pytest

from app.domain.learning import DAYS_SHOWN, count_days

NOON = dt.datetime(2026, 3, 18, 12, tzinfo=dt.UTC)


def days(*back, zone="UTC", now=NOON):
    return count_days([now - dt.timedelta(days=day) for day in back], now, zone)


@pytest.mark.parametrize(
    ("back", "in_a_row"),
    [
        ([], 0),
        ([0], 1),
        ([1], 1),
        ([0, 1, 2], 3),
        ([1, 2, 3], 3),
        ([2, 3], 0),
        ([0, 2, 3], 1),
        (list(range(40)), 40),
    ],
)
def test_days_in_a_row_end_today_or_yesterday(back, in_a_row):
    assert days(*back).in_a_row == in_a_row


def test_four_weeks_are_shown_and_today_is_the_last():
    found = days(0, 0, 3, 40)

    assert len(found.days) == DAYS_SHOWN == 28
    assert found.days[-1] == (NOON.date(), 2)
    assert found.days[-4] == (NOON.date() - dt.timedelta(days=3), 1)
    assert found.worked == 2


def test_midnight_is_that_of_the_time_zone():
    late = dt.datetime(2026, 3, 17, 23, 30, tzinfo=dt.UTC)

    assert count_days([late], NOON, "UTC").days[-1][1] == 0
    assert count_days([late], NOON, "Europe/Berlin").days[-1][1] == 1
