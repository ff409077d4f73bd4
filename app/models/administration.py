"""What administrators do: links for who forgot their password, and the trail of it all."""

import uuid

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.domain.administration import AdminStep
from app.models.columns import CreatedAt, Id, Instant


class SignInLink(Base):
    """A link that lets one person choose a new password, once.

    The link holds the token, the row only the digest; a link that was used or replaced has no row any more.
    """

    __tablename__ = "sign_in_links"

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[Instant]


class AdminEvent(Base):
    """One line of the trail: rows are only ever added.

    `actor_id` is who did it: nobody where it was the command line, or where their account is gone. `about_id` is whose
    account it was about; `amount` counts, where there is something to count.
    """

    __tablename__ = "admin_events"

    id: Mapped[Id]
    step: Mapped[AdminStep]
    actor_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True
    )
    about_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True
    )
    amount: Mapped[int | None]
    created_at: Mapped[CreatedAt]
