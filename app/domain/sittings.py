"""Assignments with a time limit: a student starts a sitting, and from then on the server's clock runs."""

import datetime as dt
import math
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.credit import ALWAYS_OPEN, Phase, Times
from app.domain.texts import say

GRACE = dt.timedelta(seconds=10)
"""What was on its way when the time ran out is still taken, as received at the last moment."""

NOT_STARTED = say(
    "This assignment has a time limit, and you have not started yet. Its page tells you how, and how long you have."
)
TIME_UP = say(
    "Your time for this assignment is over: nothing was submitted. If you were held up, ask your teacher for more time."
)

MOST_MINUTES = 24 * 60
MOST_EXTRA_PERCENT = 300


class HandIn(StrEnum):
    """Whether the last valid answers that were typed and not submitted are handed in at closing time."""

    LIMITED = "limited"
    """Where the time is limited: nobody can come back for them there."""
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True)
class Conduct:
    """How an assignment is sat.

    Attributes:
        minutes: How long a student has once they start; None: as long as it is open.
        hand_in: What becomes of answers that stand there unsubmitted at closing time.
    """

    minutes: int | None = None
    hand_in: HandIn = HandIn.LIMITED

    @property
    def hands_in(self) -> bool:
        """Whether they are handed in."""
        if self.hand_in is HandIn.LIMITED:
            return self.minutes is not None
        return self.hand_in is HandIn.ALWAYS


DEFAULT_CONDUCT = Conduct()
"""No time limit, and nothing is handed in but by the student."""


def with_extra(minutes: int, percent: int) -> int:
    """Return so many minutes and `percent` more, in whole minutes and never rounded down."""
    return math.ceil(minutes * (100 + percent) / 100)


@dataclass(frozen=True)
class Sitting:
    """A student's time at an assignment.

    Attributes:
        started_at: When they started.
        minutes: How long they have from then on, everything that they were given included.
        ended_at: When they said that they are finished; None while they have not.
    """

    started_at: dt.datetime
    minutes: int
    ended_at: dt.datetime | None = None

    @property
    def ends_at(self) -> dt.datetime:
        """The last moment of their time."""
        runs_out = self.started_at + dt.timedelta(minutes=self.minutes)
        return runs_out if self.ended_at is None else min(self.ended_at, runs_out)


class Stage(StrEnum):
    """Where a student stands at an assignment with a time limit."""

    UNLIMITED = "unlimited"
    """There is none."""
    TO_START = "to_start"
    RUNNING = "running"
    OVER = "over"


@dataclass(frozen=True)
class OwnTimes:
    """An assignment's times as they hold for one student.

    Attributes:
        times: With the time that they were given beyond the due time.
        minutes: How long they have or would have once they start; None: no limit.
        sitting: Theirs, None before they start, and where there is no limit.
        is_extended: Whether they were given more than everybody.
    """

    times: Times = field(default=ALWAYS_OPEN)
    minutes: int | None = None
    sitting: Sitting | None = None
    is_extended: bool = False

    @property
    def is_limited(self) -> bool:
        """Whether they must start a sitting, in which the clock runs."""
        return self.minutes is not None

    @property
    def ends_at(self) -> dt.datetime | None:
        """The last moment at which something counts as submitted; None where there is no last one.

        The assignment's closing ends a sitting as well.
        """
        closing = self.times.closing
        if not self.is_limited or self.sitting is None:
            return closing
        return self.sitting.ends_at if closing is None else min(self.sitting.ends_at, closing)

    @property
    def settled_at(self) -> dt.datetime | None:
        """The moment after which nothing can arrive any more; None where there is none."""
        if self.ends_at is None:
            return None
        return self.ends_at + GRACE if self.is_limited else self.ends_at

    def is_cut_short(self, at: dt.datetime) -> bool:
        """Tell whether who starts now, or has started, loses time because the assignment closes before."""
        closing = self.times.closing
        if self.minutes is None or closing is None:
            return False
        started = self.sitting.started_at if self.sitting else at
        return closing < started + dt.timedelta(minutes=self.minutes)

    def stage(self, at: dt.datetime) -> Stage:
        """Return where they stand at a moment."""
        if not self.is_limited:
            return Stage.UNLIMITED
        if self.sitting is None:
            return Stage.TO_START
        return Stage.OVER if self.ends_at is not None and at > self.ends_at else Stage.RUNNING

    def seconds_left(self, at: dt.datetime) -> int:
        """Return how long their clock still runs, in seconds; 0 when it does not."""
        if self.stage(at) is not Stage.RUNNING or self.ends_at is None:
            return 0
        return int((self.ends_at - at).total_seconds())

    def phase(self, at: dt.datetime) -> Phase:
        """Return where the assignment stands for them.

        With a time limit it closes only once nothing can arrive any more: who is shown the right answers at closing
        must not be able to send them in.
        """
        phase, closing = self.times.phase(at), self.times.closing
        if self.is_limited and phase is Phase.CLOSED and closing is not None:
            return self.times.phase(closing) if at <= closing + GRACE else phase
        return phase

    def takes_work(self, at: dt.datetime) -> bool:
        """Tell whether an item can be begun and a submission is taken at a moment."""
        if not self.is_limited:
            return self.times.phase(at).takes_work
        if self.sitting is None or self.settled_at is None or at > self.settled_at:
            return False
        return self.times.phase(self.received(at)).takes_work

    def offers_work(self, at: dt.datetime) -> bool:
        """Tell whether a page offers to begin and to submit: what is on its way is taken a little longer."""
        return self.takes_work(at) and self.stage(at) is not Stage.OVER

    def received(self, at: dt.datetime) -> dt.datetime:
        """Return when what arrives at a moment counts as received: what is late by no more than the grace, in time."""
        if self.is_limited and self.ends_at is not None and at <= self.ends_at + GRACE:
            return min(at, self.ends_at)
        return at


def check_conduct(conduct: Conduct) -> dict[str, str]:
    """Return what is wrong with a time limit and what to do, by field; empty where all is well."""
    if conduct.minutes is None or 0 < conduct.minutes <= MOST_MINUTES:
        return {}
    wrong = say(
        "Give 1 to %(most)s minutes, or leave it empty for no time limit.", most=MOST_MINUTES
    )
    return {"minutes": wrong}
