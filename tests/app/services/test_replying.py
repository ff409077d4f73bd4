"""A request that names itself with a key is answered once."""

import threading

import pytest
from sqlalchemy import select, update

from app.db import database_now
from app.errors import Conflict, InvalidInput
from app.models import ApiReply, User
from app.services.erasing import erase_account
from app.services.passwords import hash_password
from app.services.replying import (
    Claim,
    Reply,
    claim_reply,
    drop_claim,
    forget_replies,
    keep_reply,
)
from tests.app.people import add_account


@pytest.fixture
def ask(db):
    user_id = add_account(db)

    def claim(request=b"POST /courses", key="one"):
        return claim_reply(db, user_id=user_id, key=key, request=request)

    return claim


def test_sent_again_it_gets_the_answer_that_it_got(db, ask):
    keep_reply(db, ask(), Reply(201, '{"id": 1}'))

    assert ask() == Reply(201, '{"id": 1}')
    assert isinstance(ask(key="another"), Claim)


def test_another_request_under_the_same_key_is_refused(db, ask):
    keep_reply(db, ask(), Reply(201, ""))

    with pytest.raises(InvalidInput, match="another request"):
        ask(b"POST /assignments")


def test_a_request_that_broke_off_makes_what_it_would_have_made(db, ask):
    first = ask()
    with pytest.raises(Conflict, match="at the moment"):
        ask()
    with db.writing() as session:
        session.execute(update(ApiReply).values(lease_until=database_now(-1)))

    again = ask()

    assert isinstance(again, Claim)
    assert again.made_id == first.made_id


def test_a_refused_request_is_tried_again(db, ask):
    first = ask()
    drop_claim(db, first)

    again = ask(b"POST /courses, mended")

    assert isinstance(again, Claim)
    assert again.made_id != first.made_id


def test_answers_are_forgotten_after_a_day(db, ask):
    for key, hours in (("old", 25), ("new", 23)):
        keep_reply(db, ask(key=key), Reply(200, "{}"))
        with db.writing() as session:
            session.execute(
                update(ApiReply)
                .where(ApiReply.key == key)
                .values(created_at=database_now(-3600 * hours))
            )

    forget_replies(db)

    with db.reading() as session:
        assert session.scalars(select(ApiReply.key)).all() == ["new"]


def test_of_requests_at_the_same_moment_one_is_answered(db, ask):
    found, ready = [], threading.Barrier(4)

    def send():
        ready.wait()
        try:
            found.append(type(ask()))
        except Conflict:
            found.append(Conflict)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(one.__name__ for one in found) == ["Claim", "Conflict", "Conflict", "Conflict"]


def test_what_was_answered_about_somebody_goes_with_their_account(db, ask):
    gone, stays = (add_account(db, f"{name}@example.org") for name in ("gone", "stays"))
    for key, about in (("by id", gone), ("of another", stays)):
        keep_reply(db, ask(key=key), Reply(200, f'{{"user_id": "{about}"}}'))
    keep_reply(db, ask(key="by address"), Reply(200, '{"email": "gone@example.org"}'))
    with db.writing() as session:
        session.get_one(User, gone).password_hash = hash_password("correct horse")

    erase_account(db, user_id=gone, password="correct horse")

    with db.reading() as session:
        assert session.scalars(select(ApiReply.key)).all() == ["of another"]
