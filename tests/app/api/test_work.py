"""A student's work through the API, from the first look at an assignment to a marked submission."""

import uuid

import pytest

from app.models import Variant
from app.services.grading import mark_waiting
from tests.app.classroom import wrong_answer

ITEM = "/items/{item_id}"


@pytest.fixture
def begun(visit):
    """An exercise that the classmate was dealt."""
    return visit.ask("classmate", "POST", ITEM + "/begin").json


def wrong(visit, exercise):
    with visit.db.reading() as session:
        dealt = session.get_one(Variant, uuid.UUID(exercise["id"])).as_dealt()
    return {one.id: wrong_answer(one, "", "12345") for one in dealt.questions}


def submit(visit, exercise, answers, key):
    return visit.ask(
        "classmate",
        "POST",
        f"/exercises/{exercise['id']}/submissions",
        {"answers": answers},
        {"Idempotency-Key": key},
    )


def test_beginning_twice_deals_one_exercise(visit, begun):
    again = visit.ask("classmate", "POST", ITEM + "/begin").json

    assert again["id"] == begun["id"]
    assert begun["right_answers"] is None
    assert begun["questions"]
    assert "torch" in begun["code"]


def test_a_draft_is_kept_and_an_older_one_is_not(visit, begun):
    path = f"/exercises/{begun['id']}/draft"
    question = begun["questions"][0]["id"]

    newest = visit.ask("classmate", "PUT", path, {"answers": {question: "[1, 2"}, "counter": 7})
    late = visit.ask("classmate", "PUT", path, {"answers": {question: "[1"}, "counter": 3})

    assert (newest.json, late.json) == (
        {"counter": 7, "is_newest": True},
        {"counter": 7, "is_newest": False},
    )
    draft = visit.ask("classmate", "GET", f"/exercises/{begun['id']}").json["draft"]
    assert (draft["answers"][question], draft["counter"]) == ("[1, 2", 7)


def test_a_submission_is_stored_once_and_marked(visit, begun):
    answers = wrong(visit, begun)
    sent = [submit(visit, begun, answers, "first") for _ in range(2)]

    assert [one.status_code for one in sent] == [201, 201]
    assert sent[0].json == sent[1].json
    assert (sent[0].json["state"], sent[0].json["score"]) == ("queued", None)
    mark_waiting(visit.db)
    marked = visit.ask("classmate", "GET", f"/submissions/{sent[0].json['id']}").json
    assert (marked["state"], marked["score"]) == ("marked", 0.0)
    assert {one["verdict"] for one in marked["marks"]} == {"wrong"}
    shown = visit.ask("classmate", "GET", f"/exercises/{begun['id']}").json
    assert shown["attempts_used"] == 1
    assert [one["id"] for one in shown["submissions"]] == [marked["id"]]


def test_what_cannot_be_read_costs_nothing_and_says_which(visit, begun):
    question = begun["questions"][0]["id"]
    answer = submit(visit, begun, {**wrong(visit, begun), question: "[1, 2"}, "half")

    assert answer.status_code == 422
    assert [one["field"] for one in answer.json["errors"]] == [question]
    assert visit.ask("classmate", "GET", f"/exercises/{begun['id']}").json["attempts_used"] == 0


def test_results_that_are_not_shown_yet_are_not_told(visit, begun):
    visit.ask("instructor", "PATCH", "/assignments/{assignment_id}/rules", {"verdict": "never"})
    sent = submit(visit, begun, wrong(visit, begun), "hidden").json
    mark_waiting(visit.db)

    own = visit.ask("classmate", "GET", f"/submissions/{sent['id']}").json
    teachers = visit.ask("grader", "GET", f"/submissions/{sent['id']}").json
    listed = visit.ask("classmate", "GET", "/me/submissions").json["data"][0]

    assert (own["state"], own["score"], own["marks"], own["findings"]) == ("marked", None, [], [])
    assert teachers["score"] == 0.0
    assert (listed["score"], listed["is_withheld"]) == (None, True)
    assert visit.ask("classmate", "GET", "/me/progress").json["misconceptions"] == []


def test_own_submissions_come_in_pages(visit, begun):
    question = begun["questions"][0]["id"]
    answers = wrong(visit, begun)
    sent = [
        submit(visit, begun, {**answers, question: str(number)}, f"try-{number}").json["id"]
        for number in (111, 222, 333)
    ]

    found, address = [], "/api/v1/me/submissions?limit=1"
    while address is not None:
        page = visit.app.test_client().get(address, headers=visit.headers("classmate")).json
        found += [one["id"] for one in page["data"]]
        address = page["next"]

    assert found == sent[::-1]


def test_a_cursor_of_another_list_is_refused(visit):
    members = visit.ask("instructor", "GET", "/courses/{course_id}/members?limit=1").json["next"]
    cursor = members.partition("cursor=")[2]

    answer = visit.ask("instructor", "GET", f"/me/submissions?cursor={cursor}")

    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "cursor"
