"""The courses of a made-up term: how large they are, and the rules of their assignments."""

import datetime as dt
import zoneinfo
from dataclasses import dataclass, replace

from app.domain.credit import Counting, Rules, Step, Times
from app.domain.sittings import Conduct

_OPEN_FOR = dt.timedelta(weeks=2)
_LATE = dt.timedelta(days=3)


@dataclass(frozen=True)
class CoursePlan:
    """A course that is to be made.

    Attributes:
        key: Its name in the addresses of its staff.
        title: Its title.
        staff: Its instructor and its graders: role and name.
        share: The share of all students who are in it, 0 to 1.
        time_zone: Where its assignments are due at the end of the day.
        assignments: How many assignments it has.
        items: How many items each of them has.
        last_due: From the moment at which the term stands to when the last assignment is due.
        rules: How its assignments give credit, in turns.
        minutes: The time limit of its last assignment but one, None for none.
    """

    key: str
    title: str
    staff: tuple[tuple[str, str], ...]
    share: float
    time_zone: str
    assignments: int
    items: int
    last_due: dt.timedelta
    rules: tuple[Rules, ...]
    minutes: int | None = None

    def members(self, students: int) -> int:
        """Return how many of so many students are in it: at least one."""
        return max(1, round(self.share * students))

    def rules_of(self, place: int, now: dt.datetime) -> Rules:
        """Return the rules of its assignment at a place, from 0: two weeks for each, three days of late credit."""
        zone = zoneinfo.ZoneInfo(self.time_zone)
        last = (now + self.last_due).astimezone(zone).replace(hour=23, minute=59, second=0)
        due = last.replace(microsecond=0) - (self.assignments - 1 - place) * _OPEN_FOR
        times = Times(
            opens_at=due - _OPEN_FOR,
            due_at=due,
            closes_at=due + _LATE,
            steps=(Step(due + _LATE, 50),),
        )
        rules = self.rules[place % len(self.rules)]
        return replace(rules, times=times)

    def conduct_of(self, place: int) -> Conduct:
        """Return how its assignment at a place, from 0, is sat."""
        return Conduct(minutes=self.minutes if place == self.assignments - 2 else None)


COURSES = (
    CoursePlan(
        key="ml",
        title="Machine learning 1",
        staff=(
            ("instructor", "Grace Hopper"),
            ("grader1", "Katherine Johnson"),
            ("grader2", "Edsger Dijkstra"),
        ),
        share=1.0,
        time_zone="Europe/Berlin",
        assignments=5,
        items=9,
        last_due=dt.timedelta(days=4),
        rules=(Rules(percents=(100, 80, 60)), Rules(), Rules(carries_slips=True)),
    ),
    CoursePlan(
        key="dl",
        title="Deep learning in practice",
        staff=(("instructor", "Barbara Liskov"), ("grader1", "Alan Kay")),
        share=0.4,
        time_zone="Asia/Shanghai",
        assignments=4,
        items=9,
        last_due=dt.timedelta(days=9),
        rules=(
            Rules(),
            Rules(counting=Counting.STREAK, new_exercises=True),
            Rules(counting=Counting.LAST),
        ),
        minutes=75,
    ),
    CoursePlan(
        key="ad",
        title="Automatic differentiation, a seminar",
        staff=(("instructor", "Seppo Linnainmaa"), ("grader1", "Bert Speelpenning")),
        share=0.2,
        time_zone="America/New_York",
        assignments=3,
        items=8,
        last_due=dt.timedelta(days=16),
        rules=(Rules(), Rules(counting=Counting.AVERAGE, new_exercises=True)),
    ),
)
