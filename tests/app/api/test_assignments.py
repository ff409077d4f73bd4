"""Assignments through the API: rules, items, more time."""

import datetime as dt
import uuid

NEW = {
    "title": "Week 2",
    "due_at": "2099-05-04T21:59:00Z",
    "steps": [{"until": "2099-05-11T21:59:00+02:00", "percent": 50}],
    "items": [{"problem": "backward-twice", "points": 4}, {"problem": "three-leaves"}],
}
ONE = "/assignments/{assignment_id}"


def make(visit, **changed):
    answer = visit.ask("instructor", "POST", "/courses/{course_id}/assignments", {**NEW, **changed})
    assert answer.status_code == 201, answer.text
    return answer.json


def test_an_assignment_is_made_with_its_rules_and_items(visit):
    made = make(visit)

    shown = visit.ask("student", "GET", f"/assignments/{made['id']}").json
    assert [(one["title"], one["points"]) for one in shown["items"]] == [
        ("The same backward() twice", 4.0),
        ("Three leaves, one weight vector", 1.0),
    ]
    assert shown["rules"]["due_at"] == "2099-05-04T21:59:00Z"
    assert shown["rules"]["steps"] == [{"until": "2099-05-11T19:59:00Z", "percent": 50.0}]
    assert shown["takes_work"]


def test_sent_again_under_its_key_it_is_one_assignment(visit):
    path, key = "/courses/{course_id}/assignments", {"Idempotency-Key": "week-2"}
    before = len(visit.ask("instructor", "GET", path).json["data"])
    made = [visit.ask("instructor", "POST", path, NEW, key).json["id"] for _ in range(2)]

    assert made[0] == made[1]
    assert len(visit.ask("instructor", "GET", path).json["data"]) == before + 1


def test_a_change_leaves_what_it_does_not_name_and_null_takes_away(visit):
    path = f"/assignments/{make(visit)['id']}/rules"
    changed = visit.ask("instructor", "PATCH", path, {"carries_slips": True}).json
    assert (changed["carries_slips"], changed["due_at"]) == (True, "2099-05-04T21:59:00Z")

    emptied = visit.ask("instructor", "PATCH", path, {"due_at": None, "steps": []}).json

    assert (emptied["due_at"], emptied["steps"], emptied["carries_slips"]) == (None, [], True)


def test_rules_that_do_not_fit_are_refused_at_their_fields(visit):
    path = f"/assignments/{make(visit)['id']}/rules"
    answer = visit.ask("instructor", "PATCH", path, {"opens_at": "2099-06-01T00:00:00Z"})

    assert answer.status_code == 422
    assert [one["field"] for one in answer.json["errors"]] == ["due_at", "steps"]


def test_rules_for_another_version_are_refused(visit):
    path = f"/assignments/{make(visit)['id']}/rules"
    seen = {"If-Match": visit.ask("instructor", "GET", path).headers["ETag"]}
    visit.ask("instructor", "PATCH", path, {"title": "First"})

    late = visit.ask("instructor", "PATCH", path, {"minutes": 30}, seen)

    assert late.status_code == 412
    assert visit.ask("instructor", "GET", path).json["minutes"] is None


def test_a_time_beyond_all_calendars_is_refused(visit):
    answer = visit.ask(
        "instructor",
        "POST",
        "/courses/{course_id}/assignments",
        {**NEW, "due_at": "0001-01-01T00:00:00+14:00"},
    )

    assert answer.status_code == 422
    assert "between the years" in answer.json["detail"]


def test_items_are_added_ordered_changed_and_taken_out(visit):
    made = make(visit)
    path = f"/assignments/{made['id']}/items"
    key = {"Idempotency-Key": "third"}
    for _ in range(2):
        added = visit.ask("instructor", "POST", path, {"problem": "zeroed-in-between"}, key).json
    first, second, third = (one["id"] for one in added["items"])

    ordered = visit.ask("instructor", "PUT", f"{path}/order", {"item_ids": [third, first]}).json
    assert [one["id"] for one in ordered["items"]] == [third, first, second]
    changed = visit.ask("instructor", "PATCH", f"{path}/{third}", {"max_attempts": 1}).json
    assert (changed["items"][0]["max_attempts"], changed["items"][0]["points"]) == (1, 1.0)
    assert visit.ask("instructor", "DELETE", f"{path}/{first}").status_code == 204
    assert visit.ask("instructor", "DELETE", f"{path}/{first}").status_code == 204

    left = visit.ask("instructor", "GET", f"/assignments/{made['id']}").json["items"]
    assert [one["id"] for one in left] == [third, second]


def test_an_item_that_is_begun_stays_and_an_unknown_problem_is_none(visit):
    path = ONE + "/items"
    begun = visit.ask("instructor", "DELETE", path + "/{item_id}")
    unknown = visit.ask("instructor", "POST", path, {"problem": "no-such-problem"})
    foreign = visit.ask("instructor", "PATCH", f"{path}/{uuid.uuid4()}", {"points": 2})

    assert (begun.status_code, unknown.status_code, foreign.status_code) == (422, 422, 404)
    assert "have begun it" in begun.text or "has begun it" in begun.text


def test_one_student_gets_more_time_and_loses_it_again(visit):
    made = make(visit)
    path = f"/assignments/{made['id']}/extensions"
    student = visit.world.ids["student_id"]
    given = {"until": "2099-05-06T00:00:00Z", "reason": "ill"}

    assert visit.ask("instructor", "PUT", f"{path}/{student}", given).status_code == 204
    listed = visit.ask("instructor", "GET", f"{path}?extended=true").json["data"]
    assert [(one["user_id"], one["reason"]) for one in listed] == [(str(student), "ill")]
    own = visit.ask("student", "GET", f"/assignments/{made['id']}").json
    assert (own["rules"]["due_at"], own["is_extended"]) == (given["until"], True)
    assert "ill" not in str(own)

    visit.ask("instructor", "DELETE", f"{path}/{student}")
    assert visit.ask("instructor", "GET", f"{path}?extended=true").json["data"] == []


def test_a_time_limit_is_started_extended_and_ended(visit):
    made = make(visit, minutes=30)
    path = f"/assignments/{made['id']}"
    before = visit.ask("student", "GET", path).json
    assert (before["stage"], before["items"]) == ("to_start", [])

    assert visit.ask("student", "POST", f"{path}/start").json["stage"] == "running"
    minutes, key = {"minutes": 10}, {"Idempotency-Key": "ten-more"}
    for _ in range(2):
        given = visit.ask("instructor", "POST", f"{path}/sittings/minutes", minutes, key)
        assert given.json == {"students": 1}
    (sitting,) = visit.ask("grader", "GET", f"{path}/sittings").json["data"]
    assert sitting["stage"] == "running"
    assert seconds_between(sitting["started_at"], sitting["ends_at"]) == 40 * 60

    assert visit.ask("student", "POST", f"{path}/finish").json["stage"] == "over"


def seconds_between(start, end):
    began, ended = (dt.datetime.fromisoformat(one) for one in (start, end))
    return (ended - began).total_seconds()
