"""What people change about their own accounts."""

import pytest

from app.errors import InvalidCredentials, InvalidInput, NotFound
from app.models import Enrollment, PendingEnrollment, User
from app.queries.accounts import account_of_token, sign_ins_of
from app.services.accounts import begin_guest, sign_in, sign_up
from app.services.own_account import (
    change_email,
    change_name,
    change_password,
    end_other_sign_ins,
)
from tests.app.people import add_account

ADA = {"email": "ada@example.org", "password": "notes on the engine"}


@pytest.fixture
def database_url(fresh_sqlite):
    """Nothing here locks or races."""
    return fresh_sqlite


@pytest.fixture
def ada(db):
    return sign_up(db, display_name="Ada", browser="Firefox, Linux", **ADA)


def account(db, token):
    with db.reading() as session:
        return account_of_token(session, token)


def fields_of(change, *arguments, **given):
    with pytest.raises(InvalidInput) as refusal:
        change(*arguments, **given)
    return set(refusal.value.fields)


def test_a_name_is_changed_and_an_unusable_one_is_not(db, ada):
    change_name(db, user_id=ada.user_id, display_name="  Ada   King ")

    assert account(db, ada.token).display_name == "Ada King"
    for name in ("   ", "a" * 81):
        assert fields_of(change_name, db, user_id=ada.user_id, display_name=name) == {
            "display_name"
        }


def test_an_address_is_changed_by_who_knows_the_password(db, ada):
    change = {"user_id": ada.user_id, "email": " Countess@Example.org "}

    assert fields_of(change_email, db, **change, password="guess work") == {"password"}
    change_email(db, **change, password=ADA["password"])

    assert account(db, ada.token).email == "countess@example.org"
    assert sign_in(db, email="countess@example.org", password=ADA["password"]).token
    with pytest.raises(InvalidCredentials):
        sign_in(db, **ADA)


@pytest.mark.parametrize("email", ["no address", "taken@example.org"])
def test_an_address_that_cannot_be_used_is_told_at_its_field(db, ada, email):
    add_account(db, "taken@example.org")
    change = {"user_id": ada.user_id, "email": email, "password": ADA["password"]}

    assert fields_of(change_email, db, **change) == {"email"}
    assert account(db, ada.token).email == ADA["email"]


def test_a_new_address_finds_the_rosters_that_expect_it(classroom, db, ada):
    with db.writing() as session:
        session.add(PendingEnrollment(course_id=classroom.course, email="countess@example.org"))

    change_email(db, user_id=ada.user_id, email="countess@example.org", password=ADA["password"])

    with db.reading() as session:
        assert session.get(Enrollment, (classroom.course, ada.user_id)).role == "student"
        assert session.query(PendingEnrollment).count() == 0


def test_a_new_password_ends_every_other_sign_in(db, ada):
    other = sign_in(db, **ADA)
    change = {"user_id": ada.user_id, "new_password": "poetical science"}

    assert fields_of(change_password, db, **change, password="guess work") == {"password"}
    assert fields_of(
        change_password, db, user_id=ada.user_id, password=ADA["password"], new_password="short"
    ) == {"new_password"}
    assert account(db, other.token) is not None
    fresh = change_password(db, **change, password=ADA["password"])

    assert account(db, fresh.token).id == ada.user_id
    assert (account(db, ada.token), account(db, other.token)) == (None, None)
    with pytest.raises(InvalidCredentials):
        sign_in(db, **ADA)
    assert sign_in(db, email=ADA["email"], password="poetical science").token


def test_sign_ins_are_listed_with_their_browsers_and_end_everywhere_else(db, ada):
    other = sign_in(db, browser="Safari, iOS", **ADA)
    stranger = begin_guest(db)

    def listed():
        with db.reading() as session:
            rows = sign_ins_of(session, ada.user_id, ada.token)
        return [(row.browser, row.is_this) for row in rows]

    assert listed() == [("Firefox, Linux", True), ("Safari, iOS", False)]
    end_other_sign_ins(db, user_id=ada.user_id, token=ada.token)

    assert listed() == [("Firefox, Linux", True)]
    assert account(db, other.token) is None
    assert account(db, stranger.token) is not None


def test_a_guest_has_nothing_to_change(db):
    guest = begin_guest(db)

    with pytest.raises(NotFound):
        change_name(db, user_id=guest.user_id, display_name="Somebody")
    for password in ("", "nobody signs in with it"):
        assert fields_of(
            change_email, db, user_id=guest.user_id, email=ADA["email"], password=password
        ) == {"password"}
    with db.reading() as session:
        assert session.get_one(User, guest.user_id).email is None
