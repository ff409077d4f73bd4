"""Who is signed in."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import database_now
from app.domain.tokens import token_digest
from app.models import SignIn, User


@dataclass(frozen=True)
class Account:
    """The person behind a request; a guest has no e-mail address."""

    id: uuid.UUID
    display_name: str
    email: str | None
    is_guest: bool


def account_of_token(session: Session, token: str) -> Account | None:
    """Return whose sign-in this token is, or None when it has ended."""
    user = session.scalars(
        select(User)
        .join(SignIn)
        .where(SignIn.token_digest == token_digest(token), SignIn.expires_at > database_now())
    ).one_or_none()
    if user is None:
        return None
    return Account(
        id=user.id,
        display_name=user.display_name,
        email=user.email,
        is_guest=user.password_hash is None,
    )
