"""The tokens of programs, and the answers that are kept for requests which are sent twice."""

import uuid

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.columns import CreatedAt, Id, Instant, JsonList, PlainData


class ApiToken(Base):
    """A token with which a program acts for a person. The row holds only its digest, and the beginning it is known by.

    `used_at` is when it was last used, to within some minutes.
    """

    __tablename__ = "api_tokens"

    id: Mapped[Id]
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    beginning: Mapped[str] = mapped_column(String(20))
    scopes: Mapped[JsonList] = mapped_column(PlainData)
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[Instant]
    used_at: Mapped[Instant | None]


class ApiReply(Base):
    """The answer to a request that named itself with a key: sent again, it gets this one.

    `request_digest` tells the same request from another one under the same key. Until it is answered, `status` is None
    and nobody else answers it before `lease_until`. `made_id` is the id of what the request makes, so that one which
    broke off makes nothing twice.
    """

    __tablename__ = "api_replies"

    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    request_digest: Mapped[str] = mapped_column(String(64))
    made_id: Mapped[uuid.UUID] = mapped_column(default=uuid.uuid4)
    lease_until: Mapped[Instant]
    status: Mapped[int | None]
    body: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[CreatedAt] = mapped_column(index=True)
