"""Each request has an id: on its response, on its error page, and in its lines."""

import re

import pytest

from app.domain.administration import LINK_PATH
from tests.app.web.browsing import Browser

HEADER = "X-Request-ID"


def line_of(lines, id_):
    (line,) = (one for one in lines() if one["logger"] == "app.watching")
    assert line["request_id"] == id_
    return line


@pytest.mark.parametrize("address", ["/", "/nothing", "/api/v1/me", "/api/nothing"])
def test_an_id_that_comes_in_goes_out(stranger, address):
    assert stranger.get(address, **{HEADER: "from-a-proxy-1"}).headers[HEADER] == "from-a-proxy-1"


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "a b c d e f", "é" * 8, 'say "no"!!'])
def test_what_is_no_id_is_replaced(stranger, given):
    response = stranger.client.get("/", headers={HEADER: given.encode().decode("latin-1")})

    assert re.fullmatch("[0-9a-f]{16}", response.headers[HEADER])


def test_a_response_has_one_id(stranger):
    assert len(stranger.get("/").headers.getlist(HEADER)) == 1


def test_a_request_is_told_by_its_route_and_the_ids_in_its_address(classroom, student, lines):
    variant = classroom.deal()
    response = student.get(f"/variants/{variant}?search=my+name")

    line = line_of(lines, response.headers[HEADER])
    assert line["milliseconds"] > 0
    assert (line["method"], line["status"]) == ("GET", 200)
    assert (line["route"], line["ids"]) == ("/variants/<uuid:variant_id>", str(variant))
    assert "my" not in str(line).split()


def test_a_secret_link_is_not_written_down(stranger, lines):
    address = f"{LINK_PATH}a-secret-token"
    response = stranger.get(address)

    assert line_of(lines, response.headers[HEADER])["route"].startswith("/")
    assert "a-secret-token" not in str(lines())


@pytest.mark.parametrize("address", ["/healthz", "/static/logo.svg"])
def test_what_is_asked_for_all_the_time_is_told_only_where_it_fails(stranger, address, lines):
    assert stranger.get(address).status_code == 200
    assert lines() == []


def test_an_unexpected_error_is_told_with_the_id_that_its_page_shows(web_app, lines):
    typed = "what-was-typed"

    @web_app.get("/breaks")
    def breaks():
        raise RuntimeError(typed)

    response = Browser(web_app).get("/breaks")

    error, answered = lines()
    assert error["request_id"] == answered["request_id"] == response.headers[HEADER]
    assert error["exception"].endswith("RuntimeError")
    assert "in breaks" in error["exception"]
    assert typed not in str(lines())
    assert (answered["route"], answered["status"]) == ("/breaks", 500)


def test_a_request_refused_on_its_way_has_its_route(student, lines):
    response = student.client.post("/sign-out")

    assert response.status_code == 400
    assert line_of(lines, response.headers[HEADER])["route"] == "/sign-out"
