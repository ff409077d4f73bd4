"""Regrades through the API: computed, decided, undone."""

import pytest

from app.services.regrading_work import work_waiting

ORDER = "/assignments/{assignment_id}/regrades"
ONE = "/regrades/{regrade_id}"
ALL = {"reason": "The engine was mended."}
FULL = {"reason": "The question was unclear.", "full_marks": True}


@pytest.fixture
def teach(visit):
    def asked(method, pattern, body=None, headers=None, **ids):
        return visit.ask("instructor", method, pattern, body, headers, **ids)

    return asked


def work(visit):
    """Do what workers do, to the end."""
    while work_waiting(visit.db):
        pass


def test_an_accepted_answer_is_applied_and_undone(visit, teach):
    shown = teach("GET", ONE).json
    (student,) = teach("GET", f"{ONE}/students").json["data"]
    teach("POST", f"{ONE}/apply", {"mode": "never_lower"})
    work(visit)
    applied = teach("GET", ONE).json
    at = {"changed_id": student["submissions"][0]["id"]}
    (told,) = visit.ask("student", "GET", "/submissions/{changed_id}", **at).json["regrades"]
    teach("POST", f"{ONE}/undo")
    work(visit)

    assert (shown["kind"], shown["state"], shown["answer"]) == ("accept", "ready", "[7, 7, 7]")
    assert shown["moves"]["replace"] == {"up": 1, "down": 0, "same": 0}
    assert (student["points_before"], student["points_replaced"]) == (0, 4)
    assert [(one["before"], one["after"]) for one in student["submissions"]] == [(0, 1)]
    assert (applied["state"], applied["mode"], applied["progress"]) == ("done", "never_lower", None)
    assert (told["before"], told["after"]) == (0, 1)
    assert told["reason"] == shown["reason"]
    assert teach("GET", ONE).json["state"] == "undone"
    assert visit.ask("student", "GET", "/submissions/{changed_id}", **at).json["regrades"] == []


def test_a_regrade_sent_twice_under_its_key_is_ordered_once(teach):
    key = {"Idempotency-Key": "regrade-1"}
    first, second = teach("POST", ORDER, ALL, key), teach("POST", ORDER, ALL, key)
    other = teach("POST", ORDER, ALL)

    assert (first.status_code, first.json["state"]) == (201, "previewing")
    assert first.json == second.json
    assert len(teach("GET", ORDER).json["data"]) == 1
    # One at a time.
    assert other.status_code == 409


def test_full_marks_for_a_question_that_nobody_was_asked_are_refused(teach, visit):
    item = str(visit.world.ids["item_id"])
    response = teach("POST", ORDER, {**FULL, "item_id": item, "question": "no_such"})

    assert response.status_code == 422


def test_what_is_discarded_is_never_applied(teach):
    discarded = teach("POST", f"{ONE}/discard")

    assert discarded.json["state"] == "discarded"
    assert teach("POST", f"{ONE}/apply", {"mode": "replace"}).status_code == 409
