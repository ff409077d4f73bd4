"""Own problems through the API: from a snippet to what is dealt, and drafts with a preview."""

import pytest

from app.domain.authoring import EXAMPLE
from app.services.previewing import show_waiting
from app.services.workshop import work_waiting
from tests.app.api.access.table.own_problems import SNIPPET

PROBLEMS = "/courses/{course_id}/problems"
ONE = "/own-problems/{own_problem_id}"


@pytest.fixture
def teach(visit):
    def asked(method, pattern, body=None, headers=None, **ids):
        return visit.ask("instructor", method, pattern, body, headers, **ids)

    return asked


def work(visit):
    """Do what workers do, to the end."""
    while work_waiting(visit.db):
        pass


def test_a_snippet_becomes_a_problem_that_is_dealt(visit, teach):
    proposal = teach("POST", "/courses/{course_id}/proposals", {"snippet": SNIPPET}).json
    sent = teach("POST", PROBLEMS, {"text": proposal["text"], "name": "parabola.py"}).json
    at = {"own_problem_id": sent["problem"]["id"]}
    work(visit)
    checked = teach("GET", ONE, **at).json
    teach("POST", f"{ONE}/versions/1/publish", **at)
    work(visit)
    published = teach("GET", ONE, **at).json

    assert sent["state"] == "queued"
    assert checked["state"] == "ready"
    assert [gate["passed"] for gate in checked["gates"]] == [True] * 6
    assert checked["samples"][0]["questions"][0]["truth"]
    assert published["problem"]["published"] == 1
    assert published["held"] == []
    assert published["pool"] > 0


def test_a_snippet_of_which_nothing_can_be_made_says_where(teach):
    response = teach(
        "POST", "/courses/{course_id}/proposals", {"snippet": "import os\nos.remove('x')\n"}
    )

    assert response.status_code == 422
    (fault,) = response.json["errors"]
    assert fault["field"] == "snippet"
    assert fault["detail"].startswith("Line 1, column ")


def test_a_file_sent_twice_under_its_key_is_one_problem(teach):
    key = {"Idempotency-Key": "problem-1"}
    first = teach("POST", PROBLEMS, {"text": EXAMPLE}, key)
    second = teach("POST", PROBLEMS, {"text": EXAMPLE}, key)

    assert first.json == second.json
    assert len(teach("GET", PROBLEMS).json["data"]) == 2


def test_a_file_that_cannot_be_judged_says_why_and_where(visit, teach):
    broken = EXAMPLE.replace("backward(", "backwards(")
    teach("POST", f"{ONE}/versions", {"text": broken})
    work(visit)
    refused = teach("GET", ONE).json

    assert refused["state"] == "refused"
    assert refused["refusal"]["line"] == broken[: broken.index("backwards")].count("\n") + 1


def test_a_version_begun_from_an_older_one_is_not_stored_over_a_newer(teach):
    first = teach("POST", f"{ONE}/versions", {"text": EXAMPLE + "# one\n", "base": 1})
    second = teach("POST", f"{ONE}/versions", {"text": EXAMPLE + "# two\n", "base": 1})

    assert (first.status_code, second.status_code) == (201, 409)
    assert teach("GET", ONE).json["text"].endswith("# one\n")


def test_an_earlier_text_comes_back_as_a_new_version(teach):
    teach("POST", f"{ONE}/versions", {"text": EXAMPLE + "# one\n"})
    restored = teach("POST", f"{ONE}/versions/1/restore").json

    assert restored["number"] == 3
    assert restored["text"] == EXAMPLE
    assert [one["number"] for one in restored["versions"]] == [3, 2, 1]


def test_a_version_that_is_not_there_is_not_found(teach):
    assert teach("GET", f"{ONE}/versions/{2**40}").status_code == 404


def test_a_draft_is_shown_as_students_would_see_it(visit, teach):
    made = teach("POST", "/courses/{course_id}/problem-drafts", {"text": EXAMPLE}).json
    while show_waiting(visit.db):
        pass
    at = {"draft_id": made["id"]}
    shown = teach("GET", "/problem-drafts/{draft_id}", **at).json

    assert made["is_waiting"]
    assert not shown["is_waiting"]
    assert shown["refusal"] is None
    assert len({one["code"] for one in shown["samples"]}) == 3
    assert all(one["truth"] for one in shown["samples"][0]["questions"])
    assert teach("DELETE", "/problem-drafts/{draft_id}", **at).status_code == 204
    assert teach("GET", "/problem-drafts/{draft_id}", **at).status_code == 404


def test_a_saved_draft_is_a_problem_and_a_draft_no_more(teach):
    begun = teach("GET", "/courses/{course_id}/problem-drafts").json["data"]
    saved = teach("POST", "/problem-drafts/{draft_id}/save").json

    assert [one["id"] for one in begun] == [saved["problem"]["id"]]
    assert saved["state"] == "queued"
    assert teach("GET", "/courses/{course_id}/problem-drafts").json["data"] == []
    assert teach("GET", "/problem-drafts/{draft_id}").status_code == 404


def test_a_draft_is_not_written_over_what_was_typed_meanwhile(teach):
    known = teach("GET", "/problem-drafts/{draft_id}").json["revision"]
    first = teach("PUT", "/problem-drafts/{draft_id}", {"text": "one", "revision": known})
    second = teach("PUT", "/problem-drafts/{draft_id}", {"text": "two", "revision": known})

    assert (first.status_code, second.status_code) == (200, 409)
    assert first.json["revision"] == known + 1
    assert teach("GET", "/problem-drafts/{draft_id}").json["text"] == "one"
