"""Links for who forgot their password: an administrator makes one, its owner chooses a new password with it, once."""

import secrets
import uuid

from sqlalchemy import delete

from app.db import Database, database_now
from app.domain.administration import LINK_LASTS, AdminStep
from app.domain.texts import say
from app.domain.tokens import token_digest
from app.errors import InvalidInput, NotFound
from app.models import AdminEvent, SignInLink, User
from app.queries.membership import require_administrator
from app.services.accounts import SignedIn, begin_sign_in, set_password
from app.services.passwords import find_fault, hash_password


def make_sign_in_link(db: Database, *, user_id: uuid.UUID, person_id: uuid.UUID) -> str:
    """Return the token of a fresh link for somebody; an earlier one opens nothing any more.

    Args:
        db: The store.
        user_id: The administrator who makes it.
        person_id: Whose account it opens.

    Raises:
        NotFound: The user is no administrator, or there is no such account with an address.
    """
    token = secrets.token_urlsafe(32)
    with db.writing() as session:
        require_administrator(session, user_id)
        person = session.get(User, person_id, with_for_update=True)
        if person is None or person.email is None:
            raise NotFound
        session.execute(delete(SignInLink).where(SignInLink.user_id == person_id))
        session.add(
            SignInLink(
                token_digest=token_digest(token),
                user_id=person_id,
                expires_at=db.now(session) + LINK_LASTS,
            )
        )
        session.add(AdminEvent(step=AdminStep.LINK_MADE, actor_id=user_id, about_id=person_id))
    return token


def use_sign_in_link(db: Database, *, token: str, password: str, browser: str = "") -> SignedIn:
    """Give the link's owner a new password and sign them in; every other sign-in of theirs ends.

    Args:
        db: The store.
        token: What the link holds.
        password: The new password.
        browser: The name under which its owner finds this sign-in again.

    Raises:
        InvalidInput: The password cannot be used; the link stays good.
        NotFound: The link was used, replaced or made longer ago than it lasts.
    """
    fault = find_fault(password)
    if fault is not None:
        raise InvalidInput(say("The password needs another look."), {"password": fault})
    new_hash = hash_password(password)
    with db.writing() as session:
        # Of two clicks at once, one deletes the row and the other finds none.
        owner_id = session.scalars(
            delete(SignInLink)
            .where(
                SignInLink.token_digest == token_digest(token),
                SignInLink.expires_at > database_now(),
            )
            .returning(SignInLink.user_id)
        ).one_or_none()
        if owner_id is None:
            raise NotFound(LINK_GONE)
        set_password(session, session.get_one(User, owner_id), new_hash)
        session.add(AdminEvent(step=AdminStep.LINK_USED, actor_id=owner_id, about_id=owner_id))
        return begin_sign_in(db, session, owner_id, browser)


LINK_GONE = say(
    "This link opens nothing any more: each works once, and for a day. Ask for a new one, or sign in."
)
