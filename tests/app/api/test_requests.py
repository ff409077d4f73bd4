"""What every request and every answer keeps to, whatever it is about."""

import json

import pytest

from app.api.limits import UNKNOWN_TOKENS
from tests.app.web.browsing import Browser

UNCLEAR = {
    "not JSON": "{",
    "no number": '{"title": NaN}',
    "no finite number": '{"title": "x", "days": 1e999}',
    "a name twice": '{"title": "a", "title": "b"}',
    "too deep": '{"title": ' + "[" * 100 + "]" * 100 + "}",
    "far too deep": "[" * 30_000,
    "too many digits": '{"title": "x", "days": ' + "9" * 4000 + "}",
    "no character": '{"title": "\\u0000"}',
    "half a character": '{"title": "\\ud800"}',
    "no UTF-8": b'{"title": "\xff"}',
}
MISSHAPEN = {
    "an unknown name": {"title": "x", "role": "instructor"},
    "another type": {"title": 7},
    "a boolean": {"title": True},
    "nothing": None,
    "a list": [{"title": "x"}],
    "too long": {"title": "x" * 121},
}


def post(visit, data, content_type="application/json", who="outsider"):
    return visit.app.test_client().post(
        "/api/v1/courses", data=data, content_type=content_type, headers=visit.headers(who)
    )


def assert_problem(answer, status, name):
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    problem = answer.json
    assert set(problem) == {"type", "title", "status", "detail", "request_id", "errors"}
    assert problem["status"] == status
    assert problem["type"].endswith(f"/api-reference#{name}")
    assert problem["request_id"] == answer.headers["X-Request-ID"]


@pytest.mark.parametrize("name", sorted(UNCLEAR))
def test_unclear_json_is_refused(visit, name):
    assert_problem(post(visit, UNCLEAR[name]), 400, "unreadable")


@pytest.mark.parametrize("name", sorted(MISSHAPEN))
def test_another_shape_is_refused_with_its_place(visit, name):
    assert_problem(post(visit, json.dumps(MISSHAPEN[name])), 422, "wrong-shape")


@pytest.mark.parametrize("percent", [True, "25", 25.5])
def test_what_only_looks_like_a_number_is_none(visit, percent):
    address = "/courses/{course_id}/members/{member_id}/extra-time"

    answer = visit.ask("instructor", "PUT", address, {"percent": percent})

    assert_problem(answer, 422, "wrong-shape")
    assert [fault["field"] for fault in answer.json["errors"]] == ["percent"]


def test_other_types_than_json_are_refused(visit):
    assert_problem(post(visit, "title=x", "application/x-www-form-urlencoded"), 415, "not-json")


def test_a_long_body_is_refused(visit):
    assert_problem(post(visit, json.dumps({"title": "x" * 70_000})), 413, "too-long")


@pytest.mark.parametrize("query", ["limit=0", "limit=many", "other=1", "limit=5&limit=6"])
def test_parameters_that_are_not_described_are_refused(visit, query):
    assert_problem(visit.ask("outsider", "GET", f"/courses?{query}"), 422, "wrong-shape")


@pytest.mark.parametrize("address", ["/api", "/api/", "/api/v1", "/api/v2/courses", "/api/v1/x"])
def test_an_address_that_is_none_is_a_problem_too(visit, address):
    assert_problem(visit.app.test_client().get(address), 404, "not-found")


def test_another_method_is_told_which_there_are(visit):
    answer = visit.app.test_client().put("/api/v1/courses")

    assert_problem(answer, 405, "wrong-method")
    assert answer.headers["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer gradmark_x", "Basic Z3JhZDptYXJr", "gradmark_x"]
)
def test_without_a_valid_token_nothing_is_told(visit, header):
    answer = visit.app.test_client().get("/api/v1/me", headers={"Authorization": header})

    assert_problem(answer, 401, "no-token")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_signed_in_browser_is_nobody_here_and_gets_no_cookie(visit):
    browser = Browser(visit.app).sign_in(visit.db, visit.world.people["student"])

    answer = browser.get("/api/v1/me")

    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers
    assert not any(name.startswith("Access-Control") for name, _value in answer.headers)


@pytest.mark.parametrize("address", ["/api/v1/me", "/api/v1/openapi.json", "/api/x"])
def test_no_answer_is_kept_or_run_by_a_browser(visit, address):
    answer = visit.app.test_client().get(address, headers=visit.headers("student"))

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_foreign_host_is_refused(visit):
    answer = visit.app.test_client().get("/api/v1/me", headers={"Host": "evil.example"})

    assert_problem(answer, 400, "unreadable")


def test_an_expired_token_ends(visit):
    with visit.db.db_engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE api_tokens SET expires_at = '2020-01-01 00:00:00.000000'"
        )

    assert visit.ask("student", "GET", "/me").status_code == 401


def test_unknown_tokens_of_an_address_meet_a_limit_that_keeps_out_nobody_else(visit):
    limits = visit.app.extensions["gradmark"].limits
    for _ in range(UNKNOWN_TOKENS.times - 1):
        limits.count(UNKNOWN_TOKENS, "127.0.0.1")
    guess = {"Authorization": "Bearer gradmark_guessed"}
    answers = [visit.app.test_client().get("/api/v1/me", headers=guess) for _ in range(2)]

    assert_problem(answers[0], 401, "no-token")
    assert_problem(answers[1], 429, "too-many")
    assert int(answers[1].headers["Retry-After"]) > 0
    assert visit.ask("student", "GET", "/me").status_code == 200


def test_when_a_token_was_used_is_noted_and_not_at_every_request(visit):
    def noted():
        with visit.db.db_engine.begin() as connection:
            rows = connection.exec_driver_sql(
                "SELECT used_at FROM api_tokens ORDER BY used_at DESC"
            )
            return rows.first()[0]

    assert noted() is None
    visit.ask("student", "GET", "/me")
    first = noted()
    visit.ask("student", "GET", "/me")
    assert first is not None
    assert noted() == first


def test_nothing_of_a_failure_gets_out(visit, caplog):
    with visit.db.db_engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE courses RENAME TO gone")

    answer = visit.ask("instructor", "GET", "/courses")

    assert answer.status_code in (500, 503)
    assert "gone" not in answer.text
    assert "sqlite" not in answer.text.lower()
