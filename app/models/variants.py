"""Variants: exercises as they were dealt."""

import uuid
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.domain import problems
from app.domain.diagnosis import Dealt
from app.models.accounts import User
from app.models.assignments import Item
from app.models.columns import CreatedAt, Id, Instant, JsonList, JsonObject, PlainData

if TYPE_CHECKING:
    from app.models.submissions import Submission


class Variant(Base):
    """One student's exercise, kept whole: a changed problem file changes no variant that was dealt.

    `item_id` is empty for practice; `number` counts from 1 what the student was dealt of the item. `truth` is found at
    dealing; a row of the release before has none until a worker needs it. `predictions` is what misconceptions answer;
    it is empty until a worker has foreseen it, or marks the first wrong answer. `revealed_at` says since when a
    practice variant's answers are shown; from then on no submission is taken.
    """

    __tablename__ = "variants"
    __table_args__ = (
        UniqueConstraint("user_id", "item_id", "number"),
        # What dashboards ask of thousands of rows: they hold whole programs, and the index does not.
        Index(
            "ix_variants_item_id_id_user_id_created_at", "item_id", "id", "user_id", "created_at"
        ),
        # What was dealt lately and is to be foreseen.
        Index(
            "ix_variants_not_foreseen",
            "created_at",
            postgresql_where=text("predictions IS NULL"),
            sqlite_where=text("predictions IS NULL"),
        ),
    )

    id: Mapped[Id]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    item_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(default=1, server_default="1")
    problem: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(12))
    seed: Mapped[int] = mapped_column(BigInteger)
    code: Mapped[str] = mapped_column(Text)
    questions: Mapped[JsonList] = mapped_column(PlainData)
    rtol: Mapped[float]
    atol: Mapped[float]
    legacy: Mapped[bool] = mapped_column(server_default=false())
    truth: Mapped[JsonObject | None] = mapped_column(PlainData)
    predictions: Mapped[JsonObject | None] = mapped_column(PlainData)
    created_at: Mapped[CreatedAt]
    revealed_at: Mapped[Instant | None]

    user: Mapped[User] = relationship()
    item: Mapped[Item | None] = relationship()
    submissions: Mapped[list["Submission"]] = relationship(back_populates="variant")

    @classmethod
    def from_dealt(
        cls, dealt: Dealt, *, user_id: uuid.UUID, item_id: uuid.UUID | None, number: int = 1
    ) -> "Variant":
        """Make the row of what was dealt to somebody, as their first or a later exercise of an item."""
        exercise = dealt.variant
        return cls(
            id=uuid.uuid4(),
            user_id=user_id,
            item_id=item_id,
            number=number,
            problem=exercise.problem,
            version=exercise.version,
            seed=exercise.seed,
            code=exercise.code,
            questions=[question.to_json() for question in exercise.questions],
            rtol=exercise.rtol,
            atol=exercise.atol,
            legacy=exercise.legacy,
            truth=dealt.truth,
        )

    def as_dealt(self) -> problems.Variant:
        """Return what the domain knows of it."""
        return read_dealt(self)


AS_DEALT: Final = tuple(
    Variant.__table__.c[name]
    for name in ("problem", "version", "seed", "code", "questions", "rtol", "atol", "legacy")
)
"""The columns of what was dealt, for who reads many rows and needs no more of them."""


def read_dealt(row: Any) -> problems.Variant:
    """Return what was dealt, from a variant or a row with at least the columns `AS_DEALT`.

    Raises:
        KeyError, TypeError, ValueError: Its questions are of a later release.
    """
    return problems.Variant(
        problem=row.problem,
        version=row.version,
        seed=row.seed,
        code=row.code,
        questions=tuple(map(problems.Question.from_json, row.questions)),
        rtol=row.rtol,
        atol=row.atol,
        legacy=row.legacy,
    )
