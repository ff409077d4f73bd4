"""Explanations that a worker made."""

import uuid

from sqlalchemy import Boolean, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.columns import CreatedAt, Instant, JsonObject, PlainData

_IS_WAITING = text("told IS NULL AND NOT is_given_up")


class ToldRun(Base):
    """How a variant runs, as `app.domain.explanation` tells it; the row is the worker's order as well.

    `beliefs` holds the codes of the misconceptions whose story is told beside the true one, with commas between them;
    empty for none. `told` is empty until a worker has made it, and for ever where `is_given_up`. `tries`, `epoch`
    and `lease_until` work as they do for a submission.
    """

    __tablename__ = "told_runs"
    __table_args__ = (
        Index(
            "ix_told_runs_waiting",
            "created_at",
            postgresql_where=_IS_WAITING,
            sqlite_where=_IS_WAITING,
        ),
    )

    variant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("variants.id", ondelete="CASCADE"), primary_key=True
    )
    beliefs: Mapped[str] = mapped_column(String(200), primary_key=True)
    created_at: Mapped[CreatedAt]
    told: Mapped[JsonObject | None] = mapped_column(PlainData)
    is_given_up: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    tries: Mapped[int] = mapped_column(default=0)
    epoch: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[Instant | None]
