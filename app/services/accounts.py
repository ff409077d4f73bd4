"""Signing up, in and out, and practising as a guest."""

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.emails import is_email, normal_email
from app.domain.tokens import token_digest
from app.errors import InvalidCredentials, InvalidInput
from app.models import SignIn, Submission, User, Variant
from app.services.members import enroll_expected

_SIGN_IN_LASTS = dt.timedelta(days=30)
_GUEST_LASTS = dt.timedelta(days=180)
_MIN_PASSWORD, _MAX_PASSWORD = 8, 128

# OWASP and ASVS 5.0 (appendix C): argon2id with at least 46 MiB; one more pass than they ask for.
_hasher = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)
# Checked when nobody has the address, so that an unknown one takes as long as a wrong password.
_nobody = _hasher.hash(secrets.token_hex())


@dataclass(frozen=True)
class SignedIn:
    """A fresh sign-in; the token is told once and stored only as a digest."""

    token: str
    user_id: uuid.UUID


def sign_up(
    db: Database, *, email: str, display_name: str, password: str, guest_id: uuid.UUID | None = None
) -> SignedIn:
    """Make an account and sign it in; a guest's practice goes with it, and rosters that expect it enroll it.

    Raises:
        InvalidInput: A field cannot be used, or the address has an account already.
    """
    email, display_name = normal_email(email), " ".join(display_name.split())
    _check_new_account(email, display_name, password)
    password_hash = _hasher.hash(password)
    try:
        with db.writing() as session:
            user = _guest(session, guest_id) or User(id=uuid.uuid4())
            user.email, user.display_name, user.password_hash = email, display_name, password_hash
            session.add(user)
            session.flush()
            session.execute(delete(SignIn).where(SignIn.user_id == user.id))
            enroll_expected(session, user_id=user.id, email=email)
            return _sign_in(db, session, user.id, _SIGN_IN_LASTS)
    except IntegrityError:
        raise InvalidInput(
            "This e-mail address has an account already.",
            {"email": "This address has an account already: sign in instead."},
        ) from None


def sign_in(
    db: Database, *, email: str, password: str, guest_id: uuid.UUID | None = None
) -> SignedIn:
    """Sign a member in; what they practised as a guest becomes theirs.

    Raises:
        InvalidCredentials: No such pair of address and password.
    """
    with db.reading() as session:
        user = session.scalars(select(User).where(User.email == normal_email(email))).one_or_none()
    stored = user.password_hash if user is not None and user.password_hash else _nobody
    if len(password) > _MAX_PASSWORD or not _password_fits(stored, password) or user is None:
        raise InvalidCredentials
    new_hash = _hasher.hash(password) if _hasher.check_needs_rehash(stored) else None
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
        return _sign_in(db, session, user.id, _SIGN_IN_LASTS)


def sign_out(db: Database, token: str) -> None:
    """End the sign-in of this token; an unknown token is signed out already."""
    with db.writing() as session:
        session.execute(delete(SignIn).where(SignIn.token_digest == token_digest(token)))


def begin_guest(db: Database) -> SignedIn:
    """Begin an account without name or password, for practice."""
    with db.writing() as session:
        user = User(id=uuid.uuid4(), display_name="Guest")
        session.add(user)
        session.flush()
        return _sign_in(db, session, user.id, _GUEST_LASTS)


def _check_new_account(email: str, display_name: str, password: str) -> None:
    fields = {}
    if not is_email(email):
        fields["email"] = "Type a whole address, like ada@example.org."
    if not 0 < len(display_name) <= 80:
        fields["display_name"] = "Type the name your course knows you by, at most 80 characters."
    if not _MIN_PASSWORD <= len(password) <= _MAX_PASSWORD:
        fields["password"] = (
            f"Use {_MIN_PASSWORD} to {_MAX_PASSWORD} characters; a few unrelated words are a good choice."
        )
    if fields:
        raise InvalidInput("Some fields need another look.", fields)


def _password_fits(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _guest(session: Session, guest_id: uuid.UUID | None) -> User | None:
    if guest_id is None:
        return None
    return session.scalars(
        select(User).where(User.id == guest_id, User.password_hash.is_(None))
    ).one_or_none()


def _sign_in(db: Database, session: Session, user_id: uuid.UUID, lasts: dt.timedelta) -> SignedIn:
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token_digest=token_digest(token), user_id=user_id, expires_at=db.now(session) + lasts
        )
    )
    return SignedIn(token, user_id)
