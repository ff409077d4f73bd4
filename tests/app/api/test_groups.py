"""Groups of assignments through the API: read, changed and sent back."""

import pytest

ADDRESS = "/courses/{course_id}/groups"


@pytest.fixture
def homework(visit):
    assignment = str(visit.world.ids["assignment_id"])
    return {"title": "Homework", "weight": 2.5, "drop_lowest": 1, "assignments": [assignment]}


def test_what_is_read_can_be_changed_and_sent_back(visit, homework):
    exam = {**homework, "title": "Exam", "assignments": []}
    first = visit.ask("instructor", "PUT", ADDRESS, {"groups": [homework, exam]})
    read = visit.ask("instructor", "GET", ADDRESS)
    again = visit.ask("instructor", "PUT", ADDRESS, {"groups": read.json["groups"][:1]})

    assert first.json == read.json == {"groups": [homework, exam]}
    assert again.json == {"groups": [homework]}


def test_a_change_meant_for_an_earlier_state_is_refused(visit, homework):
    match = {"If-Match": visit.ask("instructor", "GET", ADDRESS).headers["ETag"]}
    first = visit.ask("instructor", "PUT", ADDRESS, {"groups": [homework]}, match)
    second = visit.ask("instructor", "PUT", ADDRESS, {"groups": []}, match)

    assert (first.status_code, second.status_code) == (200, 412)
    assert visit.ask("instructor", "GET", ADDRESS).json == {"groups": [homework]}


def test_an_assignment_counts_in_one_group_only(visit, homework):
    exam = {**homework, "title": "Exam"}
    response = visit.ask("instructor", "PUT", ADDRESS, {"groups": [homework, exam]})

    assert response.status_code == 422
    assert response.json["errors"][0]["field"] == "groups.1.assignments.0"


def test_two_groups_of_one_name_are_refused_at_their_place(visit, homework):
    twin = {**homework, "title": "  homework ", "assignments": []}
    response = visit.ask("instructor", "PUT", ADDRESS, {"groups": [homework, twin]})

    assert response.status_code == 422
    assert response.json["errors"][0]["field"] == "title.1"


def test_an_assignment_of_another_course_is_not_found(visit, homework):
    homework["assignments"] = [str(visit.world.ids["item_id"])]

    assert visit.ask("instructor", "PUT", ADDRESS, {"groups": [homework]}).status_code == 404
