"""Drafts: answers as they are typed, before they are submitted."""

import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.columns import Instant, JsonObject, PlainData


class Draft(Base):
    """What stands in the answer form of a variant. It is never an attempt.

    `counter` rises with every change in the browser: what arrives with a lower one is old. `to_hand_in` holds the last
    answers that could be read and were not submitted since; `look_at` says from when on the sweep asks whether to hand
    them in, and is empty where there is nothing to ask.
    """

    __tablename__ = "drafts"

    variant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("variants.id", ondelete="CASCADE"), primary_key=True
    )
    answers: Mapped[JsonObject] = mapped_column(PlainData)
    counter: Mapped[int]
    saved_at: Mapped[Instant]
    to_hand_in: Mapped[JsonObject | None] = mapped_column(PlainData)
    look_at: Mapped[Instant | None] = mapped_column(index=True)
