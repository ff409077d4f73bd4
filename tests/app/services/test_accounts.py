import uuid

import pytest

from app.errors import InvalidCredentials, InvalidInput
from app.models import User, Variant
from app.queries.accounts import account_of_token
from app.services.accounts import begin_guest, sign_in, sign_out, sign_up
from app.services.dealing import deal_topic
from app.services.passwords import find_fault

ADA = {"email": "ada@example.org", "password": "notes on the engine"}


def account(db, token):
    with db.reading() as session:
        return account_of_token(session, token)


def test_who_signs_up_is_signed_in_under_their_name(db):
    signed_in = sign_up(db, display_name="  Ada   Lovelace ", **ADA)

    ada = account(db, signed_in.token)
    assert (ada.display_name, ada.email, ada.is_guest) == ("Ada Lovelace", "ada@example.org", False)


def test_signing_in_ignores_the_case_of_the_address(db):
    sign_up(db, display_name="Ada", **ADA)

    signed_in = sign_in(db, email=" Ada@Example.ORG ", password=ADA["password"])
    assert account(db, signed_in.token).email == "ada@example.org"


def test_a_wrong_password_and_an_unknown_address_are_not_told_apart(db):
    sign_up(db, display_name="Ada", **ADA)

    with pytest.raises(InvalidCredentials) as wrong:
        sign_in(db, email=ADA["email"], password="guess work")
    with pytest.raises(InvalidCredentials) as unknown:
        sign_in(db, email="nobody@example.org", password=ADA["password"])
    assert str(wrong.value) == str(unknown.value)


def test_a_guest_cannot_be_signed_in_to(db):
    begin_guest(db)

    with pytest.raises(InvalidCredentials):
        sign_in(db, email="", password="")


def test_the_password_is_stored_as_argon2id_of_owasp_strength(db):
    sign_up(db, display_name="Ada", **ADA)

    with db.reading() as session:
        stored = session.query(User).one().password_hash
    assert stored.startswith("$argon2id$v=19$m=47104,t=2,p=1$")
    assert ADA["password"] not in stored


@pytest.mark.parametrize(
    "password", ["password1", "PASSWORD1", "iloveyou", "qwertyuiop", "12345678"]
)
def test_a_password_that_is_guessed_first_is_refused(password):
    assert "Take another one" in str(find_fault(password))
    assert find_fault(f"{password} and some more") is None


def test_a_second_account_for_an_address_is_refused(db):
    sign_up(db, display_name="Ada", **ADA)

    with pytest.raises(InvalidInput) as refusal:
        sign_up(db, display_name="Eve", email="ADA@example.org", password="another one")
    assert "email" in refusal.value.fields


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "ada"),
        ("email", f"{'a' * 250}@example.org"),
        ("display_name", "   "),
        ("display_name", "a" * 81),
        ("password", "seven77"),
        ("password", "x" * 129),
    ],
)
def test_each_unusable_field_is_named(db, field, value):
    with pytest.raises(InvalidInput) as refusal:
        sign_up(db, **({"display_name": "Ada", **ADA} | {field: value}))
    assert set(refusal.value.fields) == {field}


def test_signing_out_ends_this_sign_in_and_no_other(db):
    first = sign_up(db, display_name="Ada", **ADA)
    second = sign_in(db, **ADA)

    sign_out(db, first.token)

    assert account(db, first.token) is None
    assert account(db, second.token) is not None


def test_an_expired_sign_in_is_nobody(db):
    from app.models import SignIn

    signed_in = sign_up(db, display_name="Ada", **ADA)
    with db.writing() as session:
        session.query(SignIn).one().expires_at = db.now(session)

    assert account(db, signed_in.token) is None


def test_a_stolen_table_holds_no_token(db):
    from app.models import SignIn

    signed_in = sign_up(db, display_name="Ada", **ADA)

    with db.reading() as session:
        assert session.query(SignIn).one().token_digest != signed_in.token


def test_a_guest_who_signs_up_keeps_their_practice_and_gets_a_new_token(db):
    guest = begin_guest(db)
    variant = deal_topic(db, user_id=guest.user_id, topic="zeroing")

    signed_in = sign_up(db, display_name="Ada", guest_id=guest.user_id, **ADA)

    with db.reading() as session:
        assert session.get_one(Variant, variant).user_id == signed_in.user_id
    assert account(db, guest.token) is None


def test_a_guest_who_signs_in_takes_their_practice_along(db):
    member = sign_up(db, display_name="Ada", **ADA)
    guest = begin_guest(db)
    variant = deal_topic(db, user_id=guest.user_id, topic="zeroing")

    sign_in(db, guest_id=guest.user_id, **ADA)

    with db.reading() as session:
        assert session.get_one(Variant, variant).user_id == member.user_id
        assert session.query(User).count() == 1


def test_a_members_id_given_as_a_guests_takes_nothing_over(db):
    victim = sign_up(db, display_name="Ada", **ADA)

    sign_up(
        db,
        display_name="Eve",
        email="eve@example.org",
        password="evil plans",
        guest_id=victim.user_id,
    )

    assert account(db, victim.token).email == ADA["email"]


def test_an_unknown_guest_id_is_no_obstacle(db):
    assert sign_up(db, display_name="Ada", guest_id=uuid.uuid4(), **ADA).token
