"""The library through the API: what items may take, its files, and practice."""

from app.domain.problems import library
from app.services.grading import mark_waiting

OFFERED = "/courses/{course_id}/library"


def test_all_problems_are_offered_for_items_with_what_they_tell_apart(visit):
    offered = visit.ask("instructor", "GET", f"{OFFERED}?limit=200").json["data"]

    assert [one["slug"] for one in offered] == sorted(one.slug for one in library())
    assert all(one["misconceptions"] for one in offered if one["slug"] == "backward-twice")


def test_a_file_of_the_library_can_be_sent_in_as_ones_own(visit):
    file = visit.ask("instructor", "GET", f"{OFFERED}/backward-twice").json
    sent = visit.ask("instructor", "POST", "/courses/{course_id}/problems", {"text": file["text"]})

    assert sent.json["text"] == file["text"]


def test_what_the_library_has_not_is_not_found(visit):
    body = {"who": "student", "method": "POST"}

    assert visit.ask("instructor", "GET", f"{OFFERED}/no-such").status_code == 404
    assert visit.ask(*body.values(), "/practice/problems/no-such/begin").status_code == 404
    assert visit.ask(*body.values(), "/practice/topics/no-such/begin").status_code == 404


def test_what_is_practised_counts_for_its_topic(visit):
    exercise = visit.ask("outsider", "POST", "/practice/problems/backward-twice/begin").json
    answers = {one["id"]: "[0]" for one in exercise["questions"]}
    address = f"/exercises/{exercise['id']}/submissions"
    visit.ask("outsider", "POST", address, {"answers": answers})
    mark_waiting(visit.db)
    topics = visit.ask("outsider", "GET", "/practice").json["topics"]

    tried = [one for topic in topics for one in topic["problems"] if one["best"] is not None]
    assert [one["slug"] for one in tried] == ["backward-twice"]
