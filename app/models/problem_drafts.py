"""Problems while they are written: the text that a teacher has not saved yet, and what a worker shows of it."""

import uuid

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.columns import CreatedAt, Instant, JsonObject, PlainData

_IS_WAITING = text("is_waiting")


class ProblemDraft(Base):
    """An unsaved text of one teacher: of an own problem, or of a new one where `problem_id` is empty.

    `base` is the number of the version that the text was begun from, 0 for a new problem. `revision` rises with every
    change, and `tab` is the window that made the last one. The row is the order for a preview as well: `is_waiting`
    until a worker has looked at this text, from `first_seed` on, as `shown` tells. `tries`, `epoch` and `lease_until`
    work as they do for a submission; a new text raises the epoch, so that what was begun for the old one comes to
    nothing.
    """

    __tablename__ = "problem_drafts"
    __table_args__ = (
        Index(
            "ix_problem_drafts_waiting",
            "asked_at",
            postgresql_where=_IS_WAITING,
            sqlite_where=_IS_WAITING,
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("courses.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    problem_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("own_problems.id", ondelete="CASCADE"), index=True
    )
    base: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(100), default="")
    text: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=0)
    tab: Mapped[str] = mapped_column(String(32), default="")
    created_at: Mapped[CreatedAt]
    saved_at: Mapped[CreatedAt]
    first_seed: Mapped[int] = mapped_column(BigInteger, default=0)
    asked_at: Mapped[CreatedAt]
    is_waiting: Mapped[bool] = mapped_column(default=False, server_default=false())
    tries: Mapped[int] = mapped_column(default=0)
    epoch: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[Instant | None]
    shown: Mapped[JsonObject | None] = mapped_column(PlainData)
