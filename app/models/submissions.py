"""Submissions, the queue they form, and their results."""

import uuid
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.domain.submissions import SubmissionState
from app.models.columns import CreatedAt, Id, Instant, JsonList, JsonObject, PlainData
from app.models.variants import Variant

OF_ITEM: Final = "item_id IS NOT NULL"
FRESH: Final = "state = 'queued' AND tries = 0"
BEGUN: Final = "state IN ('queued', 'marking') AND tries > 0"
"""Which rows stand in an index; a statement that uses it says so in these very words."""


class Submission(Base):
    """What a student sent in, as typed; the row is the work order as well.

    `tries` counts how often a worker began; `epoch` rises with each claim, and only the claim whose epoch still stands
    may write the result, so a worker that was thought dead changes nothing. `handed_in` says that it was
    taken from the draft at closing time, not sent by the student. `item_id` is the variant's and `course_id` the
    assignment's, empty in practice and in rows of releases before: they stand here so that the database numbers
    attempts, and workers find whose turn it is from an index alone.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("variant_id", "attempt"),
        UniqueConstraint("user_id", "idempotency_key"),
        CheckConstraint("attempt > 0", name="attempt_positive"),
        # Two clicks at once, also at two exercises of an item, are two attempts only if both are left.
        Index(
            "uq_submissions_user_id_item_id_attempt",
            "user_id",
            "item_id",
            "attempt",
            unique=True,
            postgresql_where=text(OF_ITEM),
            sqlite_where=text(OF_ITEM),
        ),
        Index("ix_submissions_state_created_at", "state", "created_at"),
        # What workers claim, however much was marked long ago.
        Index(
            "ix_submissions_fresh",
            "course_id",
            "created_at",
            postgresql_where=text(FRESH),
            sqlite_where=text(FRESH),
        ),
        Index(
            "ix_submissions_begun",
            "created_at",
            postgresql_where=text(BEGUN),
            sqlite_where=text(BEGUN),
        ),
    )

    id: Mapped[Id]
    variant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("variants.id", ondelete="CASCADE"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    item_id: Mapped[uuid.UUID | None]
    course_id: Mapped[uuid.UUID | None]
    attempt: Mapped[int]
    idempotency_key: Mapped[str] = mapped_column(String(80))
    answers: Mapped[JsonObject] = mapped_column(PlainData)
    state: Mapped[SubmissionState] = mapped_column(default=SubmissionState.QUEUED)
    tries: Mapped[int] = mapped_column(default=0)
    epoch: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[Instant | None]
    failure: Mapped[str | None] = mapped_column(Text)
    handed_in: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[CreatedAt]

    variant: Mapped[Variant] = relationship(back_populates="submissions")
    result: Mapped["Result | None"] = relationship(back_populates="submission")


class Result(Base):
    """The one result of a submission: the primary key lets no second one in.

    `diagnosis` says which misconceptions explain a wrong answer; it is empty for a right one.
    """

    __tablename__ = "results"

    submission_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("submissions.id", ondelete="CASCADE"), primary_key=True
    )
    score: Mapped[float]
    marks: Mapped[JsonList] = mapped_column(PlainData)
    diagnosis: Mapped[JsonObject | None] = mapped_column(PlainData)
    engine_version: Mapped[str] = mapped_column(String(40))
    marked_at: Mapped[CreatedAt]

    submission: Mapped[Submission] = relationship(back_populates="result")
