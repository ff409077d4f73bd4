"""Signing up, in and out, and practising as a guest."""

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.emails import is_email, normal_email
from app.domain.texts import say
from app.domain.tokens import token_digest
from app.errors import InvalidCredentials, InvalidInput
from app.models import ApiToken, SignIn, Submission, User, Variant
from app.services.members import enroll_expected
from app.services.passwords import find_fault, hash_password, needs_new_hash, password_fits

_SIGN_IN_LASTS = dt.timedelta(days=30)
_GUEST_LASTS = dt.timedelta(days=180)
_LONGEST_NAME = 80


@dataclass(frozen=True)
class SignedIn:
    """A fresh sign-in; the token is told once and stored only as a digest."""

    token: str
    user_id: uuid.UUID


def sign_up(
    db: Database,
    *,
    email: str,
    display_name: str,
    password: str,
    guest_id: uuid.UUID | None = None,
    browser: str = "",
) -> SignedIn:
    """Make an account and sign it in; a guest's practice goes with it, and rosters that expect it enroll it.

    `browser` is the name under which its owner finds this sign-in again.

    Raises:
        InvalidInput: A field cannot be used, or the address has an account already.
    """
    email, display_name = normal_email(email), clean_name(display_name)
    _check_new_account(email, display_name, password)
    password_hash = hash_password(password)
    try:
        with db.writing() as session:
            user = _guest(session, guest_id) or User(id=uuid.uuid4())
            user.email, user.display_name, user.password_hash = email, display_name, password_hash
            session.add(user)
            session.flush()
            session.execute(delete(SignIn).where(SignIn.user_id == user.id))
            enroll_expected(session, user_id=user.id, email=email)
            return begin_sign_in(db, session, user.id, browser)
    except IntegrityError:
        raise InvalidInput(
            say("This e-mail address has an account already."),
            {"email": say("This address has an account already: sign in instead.")},
        ) from None


def sign_in(
    db: Database,
    *,
    email: str,
    password: str,
    guest_id: uuid.UUID | None = None,
    browser: str = "",
) -> SignedIn:
    """Sign a member in; what they practised as a guest becomes theirs.

    Raises:
        InvalidCredentials: No such pair of address and password.
    """
    with db.reading() as session:
        user = session.scalars(select(User).where(User.email == normal_email(email))).one_or_none()
    stored = user.password_hash if user is not None else None
    if not password_fits(stored, password) or user is None or stored is None:
        raise InvalidCredentials
    new_hash = hash_password(password) if needs_new_hash(stored) else None
    with db.writing() as session:
        if new_hash is not None:
            session.execute(update(User).where(User.id == user.id).values(password_hash=new_hash))
        guest = _guest(session, guest_id)
        if guest is not None:
            for owned in (Variant, Submission):
                session.execute(
                    update(owned).where(owned.user_id == guest.id).values(user_id=user.id)
                )
            session.execute(delete(User).where(User.id == guest.id))
        # A roster may have been taken over in the very moment of signing up.
        enroll_expected(session, user_id=user.id, email=normal_email(email))
        return begin_sign_in(db, session, user.id, browser)


def sign_out(db: Database, token: str) -> None:
    """End the sign-in of this token; an unknown token is signed out already."""
    with db.writing() as session:
        session.execute(delete(SignIn).where(SignIn.token_digest == token_digest(token)))


def begin_guest(db: Database, *, browser: str = "") -> SignedIn:
    """Begin an account without name or password, for practice."""
    with db.writing() as session:
        user = User(id=uuid.uuid4(), display_name="Guest")
        session.add(user)
        session.flush()
        return begin_sign_in(db, session, user.id, browser, _GUEST_LASTS)


def begin_sign_in(
    db: Database,
    session: Session,
    user_id: uuid.UUID,
    browser: str = "",
    lasts: dt.timedelta = _SIGN_IN_LASTS,
) -> SignedIn:
    """Sign somebody in who has proved who they are, within the caller's transaction."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_digest=token_digest(token),
            user_id=user_id,
            expires_at=db.now(session) + lasts,
            browser=browser,
        )
    )
    return SignedIn(token, user_id)


def set_password(session: Session, user: User, new_hash: str) -> None:
    """Give an account another password, as `hash_password` wrote it; every sign-in and token of it ends."""
    user.password_hash = new_hash
    session.execute(delete(SignIn).where(SignIn.user_id == user.id))
    session.execute(delete(ApiToken).where(ApiToken.user_id == user.id))


def clean_name(display_name: str) -> str:
    """Return a person's name with single blanks between its parts."""
    return " ".join(display_name.split())


def find_fault_of_name(display_name: str) -> str | None:
    """Return why a text cannot be a person's name, and what to do; None where it can."""
    if 0 < len(display_name) <= _LONGEST_NAME:
        return None
    return say(
        "Type the name your course knows you by, at most %(most)s characters.", most=_LONGEST_NAME
    )


def find_fault_of_email(email: str) -> str | None:
    """Return why a text in its normal spelling cannot be an address, and what to do; None where it can."""
    return None if is_email(email) else say("Type a whole address, like ada@example.org.")


def _check_new_account(email: str, display_name: str, password: str) -> None:
    found = {
        "email": find_fault_of_email(email),
        "display_name": find_fault_of_name(display_name),
        "password": find_fault(password),
    }
    fields = {name: fault for name, fault in found.items() if fault is not None}
    if fields:
        raise InvalidInput(say("Some fields need another look."), fields)


def _guest(session: Session, guest_id: uuid.UUID | None) -> User | None:
    if guest_id is None:
        return None
    return session.scalars(
        select(User).where(User.id == guest_id, User.password_hash.is_(None))
    ).one_or_none()
