"""Courses through the API: pages of lists, requests sent twice, and changes that meet another's."""

import pytest

from app.api.limits import CHANGES
from app.limits import WRONG_CODES

KEY = {"Idempotency-Key": "autumn-course"}


def make(visit, *titles):
    for title in titles:
        visit.ask("outsider", "POST", "/courses", {"title": title})


def titles_of(answer):
    return [one["title"] for one in answer.json["data"]]


def test_a_list_comes_in_pages_that_stay_right_while_it_grows(visit):
    make(visit, "One", "Two", "Three")

    first = visit.ask("outsider", "GET", "/courses?limit=2")
    make(visit, "Newer")
    second = visit.app.test_client().get(first.json["next"], headers=visit.headers("outsider"))

    assert titles_of(first) == ["Three", "Two"]
    assert first.headers["Link"] == f'<{first.json["next"]}>; rel="next"'
    assert titles_of(second) == ["One", "Another course"]
    assert second.json["next"] is None


@pytest.mark.parametrize("cursor", ["nonsense", "A===", "%F0%9F%90%8D"])
def test_a_cursor_that_no_page_named_is_refused(visit, cursor):
    answer = visit.ask("outsider", "GET", f"/courses?cursor={cursor}")

    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "cursor"


def test_a_request_sent_twice_makes_one_course_and_gets_one_answer(visit):
    first = visit.ask("outsider", "POST", "/courses", {"title": "Once"}, KEY)
    again = visit.ask("outsider", "POST", "/courses", {"title": "Once"}, KEY)
    other = visit.ask("outsider", "POST", "/courses", {"title": "Other"}, KEY)
    somebody = visit.ask("instructor", "POST", "/courses", {"title": "Mine"}, KEY)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.data == first.data
    assert again.headers["Idempotency-Replayed"] == "true"
    assert other.status_code == 422
    assert somebody.json["id"] != first.json["id"]
    assert titles_of(visit.ask("outsider", "GET", "/courses")) == ["Once", "Another course"]


def test_a_refused_request_may_be_mended_under_its_key(visit):
    refused = visit.ask("outsider", "POST", "/courses", {"title": " "}, KEY)
    mended = visit.ask("outsider", "POST", "/courses", {"title": "Mended"}, KEY)

    assert (refused.status_code, mended.status_code) == (422, 201)


def test_a_change_for_another_version_changes_nothing(visit):
    path = "/courses/{course_id}"
    seen = visit.ask("instructor", "GET", path).headers["ETag"]
    first = visit.ask("instructor", "PATCH", path, {"title": "First"}, {"If-Match": seen})
    late = visit.ask("instructor", "PATCH", path, {"title": "Late"}, {"If-Match": seen})

    assert (first.status_code, late.status_code) == (200, 412)
    now = visit.ask("instructor", "GET", path)
    assert now.json["title"] == "First"
    assert now.headers["ETag"] == first.headers["ETag"] != seen


def test_all_of_a_change_is_done_or_nothing(visit):
    path = "/courses/{course_id}"
    answer = visit.ask("instructor", "PATCH", path, {"title": "New", "time_zone": "Mars/Base"})

    assert answer.status_code == 422
    assert answer.json["errors"] == [
        {"field": "time_zone", "detail": "Choose one of the time zones in the list."}
    ]
    assert visit.ask("instructor", "GET", path).json["title"] == "Gradients"


def test_a_copy_has_the_assignments_and_is_made_once(visit):
    path, body = "/courses/{course_id}/copies", {"title": "Next term", "days": 7}
    copy = visit.ask("instructor", "POST", path, body, KEY).json
    assert visit.ask("instructor", "POST", path, body, KEY).json == copy

    listed = visit.ask("instructor", "GET", f"/courses/{copy['id']}/assignments")
    assert titles_of(listed) == titles_of(
        visit.ask("instructor", "GET", "/courses/{course_id}/assignments")
    )
    assert copy["students"] == 0


def test_only_who_may_change_a_course_is_told_its_join_code(visit):
    path = "/courses/{course_id}"
    assert visit.ask("instructor", "GET", path).json["join_code"]
    assert visit.ask("student", "GET", path).json["join_code"] is None


def test_join_codes_cannot_be_tried_without_end(visit):
    answers = [
        visit.ask("former", "POST", "/courses/join", {"join_code": f"WRONG{number}"})
        for number in range(WRONG_CODES.times + 1)
    ]

    assert [one.status_code for one in answers] == [422] * WRONG_CODES.times + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert answers[-1].mimetype == "application/problem+json"


def test_changes_cannot_be_sent_without_end(visit):
    limits, who = visit.app.extensions["gradmark"].limits, visit.world.people["grader"]
    for _ in range(CHANGES.times):
        limits.count(CHANGES, str(who))

    answer = visit.ask("grader", "POST", "/courses", {"title": "One more"})

    assert answer.status_code == 429
    assert visit.ask("grader", "GET", "/me").status_code == 200
