"""The trail of what was changed in a course, by whom."""

import uuid

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.domain.changes import Action
from app.models.columns import CreatedAt, JsonObject, PlainData


class Change(Base):
    """One change of something that decides what students get. Rows are only ever added.

    `student_id` is whom it concerns, where it concerns one; `about` is what the assignment or item was called then.
    `before` and `after` hold the fields that changed. Whoever deletes their account is named no longer; what is kept
    here about them, reasons and comments among it, goes as well.
    """

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_course_id_id", "course_id", "id"),)

    # A number, and not a random id: it keeps the order in which things happened, and stands in no address.
    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id", ondelete="CASCADE"))
    by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True
    )
    student_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    action: Mapped[Action]
    about: Mapped[str] = mapped_column(String(254), default="")
    before: Mapped[JsonObject] = mapped_column(PlainData)
    after: Mapped[JsonObject] = mapped_column(PlainData)
    created_at: Mapped[CreatedAt]
