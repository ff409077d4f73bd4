"""Assignments and their items."""

import uuid
from typing import Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, Row, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.domain.credit import DEFAULT_RULES, Counting, Prerequisite, Rules, Times
from app.domain.feedback import DEFAULT_FEEDBACK, Feedback, Shown
from app.domain.sittings import Conduct, HandIn
from app.models.columns import CreatedAt, Id, Instant, JsonList, JsonObject, PlainData
from app.models.courses import Course


class Assignment(Base):
    """A set of items that a course works on.

    `timeline` holds the early and late credit: a list of {until, percent}, as `app.domain.credit` reads it;
    `attempt_percents` what the first, second, … attempt is worth, in percent; `carries_slips` whether a slip that is
    carried on loses marks once; `counting` which attempts count, `streak_percent` what a streak begins with, and
    `new_exercises` whether each attempt has an exercise of its own; `waits_for` the prerequisite. The columns `show_…`
    say when students are shown what.

    `minutes` is how long a student has once they start, None without a time limit, and `hand_in` what becomes of
    answers that stand there unsubmitted at closing time.
    """

    __tablename__ = "assignments"

    id: Mapped[Id]
    course_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("courses.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(String(120))
    opens_at: Mapped[Instant | None]
    due_at: Mapped[Instant | None]
    closes_at: Mapped[Instant | None]
    timeline: Mapped[JsonList | None] = mapped_column(PlainData)
    attempt_percents: Mapped[JsonList | None] = mapped_column(PlainData)
    carries_slips: Mapped[bool] = mapped_column(default=False, server_default=false())
    counting: Mapped[Counting] = mapped_column(
        default=DEFAULT_RULES.counting, server_default=DEFAULT_RULES.counting.value
    )
    streak_percent: Mapped[float] = mapped_column(
        default=DEFAULT_RULES.streak_percent, server_default=str(DEFAULT_RULES.streak_percent)
    )
    new_exercises: Mapped[bool] = mapped_column(
        default=DEFAULT_RULES.new_exercises, server_default=false()
    )
    waits_for: Mapped[JsonObject | None] = mapped_column(PlainData)
    show_verdict: Mapped[Shown] = mapped_column(
        default=DEFAULT_FEEDBACK.verdict, server_default=DEFAULT_FEEDBACK.verdict.value
    )
    show_truth: Mapped[Shown] = mapped_column(
        default=DEFAULT_FEEDBACK.truth, server_default=DEFAULT_FEEDBACK.truth.value
    )
    show_explanation: Mapped[Shown] = mapped_column(
        default=DEFAULT_FEEDBACK.explanation, server_default=DEFAULT_FEEDBACK.explanation.value
    )
    minutes: Mapped[int | None]
    hand_in: Mapped[HandIn] = mapped_column(
        default=HandIn.LIMITED, server_default=HandIn.LIMITED.value
    )
    created_at: Mapped[CreatedAt]

    course: Mapped[Course] = relationship()
    items: Mapped[list["Item"]] = relationship(
        back_populates="assignment", order_by="Item.position"
    )

    @property
    def times(self) -> Times:
        """When it opens, is due and closes."""
        return self.rules.times

    @property
    def rules(self) -> Rules:
        """How it gives credit."""
        return read_rules(self)

    @rules.setter
    def rules(self, rules: Rules) -> None:
        times = rules.times
        self.opens_at, self.due_at, self.closes_at = times.opens_at, times.due_at, times.closes_at
        self.timeline = times.steps_to_json()
        self.attempt_percents = list(rules.percents) or None
        self.carries_slips = rules.carries_slips
        self.counting, self.streak_percent = rules.counting, rules.streak_percent
        self.new_exercises = rules.new_exercises

    @property
    def prerequisite(self) -> Prerequisite | None:
        """What must be earned in another assignment before this one opens."""
        return Prerequisite.from_json(self.waits_for) if self.waits_for else None

    @prerequisite.setter
    def prerequisite(self, prerequisite: Prerequisite | None) -> None:
        self.waits_for = prerequisite.to_json() if prerequisite else None

    @property
    def feedback(self) -> Feedback:
        """When students are shown what."""
        return Feedback(self.show_verdict, self.show_truth, self.show_explanation)

    @feedback.setter
    def feedback(self, feedback: Feedback) -> None:
        self.show_verdict, self.show_truth = feedback.verdict, feedback.truth
        self.show_explanation = feedback.explanation

    @property
    def conduct(self) -> Conduct:
        """How it is sat."""
        return Conduct(self.minutes, self.hand_in)

    @conduct.setter
    def conduct(self, conduct: Conduct) -> None:
        self.minutes, self.hand_in = conduct.minutes, conduct.hand_in


RULES: Final = tuple(
    Assignment.__table__.c[name]
    for name in (
        "opens_at",
        "due_at",
        "closes_at",
        "timeline",
        "attempt_percents",
        "carries_slips",
        "counting",
        "streak_percent",
        "new_exercises",
    )
)
"""The columns of how an assignment gives credit."""


def read_rules(kept: Assignment | Row[Any]) -> Rules:
    """Return how an assignment gives credit, from it or from a row with at least the columns `RULES`."""
    steps = Times.steps_from_json(kept.timeline)
    return Rules(
        Times(kept.opens_at, kept.due_at, kept.closes_at, steps),
        tuple(kept.attempt_percents or ()),
        kept.carries_slips,
        kept.counting,
        kept.streak_percent,
        kept.new_exercises,
    )


class Extension(Base):
    """More time for one student, set by a teacher: no roster and no leaving of the course takes it away.

    `until` is their due time, or their closing time where the assignment is never due, None where these are as for
    everybody; `minutes` is what they have beyond a time limit; `reason` is for the teaching team.
    """

    __tablename__ = "extensions"

    assignment_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("assignments.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    until: Mapped[Instant | None]
    minutes: Mapped[int] = mapped_column(default=0, server_default="0")
    reason: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[CreatedAt]


class Item(Base):
    """A problem's place in an assignment; `title` is the problem's, kept as it was when the item was made."""

    __tablename__ = "items"
    __table_args__ = (
        UniqueConstraint("assignment_id", "position"),
        CheckConstraint("points > 0", name="points_positive"),
        CheckConstraint("max_attempts > 0", name="max_attempts_positive"),
    )

    id: Mapped[Id]
    assignment_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("assignments.id", ondelete="CASCADE")
    )
    position: Mapped[int]
    problem: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(120))
    points: Mapped[float]
    max_attempts: Mapped[int]

    assignment: Mapped[Assignment] = relationship(back_populates="items")
