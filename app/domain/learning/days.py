"""On which days a student worked. It is shown to please, not to press: a missed day is just a day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.domain.time_zones import in_zone

DAYS_SHOWN: Final = 28
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class WorkDays:
    """The last four weeks.

    Attributes:
        days: Each of the last 28 days, today last, and how many submissions were sent on it.
        in_a_row: How many days in a row ended today or yesterday: today is not over yet.
    """

    days: tuple[tuple[dt.date, int], ...]
    in_a_row: int

    @property
    def worked(self) -> int:
        """On how many of the days something was sent."""
        return sum(1 for _day, sent in self.days if sent)


def count_days(sent: Iterable[dt.datetime], now: dt.datetime, zone: str) -> WorkDays:
    """Count days of work by the clocks of a time zone.

    Args:
        sent: When something was submitted.
        now: The present.
        zone: The name of the time zone whose midnights part the days.
    """
    today = in_zone(now, zone).date()
    numbers: dict[dt.date, int] = {}
    for instant in sent:
        day = in_zone(instant, zone).date()
        numbers[day] = numbers.get(day, 0) + 1
    shown = (today - _DAY * back for back in reversed(range(DAYS_SHOWN)))
    return WorkDays(tuple((day, numbers.get(day, 0)) for day in shown), _in_a_row(numbers, today))


def _in_a_row(numbers: dict[dt.date, int], today: dt.date) -> int:
    day = today if today in numbers else today - _DAY
    length = 0
    while day in numbers:
        length, day = length + 1, day - _DAY
    return length
