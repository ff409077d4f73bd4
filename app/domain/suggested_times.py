"""Times to begin with when an assignment is made: those of the one before, or a week."""

import datetime as dt
import zoneinfo
from collections.abc import Iterable

from app.domain.credit import Times
from app.domain.time_zones import in_zone

_WEEK = 7
_END_OF_DAY = dt.time(23, 59)
# Whoever makes an assignment wants its students to have at least so long.
_SOON = dt.timedelta(days=2)


def suggest_times(now: dt.datetime, zone: str, earlier: Iterable[Times]) -> Times:
    """Return times for a new assignment.

    Where the course has one that is due, the rhythm goes on: the same weekday and clock time as the last, the first
    such week that leaves students some days. Else it opens at once and is due a week from today, at the end of the day.

    Args:
        now: The present moment.
        zone: The course's time zone, in whose clock times the rhythm is counted.
        earlier: The times of the course's assignments.
    """
    last = max(
        (one for one in earlier if one.due_at is not None),
        key=lambda one: one.due_at or now,
        default=None,
    )
    if last is None or last.due_at is None:
        today = in_zone(now, zone).date()
        end = dt.datetime.combine(
            today + dt.timedelta(days=_WEEK), _END_OF_DAY, zoneinfo.ZoneInfo(zone)
        )
        return Times(due_at=end.astimezone(dt.UTC))
    days = _WEEK
    while _later(last.due_at, days, zone) < now + _SOON:
        days += _WEEK
    opens = _later(last.opens_at, days, zone) if last.opens_at else None
    return Times(
        opens if opens and opens > now else None,
        _later(last.due_at, days, zone),
        _later(last.closes_at, days, zone) if last.closes_at else None,
    )


def _later(instant: dt.datetime, days: int, zone: str) -> dt.datetime:
    """Return the instant so many days later at which the zone's clocks show the same time."""
    # Arithmetic on an aware time moves its wall clock, also over a change to summer time.
    return (in_zone(instant, zone) + dt.timedelta(days=days)).astimezone(dt.UTC)
