"""What teachers add to marks: overrides, comments, and groups of assignments."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.db import Base
from app.models.columns import CreatedAt, Id


class GivenPoints(Base):
    """Other points than the attempts have earned; none at all where the student is excused.

    `reason` is for the student as well.
    """

    __abstract__ = True

    points: Mapped[float | None]
    reason: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[CreatedAt]

    @declared_attr
    def user_id(self) -> Mapped[uuid.UUID]:
        """Whose points they are."""
        return mapped_column(
            ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
        )

    @declared_attr
    def by_id(self) -> Mapped[uuid.UUID | None]:
        """Who gave them; empty once that account is deleted."""
        return mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class ItemOverride(GivenPoints):
    """A student's points on an item, whatever the attempts have earned."""

    __tablename__ = "item_overrides"
    __table_args__ = (CheckConstraint("points >= 0", name="points_not_negative"),)

    item_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("items.id", ondelete="CASCADE"), primary_key=True
    )


class AssignmentOverride(GivenPoints):
    """A student's points on a whole assignment, whatever the items have."""

    __tablename__ = "assignment_overrides"
    __table_args__ = (CheckConstraint("points >= 0", name="points_not_negative"),)

    assignment_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("assignments.id", ondelete="CASCADE"), primary_key=True
    )


class Comment(Base):
    """What a teacher writes to a student about their work on an item, or about one submission of it."""

    __tablename__ = "comments"
    __table_args__ = (Index("ix_comments_item_id_user_id", "item_id", "user_id"),)

    id: Mapped[Id]
    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"))
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    submission_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("submissions.id", ondelete="CASCADE"), index=True
    )
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[CreatedAt]


class AssignmentGroup(Base):
    """Assignments that count together; `drop_lowest` of them are left out for each student."""

    __tablename__ = "assignment_groups"
    __table_args__ = (
        CheckConstraint("weight > 0", name="weight_positive"),
        CheckConstraint("drop_lowest >= 0", name="drop_lowest_not_negative"),
    )

    id: Mapped[Id]
    course_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("courses.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(60))
    weight: Mapped[float]
    drop_lowest: Mapped[int]


class GroupedAssignment(Base):
    """The group of an assignment; one without a row is in none."""

    __tablename__ = "grouped_assignments"

    assignment_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("assignments.id", ondelete="CASCADE"), primary_key=True
    )
    group_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("assignment_groups.id", ondelete="CASCADE"), index=True
    )
