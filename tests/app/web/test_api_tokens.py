"""A member's tokens on their account page."""

import io
import json
import re
import uuid
import zipfile

import pytest
from sqlalchemy import select

from app.domain.tokens import token_digest
from app.models import ApiToken

WISH = {"name": "Roster script", "scopes": ["read", "teach"], "days": "30"}


def token_on(page):
    return re.search(r'<code class="token">(gradmark_[\w-]{43})</code>', page.text).group(1)


def me(web_app, token):
    return web_app.test_client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})


def rows(db):
    with db.reading() as session:
        return session.scalars(select(ApiToken).order_by(ApiToken.created_at)).all()


def test_a_token_is_shown_once_and_kept_only_as_a_digest(student, web_app, db, classroom):
    token = token_on(student.post("/account/tokens", WISH))

    assert me(web_app, token).json["id"] == str(classroom.student)
    page = student.get("/account/tokens").text
    assert token not in page
    assert token[:15] in page
    (row,) = rows(db)
    assert token not in str(vars(row))
    assert row.scopes == ["read", "teach"]


def test_a_second_click_makes_no_second_token(student, db):
    form = {**WISH, "made_id": str(uuid.uuid4())}
    student.post("/account/tokens", form)

    again = student.post("/account/tokens", form)

    assert (again.status_code, again.location) == (303, "/account/tokens")
    assert "This token is made already." in student.get("/account/tokens").text
    assert len(rows(db)) == 1


def test_what_cannot_be_used_comes_back_as_it_was_typed(student, db):
    page = student.post("/account/tokens", {"name": "x" * 81, "scopes": "teach", "days": "4"})

    assert page.status_code == 422
    assert "Say in 1 to 80 characters what the token is for." in page.text
    assert "Choose one of the times in the list." in page.text
    assert "x" * 81 in page.text
    assert re.search(r'value="teach" checked', page.text)
    assert rows(db) == []


def test_a_withdrawn_token_ends_at_once_and_another_persons_stays(student, instructor, web_app, db):
    token = token_on(student.post("/account/tokens", WISH))
    address = f"/account/tokens/{rows(db)[0].id}/withdraw"

    instructor.post(address)
    assert me(web_app, token).status_code == 200
    assert student.post(address).status_code == 303

    assert me(web_app, token).status_code == 401
    assert "The token is withdrawn." in student.get("/account/tokens").text


def test_a_new_password_ends_every_token(student, web_app, db):
    token = token_on(student.post("/account/tokens", WISH))

    student.post(
        "/account/password",
        {"password-password": "correct horse", "password-new_password": "battery staple"},
    )

    assert me(web_app, token).status_code == 401
    assert rows(db) == []


def test_a_deleted_account_ends_its_tokens(student, web_app, db):
    token = token_on(student.post("/account/tokens", WISH))

    student.post("/account/delete", {"password": "correct horse"})

    assert me(web_app, token).status_code == 401
    assert rows(db) == []


def test_tokens_are_told_of_in_ones_own_data_and_not_themselves(student):
    token = token_on(student.post("/account/tokens", WISH))

    with zipfile.ZipFile(io.BytesIO(student.get("/account/data.zip").data)) as data:
        kept = data.read("data.json").decode()

    (told,) = json.loads(kept)["tokens"]
    assert (told["name"], told["scopes"]) == ("Roster script", ["read", "teach"])
    assert token not in kept
    assert token_digest(token) not in kept


def test_one_person_has_at_most_twenty(student, db):
    for _ in range(20):
        student.post("/account/tokens", WISH)

    page = student.post("/account/tokens", WISH)

    assert page.status_code == 409
    assert "Withdraw one of them first." in page.text
    assert len(rows(db)) == 20


@pytest.mark.parametrize("who", ["student", "instructor"])
def test_only_administrators_are_offered_to_administer(who, classroom, request):
    page = request.getfixturevalue(who).get("/account/tokens").text

    assert 'value="teach"' in page
    assert 'value="administer"' not in page
