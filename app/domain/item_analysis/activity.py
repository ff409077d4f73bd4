"""When a class works: submissions by hour, day or week."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_HOUR = 3600
"""Seconds."""
_HOURLY = dt.timedelta(days=2)
_DAILY = dt.timedelta(days=60)


class Step(StrEnum):
    """How long a span is that submissions are counted by."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"

    @property
    def length(self) -> dt.timedelta:
        """The time from one span to the next."""
        return {
            Step.HOUR: dt.timedelta(hours=1),
            Step.DAY: dt.timedelta(days=1),
            Step.WEEK: dt.timedelta(weeks=1),
        }[self]


@dataclass(frozen=True)
class Activity:
    """How much was done when.

    Attributes:
        step: The length of each span.
        spans: The beginning of each, in UTC, and how much was done in it; those between the first
            and the last in which nothing was done are among them.
    """

    step: Step
    spans: tuple[tuple[dt.datetime, int], ...]


def activity(moments: Iterable[dt.datetime]) -> Activity:
    """Count moments by hours where they lie within two days, by days within sixty, else by weeks.

    Days begin at midnight in UTC and weeks on Mondays.
    """
    known = [moment.timestamp() for moment in moments]
    if not known:
        return Activity(Step.DAY, ())
    step = _step(dt.timedelta(seconds=max(known) - min(known)))
    counts: Counter[dt.datetime] = Counter()
    # By the hour first: a term has far fewer of those than of submissions.
    for hour, count in Counter(second // _HOUR for second in known).items():
        counts[_begin(dt.datetime.fromtimestamp(hour * _HOUR, dt.UTC), step)] += count
    spans, begins = [], min(counts)
    while begins <= max(counts):
        spans.append((begins, counts[begins]))
        begins += step.length
    return Activity(step, tuple(spans))


def _step(span: dt.timedelta) -> Step:
    if span <= _HOURLY:
        return Step.HOUR
    return Step.DAY if span <= _DAILY else Step.WEEK


def _begin(moment: dt.datetime, step: Step) -> dt.datetime:
    if step is Step.HOUR:
        return moment
    day = moment.replace(hour=0)
    return day - dt.timedelta(days=day.weekday()) if step is Step.WEEK else day
