"""Regrades: what was marked anew, for whom, what it changed, and what undoes it."""

import uuid

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.domain.regrading import Mode, RegradeKind, RegradeState, Stage
from app.models.columns import CreatedAt, Id, Instant, JsonObject, PlainData

_IS_OPEN = text("state IN ('previewing', 'ready', 'running', 'undoing')")


class Regrade(Base):
    """One regrade of an assignment or of one of its items; the row is the workers' order as well.

    `item_id` is empty where all items are marked anew. `question`, `answer` and `code` say what counts as right beside
    the truth, as `app.domain.regrading.Acceptance` has them; it holds for later submissions too, from the moment the
    regrade is applied until it is undone. `reason` is for the students as well. `mode` is chosen when it is applied, at
    `begun_at`; `ended_at` is when the last student was done. `epoch` and `lease_until` work as they do for a
    submission.
    """

    __tablename__ = "regrades"
    __table_args__ = (
        Index("ix_regrades_assignment_id_created_at", "assignment_id", "created_at"),
        # One at a time: a second click, or a colleague's, starts no second one.
        Index(
            "uq_regrades_open",
            "assignment_id",
            unique=True,
            postgresql_where=_IS_OPEN,
            sqlite_where=_IS_OPEN,
        ),
    )

    id: Mapped[Id]
    assignment_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("assignments.id", ondelete="CASCADE")
    )
    item_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("items.id", ondelete="CASCADE"), index=True
    )
    by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[RegradeKind]
    question: Mapped[str | None] = mapped_column(String(80))
    answer: Mapped[str | None] = mapped_column(Text)
    code: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(300))
    state: Mapped[RegradeState] = mapped_column(default=RegradeState.PREVIEWING)
    mode: Mapped[Mode | None]
    epoch: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[Instant | None]
    created_at: Mapped[CreatedAt]
    begun_at: Mapped[Instant | None]
    ended_at: Mapped[Instant | None]


class RegradedStudent(Base):
    """One student in a regrade: how far it has come with them, and what it makes of their points.

    The points are those on what is marked anew, None before the first mark: as they were before, if all marks are
    replaced, and if none is lowered. `is_overridden` says that points were set by hand, which stay. `other_texts`
    counts exercises whose program the problem, as it is now, would not give. `tries` works as it does for a submission;
    `failure` says why the student's marks were left as they are.
    """

    __tablename__ = "regraded_students"
    __table_args__ = (Index("ix_regraded_students_regrade_id_stage", "regrade_id", "stage"),)

    regrade_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("regrades.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    stage: Mapped[Stage] = mapped_column(default=Stage.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    points_before: Mapped[float | None]
    points_replaced: Mapped[float | None]
    points_never_lower: Mapped[float | None]
    is_overridden: Mapped[bool] = mapped_column(default=False, server_default=false())
    other_texts: Mapped[int] = mapped_column(default=0, server_default="0")
    failure: Mapped[str | None] = mapped_column(Text)


class RegradedResult(Base):
    """A submission whose marks a regrade changes, or would change.

    `before` is the whole result that it had, once `is_applied`: what undoing brings back.
    """

    __tablename__ = "regraded_results"

    regrade_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("regrades.id", ondelete="CASCADE"), primary_key=True
    )
    submission_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("submissions.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    score_before: Mapped[float]
    score_after: Mapped[float]
    is_applied: Mapped[bool] = mapped_column(default=False, server_default=false())
    before: Mapped[JsonObject | None] = mapped_column(PlainData)


class RegradedVariant(Base):
    """An exercise whose questions, tolerance or truth a regrade has changed; `before` is what undoing brings back."""

    __tablename__ = "regraded_variants"

    regrade_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("regrades.id", ondelete="CASCADE"), primary_key=True
    )
    variant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("variants.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    before: Mapped[JsonObject] = mapped_column(PlainData)
