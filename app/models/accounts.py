"""Users and their signed-in browsers."""

import uuid

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.models.columns import CreatedAt, Id, Instant


class User(Base):
    """A person. A guest, who practises without signing up, has neither e-mail address nor password.

    `language` is the one they chose to read in; None leaves it to the browser. An administrator looks after the whole
    service; only the command line makes one.
    """

    __tablename__ = "users"

    id: Mapped[Id]
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    display_name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    language: Mapped[str | None] = mapped_column(String(16))
    is_administrator: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[CreatedAt]

    sign_ins: Mapped[list["SignIn"]] = relationship(
        back_populates="user", cascade="all, delete-orphan"
    )


class SignIn(Base):
    """One signed-in browser. Its cookie holds the token, the row only the digest: no row, no sign-in.

    `browser` is its name for people, `Firefox, Windows`; empty where it is not known.
    """

    __tablename__ = "sign_ins"

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[CreatedAt]
    expires_at: Mapped[Instant]
    browser: Mapped[str] = mapped_column(String(60), default="", server_default="")

    user: Mapped[User] = relationship(back_populates="sign_ins")
