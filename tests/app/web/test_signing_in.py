"""Accounts: signing up, in and out, guests, and where a sign-in leads."""

import json

import pytest
from sqlalchemy import select

from app.models import SignIn, User, Variant
from tests.app.web.browsing import PASSWORD, Browser

NEW = {"display_name": "Emmy", "email": "emmy@example.org", "password": PASSWORD}


def session_data(browser):
    app = browser.client.application
    cookie = browser.client.get_cookie("gradmark").value
    return app.session_interface.get_signing_serializer(app).loads(cookie)


def test_who_signs_up_is_signed_in(stranger):
    response = stranger.post("/sign-up", NEW)

    assert (response.status_code, response.location) == (303, "/")
    assert "Emmy" in stranger.get("/").text


def test_bad_fields_are_told_at_the_field_and_the_password_is_not_sent_back(stranger):
    response = stranger.post("/sign-up", {"display_name": "", "email": "no", "password": "hunter2"})

    assert response.status_code == 422
    assert response.text.count('aria-invalid="true"') == 3
    assert "hunter2" not in response.text


def test_a_taken_address_is_refused_at_its_field(stranger, web_app):
    stranger.post("/sign-up", NEW)
    response = Browser(web_app).post("/sign-up", NEW)

    assert response.status_code == 422
    assert "sign in instead" in response.text


def test_a_wrong_password_and_an_unknown_address_read_the_same(stranger, web_app):
    stranger.post("/sign-up", NEW)
    other = Browser(web_app)
    wrong = other.post("/sign-in", {"email": NEW["email"], "password": "not this one"})
    unknown = other.post("/sign-in", {"email": "nobody@example.org", "password": "not this one"})

    def without_tokens(response):
        return [
            line
            for line in response.text.splitlines()
            if "csrf" not in line and "email" not in line
        ]

    assert wrong.status_code == unknown.status_code == 422
    assert without_tokens(wrong) == without_tokens(unknown)


def test_the_cookie_holds_a_random_token_and_nothing_about_the_person(stranger, db):
    stranger.post("/sign-up", NEW)
    stranger.get("/")
    data = session_data(stranger)
    with db.reading() as session:
        user = session.scalars(select(User)).one()

    assert set(data) <= {"_user_id", "_fresh", "_permanent", "csrf_token"}
    assert len(data["_user_id"]) >= 40
    assert not any(str(value) in json.dumps(data) for value in (user.id, user.id.hex, user.email))


def test_the_session_is_another_one_after_signing_in(stranger, web_app):
    stranger.post("/sign-up", NEW)
    browser = Browser(web_app)
    before = browser.token()
    browser.post("/sign-in", {"email": NEW["email"], "password": PASSWORD})

    stale = browser.client.post("/sign-out", data={"csrf_token": before})
    assert stale.status_code == 400
    assert "Emmy" in browser.get("/").text


def test_after_signing_out_the_old_cookie_opens_nothing(stranger, web_app, db):
    stranger.post("/sign-up", NEW)
    old = stranger.client.get_cookie("gradmark").value
    stranger.post("/sign-out")

    thief = Browser(web_app)
    thief.client.set_cookie("gradmark", old)
    assert "Your courses" not in thief.get("/").text
    assert thief.post("/courses", {"title": "Stolen"}).location.startswith("/sign-in")
    with db.reading() as session:
        assert session.query(SignIn).count() == 0


def test_signing_in_as_somebody_else_ends_the_first_sign_in(student, classroom, web_app, db):
    old = student.client.get_cookie("gradmark").value
    student.sign_in(db, classroom.instructor)

    thief = Browser(web_app)
    thief.client.set_cookie("gradmark", old)
    assert "Practise now" in thief.get("/").text
    assert "Grace" in student.get("/").text


def test_a_page_for_members_asks_to_sign_in_and_leads_back(student, stranger, classroom):
    address = f"/courses/{classroom.course}"
    asked = stranger.get(address)

    assert asked.status_code == 303
    assert asked.location == f"/sign-in?next={address}"
    form = stranger.get(asked.location)
    assert f'value="{address}"' in form.text
    done = stranger.post(
        "/sign-in", {"email": "grace@example.org", "password": PASSWORD, "next": address}
    )
    assert done.location == address


def test_a_fragment_for_nobody_is_a_bare_401(stranger, classroom):
    response = stranger.get(
        f"/assignments/{classroom.assignment}/dashboard", **{"HX-Request": "true"}
    )

    assert (response.status_code, response.text) == (401, "")


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "/courses\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "evil.example",
        "http:evil.example",
        "",
    ],
)
@pytest.mark.parametrize("door", ["/sign-in", "/sign-up"])
def test_no_sign_in_leads_to_another_site(stranger, web_app, door, target):
    stranger.post("/sign-up", NEW)
    browser = Browser(web_app)
    fields = {**NEW, "next": target}
    if door == "/sign-up":
        fields["email"] = "another@example.org"

    response = browser.post(door, fields)

    assert (response.status_code, response.location) == (303, "/")


def test_a_guest_begins_silently_and_keeps_their_practice_when_signing_up(stranger, db):
    variant = stranger.practise()
    assert stranger.get(f"/variants/{variant}").status_code == 200

    stranger.post("/sign-up", NEW)

    assert stranger.get(f"/variants/{variant}").status_code == 200
    with db.reading() as session:
        owner = session.scalars(select(User).join(Variant, Variant.user_id == User.id)).one()
        assert owner.email == NEW["email"]


def test_a_guest_is_asked_to_sign_in_for_courses(stranger, classroom):
    stranger.practise()

    assert stranger.get(f"/courses/{classroom.course}").location.startswith("/sign-in")
    assert stranger.post("/join", {"join_code": classroom.join_code}).location.startswith(
        "/sign-in"
    )
    assert "Practise now" in stranger.get("/").text


def test_looking_at_the_pages_makes_no_guest(stranger, db):
    for address in ("/", "/practice", "/sign-in", "/sign-up"):
        assert stranger.get(address).status_code == 200
    with db.reading() as session:
        assert session.query(User).count() == 0
