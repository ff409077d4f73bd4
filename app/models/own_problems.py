"""A course's own problems, their versions, and the pools they are dealt from."""

import uuid

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.domain.authoring import VersionState
from app.models.columns import CreatedAt, Id, Instant, JsonList, JsonObject, PlainData

_IS_PUBLISHED = text("state = 'published'")


class OwnProblem(Base):
    """A problem that belongs to a course; `slug` names it among all courses, as a file's name does in the library.

    `archived_at` says since when it is offered for no new item; where it is in an assignment, it is dealt all the same.
    """

    __tablename__ = "own_problems"

    id: Mapped[Id]
    course_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("courses.id", ondelete="CASCADE"), index=True
    )
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    created_at: Mapped[CreatedAt]
    archived_at: Mapped[Instant | None]


class ProblemVersion(Base):
    """One text of an own problem, kept as it was sent in; the row is the worker's order as well.

    `digest` is the version of the problem read from the text, which two versions share where somebody went back.
    `tries`, `epoch` and `lease_until` work as they do for a submission; `progress` is the share that is done of what a
    worker does with it. `title` to `misconceptions` are read from the text by a worker: empty until then, or where it
    cannot be read.
    """

    __tablename__ = "problem_versions"
    __table_args__ = (
        UniqueConstraint("problem_id", "number"),
        Index("ix_problem_versions_state", "state", "created_at"),
        Index(
            "uq_problem_versions_published",
            "problem_id",
            unique=True,
            postgresql_where=_IS_PUBLISHED,
            sqlite_where=_IS_PUBLISHED,
        ),
    )

    id: Mapped[Id]
    problem_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("own_problems.id", ondelete="CASCADE"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[CreatedAt]
    state: Mapped[VersionState] = mapped_column(default=VersionState.QUEUED)
    tries: Mapped[int] = mapped_column(default=0)
    epoch: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[Instant | None]
    progress: Mapped[float] = mapped_column(default=0.0)
    refusal: Mapped[JsonObject | None] = mapped_column(PlainData)
    report: Mapped[JsonObject | None] = mapped_column(PlainData)
    samples: Mapped[JsonList | None] = mapped_column(PlainData)
    title: Mapped[str | None] = mapped_column(Text)
    topic: Mapped[str | None] = mapped_column(String(80))
    difficulty: Mapped[int | None]
    summary: Mapped[str | None] = mapped_column(Text)
    misconceptions: Mapped[JsonList | None] = mapped_column(PlainData)


class PoolVariant(Base):
    """A variant that waits to be dealt; no two of a version have the same text."""

    __tablename__ = "pool_variants"

    version_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("problem_versions.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seed: Mapped[int] = mapped_column(BigInteger)
    code: Mapped[str] = mapped_column(Text)
    questions: Mapped[JsonList] = mapped_column(PlainData)
    rtol: Mapped[float]
    atol: Mapped[float]
    legacy: Mapped[bool]
    truth: Mapped[JsonObject] = mapped_column(PlainData)
