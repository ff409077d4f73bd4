"""What a student should look at next: every assignment has its place in one of a few groups."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from app.domain.credit import Phase, Times
from app.domain.texts import say

_SOON: Final = dt.timedelta(days=7)
_FRESH: Final = dt.timedelta(days=14)


class Group(StrEnum):
    """Where an assignment stands for one student, the most pressing first."""

    LATE = "late"
    """Past its due time, still open, and not done."""
    DUE_SOON = "due_soon"
    """Due, or closing, within a week."""
    OPEN = "open"
    RESULTS = "results"
    """It ended within two weeks, and its results are shown."""
    DONE = "done"
    """Nothing is left to do in it while it is open."""
    OPENS_SOON = "opens_soon"
    """It opens within two weeks."""


GROUP_TITLES: Final[Mapping[Group, str]] = {
    Group.LATE: say("Past the due time"),
    Group.DUE_SOON: say("Due soon"),
    Group.OPEN: say("Open"),
    Group.RESULTS: say("Results are out"),
    Group.DONE: say("Done"),
    Group.OPENS_SOON: say("Opens soon"),
}


def group_of(
    times: Times, now: dt.datetime, *, is_begun: bool, is_done: bool, shows_results: bool
) -> Group | None:
    """Return the group of an assignment, None where it has no place on the list.

    Args:
        times: The student's own times.
        now: The present.
        is_begun: Whether they have begun an item.
        is_done: Whether no item leaves them anything to do.
        shows_results: Whether they may see results right now.
    """
    phase = times.phase(now)
    if phase is Phase.BEFORE:
        opens_at = times.opens_at or now
        return Group.OPENS_SOON if opens_at - now <= _FRESH else None
    ended_at = times.due_at or times.closing
    is_fresh = ended_at is not None and dt.timedelta(0) <= now - ended_at <= _FRESH
    if (phase is Phase.CLOSED or is_done) and is_begun and is_fresh and shows_results:
        return Group.RESULTS
    if phase is Phase.CLOSED:
        return None
    if is_done:
        return Group.DONE
    if phase is Phase.LATE:
        return Group.LATE
    is_near = ended_at is not None and ended_at - now <= _SOON
    return Group.DUE_SOON if is_near else Group.OPEN
