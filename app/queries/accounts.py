"""Who is signed in, and where."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.db import database_now
from app.domain.tokens import token_digest
from app.models import SignIn, User


@dataclass(frozen=True)
class Account:
    """The person behind a request; a guest has no e-mail address, and `language` is the one they chose, if any."""

    id: uuid.UUID
    display_name: str
    email: str | None
    is_guest: bool
    is_administrator: bool
    language: str | None


@dataclass(frozen=True)
class SignInRow:
    """One browser in which somebody is signed in: its name, empty where it is not known, and whether it is this one."""

    browser: str
    since: dt.datetime
    until: dt.datetime
    is_this: bool


def account_of_token(session: Session, token: str) -> Account | None:
    """Return whose sign-in this token is, or None when it has ended."""
    row = session.execute(_OF_TOKEN, {"digest": token_digest(token)}).one_or_none()
    return None if row is None else Account(*row)


def as_account(user: User) -> Account:
    """Return what a request needs to know about who is behind it."""
    return Account(
        id=user.id,
        display_name=user.display_name,
        email=user.email,
        is_guest=user.password_hash is None,
        is_administrator=user.is_administrator,
        language=user.language,
    )


def sign_ins_of(session: Session, user_id: uuid.UUID, token: str) -> tuple[SignInRow, ...]:
    """Return where somebody is signed in, the browser that holds `token` first, then the newest."""
    rows = session.scalars(
        select(SignIn)
        .where(SignIn.user_id == user_id, SignIn.expires_at > database_now())
        .order_by(SignIn.created_at.desc(), SignIn.token_digest)
    )
    here = token_digest(token)
    found = (
        SignInRow(one.browser, one.created_at, one.expires_at, one.token_digest == here)
        for one in rows
    )
    return tuple(sorted(found, key=lambda row: not row.is_this))


_USERS, _SIGN_INS = User.__table__.c, SignIn.__table__.c
# In the order of `Account`'s fields. Ready made: every request asks it.
_OF_TOKEN = (
    select(
        _USERS.id,
        _USERS.display_name,
        _USERS.email,
        _USERS.password_hash.is_(None),
        _USERS.is_administrator,
        _USERS.language,
    )
    .join_from(User.__table__, SignIn.__table__)
    .where(
        _SIGN_INS.token_digest == bindparam("digest", type_=SignIn.token_digest.type),
        _SIGN_INS.expires_at > database_now(),
    )
)
