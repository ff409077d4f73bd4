"""Questions of students about an exercise, and the threads they become."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.domain.inquiries import InquiryKind, InquiryState, InquiryStep
from app.models.accounts import User
from app.models.columns import CreatedAt, Id, Instant, JsonObject, PlainData


class Inquiry(Base):
    """What a student asks about one variant, with the state they asked in.

    `course_id` is empty for practice, which administrators answer. `submission_id` is the newest submission at that
    moment, `typed` what stood in the answer form. `steps` counts the entries of the thread, `seen_steps` up to which
    one its student has seen them: the rest is news. `moved_at` is when the newest was added.
    """

    __tablename__ = "inquiries"
    __table_args__ = (
        CheckConstraint("seen_steps <= steps", name="seen_steps_exist"),
        Index("ix_inquiries_course_id_state_moved_at", "course_id", "state", "moved_at"),
        Index("ix_inquiries_student_id_moved_at", "student_id", "moved_at"),
    )

    id: Mapped[Id]
    variant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("variants.id", ondelete="CASCADE"), index=True
    )
    student_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    course_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("courses.id", ondelete="CASCADE")
    )
    submission_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("submissions.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[InquiryKind]
    state: Mapped[InquiryState] = mapped_column(default=InquiryState.OPEN)
    typed: Mapped[JsonObject] = mapped_column(PlainData)
    steps: Mapped[int] = mapped_column(default=0)
    seen_steps: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[CreatedAt]
    moved_at: Mapped[Instant]

    student: Mapped[User] = relationship()


class InquiryEntry(Base):
    """One entry of a thread: a message, or that somebody closed or reopened it.

    Its id is the one that the form of its click carried, so that a second click adds nothing. Where the author's
    account is gone, `author_id` is empty.
    """

    __tablename__ = "inquiry_entries"
    __table_args__ = (UniqueConstraint("inquiry_id", "number"),)

    id: Mapped[Id]
    inquiry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("inquiries.id", ondelete="CASCADE"))
    number: Mapped[int]
    author_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True
    )
    by_teacher: Mapped[bool]
    step: Mapped[InquiryStep] = mapped_column(default=InquiryStep.SAID)
    text: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[CreatedAt]
