"""What people change about their own accounts."""

import uuid

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.emails import normal_email
from app.domain.texts import say
from app.domain.tokens import token_digest
from app.errors import InvalidInput, NotFound, WrongPassword
from app.models import SignIn, User
from app.services.accounts import (
    SignedIn,
    begin_sign_in,
    clean_name,
    find_fault_of_email,
    find_fault_of_name,
    set_password,
)
from app.services.members import enroll_expected
from app.services.passwords import find_fault, hash_password, password_fits


def change_name(db: Database, *, user_id: uuid.UUID, display_name: str) -> None:
    """Give an account another name; courses show it from now on.

    Raises:
        InvalidInput: The name is empty or longer than 80 characters.
        NotFound: There is no such member.
    """
    display_name = clean_name(display_name)
    _refuse("display_name", find_fault_of_name(display_name))
    with db.writing() as session:
        _locked_member(session, user_id).display_name = display_name


def change_email(db: Database, *, user_id: uuid.UUID, email: str, password: str) -> None:
    """Give an account another address, and a place in the courses whose rosters expect that one.

    Raises:
        InvalidInput: The address cannot be used or has an account already, or the password is not theirs.
        NotFound: There is no such member.
    """
    email = normal_email(email)
    _refuse("email", find_fault_of_email(email))
    confirm_password(db, user_id=user_id, password=password)
    try:
        with db.writing() as session:
            _locked_member(session, user_id).email = email
            session.flush()
            enroll_expected(session, user_id=user_id, email=email)
    except IntegrityError:
        _refuse("email", say("This address has an account already."))


def change_password(
    db: Database, *, user_id: uuid.UUID, password: str, new_password: str, browser: str = ""
) -> SignedIn:
    """Give an account another password; every sign-in ends, and the one returned begins.

    Raises:
        InvalidInput: The new password cannot be used, or the present one is not theirs.
        NotFound: There is no such member.
    """
    _refuse("new_password", find_fault(new_password))
    confirm_password(db, user_id=user_id, password=password)
    new_hash = hash_password(new_password)
    with db.writing() as session:
        set_password(session, _locked_member(session, user_id), new_hash)
        return begin_sign_in(db, session, user_id, browser)


def end_other_sign_ins(db: Database, *, user_id: uuid.UUID, token: str) -> None:
    """Sign somebody out everywhere but in the browser that holds `token`."""
    with db.writing() as session:
        session.execute(
            delete(SignIn).where(
                SignIn.user_id == user_id, SignIn.token_digest != token_digest(token)
            )
        )


def confirm_password(db: Database, *, user_id: uuid.UUID, password: str) -> None:
    """Let only who knows the account's password go on.

    Raises:
        WrongPassword: It is another one.
    """
    # Outside of any transaction: the check takes long on purpose.
    with db.reading() as session:
        stored = session.scalars(select(User.password_hash).where(User.id == user_id)).one_or_none()
    if not password_fits(stored, password):
        message = say("This is not your password. Type the one you sign in with.")
        raise WrongPassword(message, {"password": message})


def _refuse(field: str, fault: str | None) -> None:
    if fault is not None:
        raise InvalidInput(say("Some fields need another look."), {field: fault})


def _locked_member(session: Session, user_id: uuid.UUID) -> User:
    user = session.scalars(
        select(User).where(User.id == user_id, User.password_hash.is_not(None)).with_for_update()
    ).one_or_none()
    if user is None:
        raise NotFound
    return user
