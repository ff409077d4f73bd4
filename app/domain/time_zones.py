"""Local times of a course: what a teacher types, and what is shown."""

import datetime as dt
import zoneinfo
from functools import cache

from app.domain.texts import say

UTC = "UTC"


class TimeFormatError(ValueError):
    """A local time cannot be used; the message says what to do."""


@cache
def time_zones() -> tuple[str, ...]:
    """Return the names of all time zones that a course may have, UTC first."""
    named = sorted(
        name
        for name in zoneinfo.available_timezones()
        if "/" in name and not name.startswith("Etc/")
    )
    return (UTC, *named)


def read_local(text: str, zone: str) -> dt.datetime | None:
    """Read a local time as a browser's field sends it; None if it is empty.

    Args:
        text: For instance `2026-11-24T23:59`.
        zone: The name of the time zone it is meant in.

    Raises:
        TimeFormatError: It is no time, or a time that the zone's clocks skip.
    """
    if not text.strip():
        return None
    try:
        local = dt.datetime.strptime(text.strip(), "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - its zone follows
        # Of an hour that the clocks show twice, the first one is meant.
        instant = local.replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise TimeFormatError(
            say("Type a date and a time, for instance 2026-11-24T23:59.")
        ) from None
    if in_zone(instant, zone).replace(tzinfo=None) != local:
        raise TimeFormatError(
            say(
                "The clocks go forward then, so this time does not exist. Choose one an hour later."
            )
        )
    return instant


def in_zone(instant: dt.datetime, zone: str) -> dt.datetime:
    """Return an instant as the clocks of a time zone show it."""
    return instant.astimezone(zoneinfo.ZoneInfo(zone))


def days_later(instant: dt.datetime, days: int, zone: str) -> dt.datetime:
    """Return the instant so many days later at which the clocks of a time zone show the same time of day.

    A time that they skip is taken an hour later; of an hour that they show twice, the first one is meant.
    """
    return (in_zone(instant, zone) + dt.timedelta(days)).astimezone(dt.UTC)


def local_text(instant: dt.datetime | None, zone: str) -> str:
    """Write an instant as a browser's field for local times takes it; empty for None."""
    return "" if instant is None else in_zone(instant, zone).strftime("%Y-%m-%dT%H:%M")
