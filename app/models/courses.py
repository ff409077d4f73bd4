"""Courses and who is in them."""

import uuid

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.domain.roles import Role
from app.models.accounts import User
from app.models.columns import CreatedAt, Id


class Course(Base):
    """A course; whoever knows its join code may become a student of it."""

    __tablename__ = "courses"

    id: Mapped[Id]
    title: Mapped[str] = mapped_column(String(120))
    join_code: Mapped[str] = mapped_column(String(16), unique=True)
    created_at: Mapped[CreatedAt]

    enrollments: Mapped[list["Enrollment"]] = relationship(back_populates="course")


class Enrollment(Base):
    """A user's place in a course."""

    __tablename__ = "enrollments"

    course_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("courses.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[Role]
    created_at: Mapped[CreatedAt]

    course: Mapped[Course] = relationship(back_populates="enrollments")
    user: Mapped[User] = relationship()
