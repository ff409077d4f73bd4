"""Time limits: students' sittings, and who always gets extra time."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.columns import CreatedAt, Instant


class SittingRow(Base):
    """A student's sitting at an assignment with a time limit; it begins once.

    `minutes` is what they were given when they started and since, without what their extension adds. `given_key` is
    the key of the form by which they were given more the last time, so that a click sent twice gives once.
    """

    __tablename__ = "sittings"
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes_positive"),)

    assignment_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("assignments.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    started_at: Mapped[Instant]
    minutes: Mapped[int]
    ended_at: Mapped[Instant | None]
    given_key: Mapped[str | None] = mapped_column(String(80))


class Accommodation(Base):
    """Extra time that a student of a course gets in every assignment with a time limit.

    A row of its own, set by a teacher: no roster and no leaving of the course takes it away.
    """

    __tablename__ = "accommodations"
    __table_args__ = (CheckConstraint("extra_percent > 0", name="extra_percent_positive"),)

    course_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("courses.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    extra_percent: Mapped[int]
    created_at: Mapped[CreatedAt]
