"""What every response carries, on every route and on every error."""

import re
import uuid

import pytest
from werkzeug.routing import IntegerConverter, UUIDConverter

import app.api
import app.web
from app.domain.problems import BrokenProblem
from app.parts import make_parts
from app.settings import Settings
from app.site import create_app
from tests.app.desk import Desk
from tests.app.web.browsing import Browser, Elements
from tests.app.web.conftest import NO_BROKER, SECRET

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}


# What stands where a rule asks for something that is not there.
STAND_INS = {IntegerConverter: 1, UUIDConverter: uuid.UUID(int=1)}


def addresses(web_app, **ids):
    """Return an address for every rule, with real ids where a rule has one."""
    for rule in web_app.url_map.iter_rules():
        values = {
            name: ids.get(name, STAND_INS.get(type(rule._converters[name]), "logo.svg"))
            for name in rule.arguments
        }
        yield rule, rule.build(values)[1]


@pytest.fixture
def ids(classroom):
    variant = classroom.deal()
    return {
        "course_id": classroom.course,
        "member_id": classroom.student,
        "person_id": classroom.student,
        "inquiry_id": Desk(classroom).ask(),
        "assignment_id": classroom.assignment,
        "item_id": classroom.items[0],
        "variant_id": variant,
        "submission_id": classroom.submit(variant).submission_id,
        "topic": "zeroing",
        "problem": "backward-twice",
    }


def assert_guarded(response):
    given = dict(
        part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; ")
    )
    assert given == POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert re.fullmatch(r"[0-9a-f]{16}", response.headers["X-Request-ID"])
    assert "Strict-Transport-Security" not in response.headers


@pytest.mark.parametrize("who", ["stranger", "student", "instructor"])
def test_headers_are_on_every_route_and_method(web_app, ids, who, request):
    browser = request.getfixturevalue(who)
    visited = 0
    for rule, address in addresses(web_app, **ids):
        for method in rule.methods & {"GET", "POST"}:
            response = browser.client.open(address, method=method, buffered=True)
            assert_guarded(response)
            if rule.endpoint != "static":
                assert response.headers["Cache-Control"] == "no-store", address
            visited += 1
    assert visited > 20


@pytest.mark.parametrize("who", ["stranger", "student", "instructor"])
def test_no_page_holds_inline_script_or_style_or_leads_elsewhere(web_app, ids, who, request):
    browser = request.getfixturevalue(who)
    pages = 0
    for rule, address in addresses(web_app, **ids):
        if "GET" not in rule.methods or rule.endpoint == "static":
            continue
        response = browser.get(address)
        if response.mimetype != "text/html":
            continue
        page = Elements(response.text)
        assert page.inline == []
        for tag, attributes in page.tags:
            assert "style" not in attributes, (address, tag)
            assert not any(name.startswith(("on", "hx-on")) for name in attributes), (address, tag)
            for name in ("src", "href", "action"):
                assert not re.match(r"(https?:)?//", attributes.get(name) or ""), (address, tag)
        pages += 1
    assert pages >= 4


@pytest.mark.parametrize(
    ("address", "status"),
    [("/nothing", 404), ("/courses/not-a-uuid", 404), ("/sign-out", 405), ("/preview", 405)],
)
def test_errors_carry_the_headers_and_show_the_request_id(stranger, address, status):
    response = stranger.get(address)

    assert response.status_code == status
    assert_guarded(response)
    assert response.headers["X-Request-ID"] in response.text
    assert "Traceback" not in response.text


def test_each_response_has_an_id_of_its_own(stranger):
    ids = {stranger.get("/").headers["X-Request-ID"] for _ in range(5)}

    assert len(ids) == 5


def test_static_files_with_a_digest_are_kept_and_others_are_not(stranger):
    sheet = next(
        attributes["href"]
        for tag, attributes in Elements(stranger.get("/").text).tags
        if tag == "link" and "app.css" in attributes["href"]
    )

    assert stranger.get(sheet).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in stranger.get("/static/app.css").headers["Cache-Control"]


def test_the_cookie_is_hidden_from_scripts_and_stays_on_this_site(stranger):
    cookie = stranger.get("/").headers["Set-Cookie"]

    assert cookie.startswith("gradmark=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_over_tls_the_cookie_is_bound_to_the_host_and_hsts_is_sent(db, database_url, doorbell):
    settings = Settings(
        secret_key=SECRET,
        database_url=database_url,
        broker_url=NO_BROKER.replace("secret", SECRET),
        public_url="https://gradmark.example",
    )
    client = create_app(settings, doorbell).test_client()
    response = client.get("/", base_url="https://gradmark.example")
    cookie = response.headers["Set-Cookie"]

    assert cookie.startswith("__Host-gradmark=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert "max-age=" in response.headers["Strict-Transport-Security"]


def test_a_forged_host_is_refused(stranger):
    response = stranger.client.get("/", base_url="http://evil.example")

    assert response.status_code == 400
    assert "evil.example" not in response.text


def test_proxy_headers_count_only_when_a_proxy_is_configured(db, database_url, doorbell):
    def host_allowed(hops):
        settings = Settings(
            secret_key=SECRET,
            database_url=database_url,
            broker_url=NO_BROKER,
            trusted_proxies=hops,
        )
        client = create_app(settings, doorbell).test_client()
        return client.get("/healthz", headers={"X-Forwarded-Host": "evil.example"}).status_code

    assert host_allowed(0) == 200
    assert host_allowed(1) == 400


def test_a_request_that_is_too_long_is_refused(stranger):
    response = stranger.post("/sign-in", {"email": "x" * 70_000, "password": "x"})

    assert response.status_code == 413
    assert_guarded(response)
    assert "64 KB" in response.text


def test_an_unexpected_error_shows_nothing_of_itself(web_app):
    @web_app.get("/breaks")
    def breaks():
        raise RuntimeError("a secret of the inside")

    web_app.config["PROPAGATE_EXCEPTIONS"] = False
    response = Browser(web_app).get("/breaks")

    assert response.status_code == 500
    assert_guarded(response)
    assert "secret of the inside" not in response.text
    assert response.headers["X-Request-ID"] in response.text


def test_no_variable_of_the_environment_turns_debugging_on(db, database_url, doorbell, monkeypatch):
    monkeypatch.setenv("FLASK_DEBUG", "1")
    settings = Settings(secret_key=SECRET, database_url=database_url, broker_url=NO_BROKER)
    parts = make_parts(settings, doorbell)

    assert not app.api.create_app(settings, parts).debug
    assert not app.web.create_app(settings, parts, {}).debug


def test_a_broken_exercise_is_called_so_and_its_program_is_not_quoted(web_app):
    @web_app.get("/breaks")
    def breaks():
        raise BrokenProblem(
            "asks for `x.grad`, which is 'a secret of the inside'", problem="p", version="v", seed=1
        )

    response = Browser(web_app).get("/breaks")

    assert response.status_code == 500
    assert "This exercise is broken" in response.text
    assert "secret of the inside" not in response.text
