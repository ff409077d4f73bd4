"""Grading by hand through the API: points, excuses and comments."""

import pytest

ITEM = "/items/{item_id}/students/{student_id}"
ASSIGNMENT = "/assignments/{assignment_id}/students/{student_id}"
SET = {"points": 3, "reason": "Counted by hand."}


@pytest.fixture
def ask(visit):
    def asked(method, pattern, body=None, headers=None):
        student = visit.world.people["student"]
        return visit.ask("grader", method, pattern, body, headers, student_id=student)

    return asked


@pytest.mark.parametrize("place", [ITEM, ASSIGNMENT])
def test_points_are_set_and_withdrawn(ask, place):
    before = ask("GET", place).json
    during = ask("PUT", f"{place}/override", SET).json
    ask("DELETE", f"{place}/override")

    assert (during["earned"], during["override"]["points"]) == (3, 3)
    assert ask("GET", place).json == before


@pytest.mark.parametrize("place", [ITEM, ASSIGNMENT])
def test_to_excuse_is_to_set_no_points(ask, place):
    excused = ask("PUT", f"{place}/override", {"points": None, "reason": "Was ill."}).json

    assert excused["override"]["points"] is None
    assert excused["earned"] is None


def test_two_graders_do_not_overwrite_each_other(ask):
    match = {"If-Match": ask("GET", ITEM).headers["ETag"]}
    first = ask("PUT", f"{ITEM}/override", SET, match)
    second = ask("PUT", f"{ITEM}/override", {"points": 0, "reason": "None."}, match)

    assert (first.status_code, second.status_code) == (200, 412)
    assert ask("GET", ITEM).json["earned"] == 3


def test_more_than_twice_the_points_is_refused_at_its_field(ask):
    response = ask("PUT", f"{ITEM}/override", {"points": 9, "reason": "A slip."})

    assert response.status_code == 422
    assert response.json["errors"][0]["field"] == "points"


def test_a_comment_sent_twice_under_its_key_is_written_once(ask):
    key = {"Idempotency-Key": "comment-1"}
    first = ask("POST", f"{ITEM}/comments", {"text": "Well done."}, key)
    second = ask("POST", f"{ITEM}/comments", {"text": "Well done."}, key)
    written = ask("GET", ITEM).json["comments"]

    assert first.json == second.json == written[-1]
    assert [one["text"] for one in written] == ["Look at the weights.", "Well done."]


def test_a_comment_taken_back_is_gone(visit, ask):
    ask("DELETE", f"{ITEM}/comments/{visit.world.ids['comment_id']}")

    assert ask("GET", ITEM).json["comments"] == []
