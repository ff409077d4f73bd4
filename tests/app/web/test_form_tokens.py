"""Every unsafe request needs the form token of its session."""

import pytest
from flask import Flask

from app.models import Submission
from tests.app.web.test_every_response import addresses, ids  # noqa: F401 - `ids` is a fixture


@pytest.mark.parametrize("who", ["stranger", "student", "instructor"])
def test_every_post_without_a_token_is_refused(web_app: Flask, ids, who, request):  # noqa: F811
    browser = request.getfixturevalue(who)
    posts = [address for rule, address in addresses(web_app, **ids) if "POST" in rule.methods]

    assert len(posts) >= 11
    for address in posts:
        response = browser.client.post(address, data={"key": "k", "answer.a_grad": "1"})
        assert response.status_code == 400, address
        assert "open too long" in response.text, address


def test_no_route_takes_another_unsafe_method(web_app):
    methods = {method for rule in web_app.url_map.iter_rules() for method in rule.methods}

    assert methods == {"GET", "HEAD", "OPTIONS", "POST"}


def test_another_sessions_token_is_refused(student, stranger, classroom, db):
    variant = classroom.deal()
    response = student.client.post(
        f"/variants/{variant}",
        data={"csrf_token": stranger.token(), "key": "k", "answer.a_grad": "1"},
    )

    assert response.status_code == 400
    with db.reading() as session:
        assert session.query(Submission).count() == 0


def test_the_token_may_come_as_a_header(student):
    response = student.client.post(
        "/preview?field=answer.x",
        data={"answer.x": "[1, 2]"},
        headers={"X-CSRFToken": student.token(), "HX-Request": "true"},
    )

    assert response.status_code == 200
    assert "[2]" in response.text
