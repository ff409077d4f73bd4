"""Making and withdrawing the tokens of programs."""

import datetime as dt
import uuid
from collections.abc import Iterable

from sqlalchemy import delete, func, select, update

from app.db import Database, database_now
from app.domain.api_tokens import MOST_TOKENS, clean_wish, new_token, shown_part
from app.domain.texts import say
from app.domain.tokens import token_digest
from app.errors import Conflict, NotFound
from app.models import ApiToken, User

# Noting each use would make every read a write.
_USE_IS_NOTED_EVERY = dt.timedelta(minutes=5)


def make_token(
    db: Database,
    *,
    user_id: uuid.UUID,
    name: str,
    scopes: Iterable[str],
    days: int,
    token_id: uuid.UUID,
) -> str | None:
    """Make a token for a member's programs and return it; it is told this once.

    Args:
        db: The store.
        user_id: Whose it is.
        name: What they call it.
        scopes: The values of what it allows.
        days: For how long.
        token_id: The id that the form of this click carries: a second click makes no second token, and returns None.

    Raises:
        InvalidInput: A field cannot be used.
        Conflict: They have as many tokens as one person may.
        NotFound: There is no such member.
    """
    name, chosen, lasts = clean_wish(name, scopes, days)
    token = new_token()
    with db.writing() as session:
        # Locked, so that two clicks are counted one after the other.
        owner = session.scalars(
            select(User)
            .where(User.id == user_id, User.password_hash.is_not(None))
            .with_for_update()
        ).one_or_none()
        if owner is None:
            raise NotFound
        if session.get(ApiToken, token_id) is not None:
            return None
        held = session.scalars(select(func.count()).where(ApiToken.user_id == user_id)).one()
        if held >= MOST_TOKENS:
            raise Conflict(
                say(
                    "You have %(most)s tokens, the most that one person may have. Withdraw one of them first.",
                    most=MOST_TOKENS,
                )
            )
        session.add(
            ApiToken(
                id=token_id,
                user_id=user_id,
                name=name,
                digest=token_digest(token),
                beginning=shown_part(token),
                scopes=[scope.value for scope in chosen],
                expires_at=db.now(session) + lasts,
            )
        )
    return token


def withdraw_token(db: Database, *, user_id: uuid.UUID, token_id: uuid.UUID) -> None:
    """End a token; one that is gone stays so, and another person's is not touched."""
    with db.writing() as session:
        session.execute(
            delete(ApiToken).where(ApiToken.id == token_id, ApiToken.user_id == user_id)
        )


def note_use(db: Database, *, token_id: uuid.UUID, used_at: dt.datetime | None) -> None:
    """Note that a token is used now, unless that was noted some minutes ago.

    Args:
        db: The store.
        token_id: The token.
        used_at: When its last use was noted.
    """
    if used_at is not None and dt.datetime.now(dt.UTC) - used_at < _USE_IS_NOTED_EVERY:
        return
    with db.writing() as session:
        session.execute(
            update(ApiToken).where(ApiToken.id == token_id).values(used_at=database_now())
        )
