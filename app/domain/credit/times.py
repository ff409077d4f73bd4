"""The times of an assignment: when it opens, is due and closes, and what a submission is worth in between."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from app.domain.time_zones import days_later

FULL = 100.0


class Phase(StrEnum):
    """Where an assignment stands at one moment."""

    BEFORE = "before"
    """Not open yet: nothing of it is shown or dealt."""
    OPEN = "open"
    LATE = "late"
    """Past the due time, and still open."""
    CLOSED = "closed"
    """It can be read; nothing is submitted any more."""

    @property
    def takes_work(self) -> bool:
        """Whether a submission is taken."""
        return self in (Phase.OPEN, Phase.LATE)


@dataclass(frozen=True)
class Step:
    """Credit that lasts until a moment: what is received at `until` itself still gets it.

    Attributes:
        until: Its last moment; aware.
        percent: What a right answer is worth, of the item's points.
    """

    until: dt.datetime
    percent: float


@dataclass(frozen=True)
class Span:
    """A stretch of an assignment's life with the same credit; `start` and `end` are None where it has no bound."""

    start: dt.datetime | None
    end: dt.datetime | None
    percent: float


@dataclass(frozen=True)
class Times:
    """An assignment's times; each may be missing.

    Attributes:
        opens_at: From this moment on it is shown; None: at once.
        due_at: What is received until this moment, itself included, has full credit; None: never due.
        closes_at: The last moment at which a submission is taken; None: when no credit is left, or never.
        steps: Early credit above 100 % that ends before the due time, and late credit below that begins at it.
    """

    opens_at: dt.datetime | None = None
    due_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None
    steps: tuple[Step, ...] = ()

    @cached_property
    def line(self) -> tuple[Step, ...]:
        """The steps with the due time among them, in the order of time; empty for an assignment that is never due."""
        due = () if self.due_at is None else (Step(self.due_at, FULL),)
        return tuple(sorted((*self.steps, *due), key=lambda step: step.until))

    @property
    def closing(self) -> dt.datetime | None:
        """The last moment at which a submission is taken, None if there is no last one."""
        line = self.line
        return self.closes_at or (line[-1].until if line else None)

    def extended(self, until: dt.datetime | None) -> "Times":
        """Return the times of somebody who was given more time.

        Args:
            until: Their due time, or their closing time where the assignment is never due; what follows, late credit
                and closing, moves along with it. None, or nothing later than what holds for everybody: the same times.
        """
        usual = self.due_at or self.closes_at
        if until is None or usual is None or until <= usual:
            return self
        more = until - usual
        return Times(
            self.opens_at,
            None if self.due_at is None else until,
            None if self.closes_at is None else self.closes_at + more,
            tuple(
                step if step.until <= usual else Step(step.until + more, step.percent)
                for step in self.steps
            ),
        )

    def moved(self, days: int, zone: str) -> "Times":
        """Return the times so many days later, negative for earlier, at the same time of day in a time zone."""

        def move(instant: dt.datetime | None) -> dt.datetime | None:
            return None if instant is None else days_later(instant, days, zone)

        return Times(
            move(self.opens_at),
            move(self.due_at),
            move(self.closes_at),
            tuple(Step(days_later(step.until, days, zone), step.percent) for step in self.steps),
        )

    @property
    def known(self) -> tuple[dt.datetime, ...]:
        """The times that are set, those of the steps included."""
        ends = (step.until for step in self.steps)
        set_ = (self.opens_at, self.due_at, self.closes_at, *ends)
        return tuple(instant for instant in set_ if instant is not None)

    def phase(self, at: dt.datetime) -> Phase:
        """Return where the assignment stands at a moment."""
        if self.opens_at is not None and at < self.opens_at:
            return Phase.BEFORE
        if self.closing is not None and at > self.closing:
            return Phase.CLOSED
        return Phase.LATE if self.due_at is not None and at > self.due_at else Phase.OPEN

    def percent(self, at: dt.datetime) -> float:
        """Return the credit of what is received at a moment, in percent of the points.

        After the last step it is 0: such a submission is marked and explained, for who still wants to learn.
        """
        line = self.line
        if not line:
            return FULL
        return next((step.percent for step in line if at <= step.until), 0.0)

    def spans(self) -> tuple[Span, ...]:
        """Return the assignment's life, from its opening to its closing, as stretches of the same credit."""
        found, start = [], self.opens_at
        for step in self.line:
            found.append(Span(start, step.until, step.percent))
            start = step.until
        if not found:
            return (Span(self.opens_at, self.closes_at, FULL),)
        if self.closing is not None and start is not None and self.closing > start:
            found.append(Span(start, self.closing, 0.0))
        return tuple(found)

    def steps_to_json(self) -> list[dict[str, Any]] | None:
        """Return the steps as they are stored; None for none."""
        return [
            {"until": step.until.astimezone(dt.UTC).isoformat(), "percent": step.percent}
            for step in self.steps
        ] or None

    @staticmethod
    def steps_from_json(stored: Sequence[Mapping[str, Any]] | None) -> tuple[Step, ...]:
        """Read stored steps."""
        return tuple(
            Step(dt.datetime.fromisoformat(step["until"]), float(step["percent"]))
            for step in stored or ()
        )


ALWAYS_OPEN = Times()
"""An assignment without times: open from the beginning, never due, never closed."""
