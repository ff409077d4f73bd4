"""Courses and who is in them, was in them, or is expected."""

import uuid

from sqlalchemy import ForeignKey, String, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.domain.roles import Joined, Role
from app.domain.time_zones import UTC
from app.models.accounts import User
from app.models.columns import CreatedAt, Id, Instant


class Course(Base):
    """A course; while joining is open, whoever knows its join code may become a student of it.

    `archived_at` says since when it only shows what was done in it: nobody joins and nothing is submitted. `time_zone`
    is the one in which its teachers set times.
    """

    __tablename__ = "courses"

    id: Mapped[Id]
    title: Mapped[str] = mapped_column(String(120))
    join_code: Mapped[str] = mapped_column(String(16), unique=True)
    joining_open: Mapped[bool] = mapped_column(default=True, server_default=true())
    created_at: Mapped[CreatedAt]
    archived_at: Mapped[Instant | None]
    time_zone: Mapped[str] = mapped_column(String(64), default=UTC, server_default=UTC)

    enrollments: Mapped[list["Enrollment"]] = relationship(back_populates="course")


class Enrollment(Base):
    """A user's place in a course.

    `role_set_by_hand` says that a teacher chose the role on the members page: no roster changes it.
    """

    __tablename__ = "enrollments"

    course_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("courses.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[Role]
    joined: Mapped[Joined] = mapped_column(default=Joined.CODE, server_default=Joined.CODE.value)
    role_set_by_hand: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[CreatedAt]

    course: Mapped[Course] = relationship(back_populates="enrollments")
    user: Mapped[User] = relationship()


class FormerMember(Base):
    """Somebody who left a course or was removed: the place they had, which is theirs again if they return.

    A row of its own, so that nothing that asks for members has to leave anybody out. `by_themselves` tells who left
    from who was removed: only who left may come back with the join code or by a roster.
    """

    __tablename__ = "former_members"

    course_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("courses.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[Role]
    joined: Mapped[Joined]
    role_set_by_hand: Mapped[bool]
    by_themselves: Mapped[bool]
    joined_at: Mapped[Instant]
    created_at: Mapped[CreatedAt]

    user: Mapped[User] = relationship()


class PendingEnrollment(Base):
    """Somebody on a course's roster who has no account yet.

    It makes a student of whoever signs up with the address, and never more than that: nobody has proved that the
    address is theirs.
    """

    __tablename__ = "pending_enrollments"

    course_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("courses.id", ondelete="CASCADE"), primary_key=True
    )
    email: Mapped[str] = mapped_column(String(254), primary_key=True, index=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[CreatedAt]
