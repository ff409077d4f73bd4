"""The tokens of programs: whose one is, and which somebody has."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import database_now
from app.domain.api_tokens import Scope
from app.domain.tokens import token_digest
from app.models import ApiToken, User
from app.queries.accounts import Account, as_account


@dataclass(frozen=True)
class TokenRow:
    """One of somebody's tokens; `beginning` is all of it that is still known."""

    id: uuid.UUID
    name: str
    beginning: str
    scopes: tuple[Scope, ...]
    created_at: dt.datetime
    expires_at: dt.datetime
    used_at: dt.datetime | None
    has_ended: bool


@dataclass(frozen=True)
class Bearer:
    """Whom a program acts for, and what its token allows."""

    account: Account
    token_id: uuid.UUID
    scopes: frozenset[Scope]
    used_at: dt.datetime | None


def bearer_of(session: Session, token: str) -> Bearer | None:
    """Return whom this token stands for, or None where it is unknown, withdrawn or over."""
    found = session.execute(
        select(ApiToken, User)
        .join(User, User.id == ApiToken.user_id)
        .where(ApiToken.digest == token_digest(token), ApiToken.expires_at > database_now())
    ).one_or_none()
    if found is None:
        return None
    row, user = found
    return Bearer(as_account(user), row.id, frozenset(map(Scope, row.scopes)), row.used_at)


def tokens_of(session: Session, user_id: uuid.UUID) -> tuple[TokenRow, ...]:
    """Return somebody's tokens, the newest first."""
    rows = session.execute(
        select(ApiToken, ApiToken.expires_at <= database_now())
        .where(ApiToken.user_id == user_id)
        .order_by(ApiToken.created_at.desc(), ApiToken.id)
    )
    return tuple(
        TokenRow(
            id=row.id,
            name=row.name,
            beginning=row.beginning,
            scopes=tuple(map(Scope, row.scopes)),
            created_at=row.created_at,
            expires_at=row.expires_at,
            used_at=row.used_at,
            has_ended=bool(has_ended),
        )
        for row, has_ended in rows
    )
