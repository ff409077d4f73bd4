"""The trail of a course through the API: filtered, page by page."""

import pytest

ADDRESS = "/courses/{course_id}/changes"


def pages(visit, query):
    """Return the changes of each page."""
    found, address = [], f"{ADDRESS}?{query}"
    while address is not None:
        page = visit.ask("instructor", "GET", address).json
        found.append(page["data"])
        address = page["next"] and page["next"].removeprefix("/api/v1")
    return found


def test_every_change_is_listed_once_the_newest_first(visit):
    at_once = visit.ask("instructor", "GET", f"{ADDRESS}?limit=200").json["data"]
    by_two = pages(visit, "limit=2")

    assert [one for page in by_two for one in page] == at_once
    assert [len(page) for page in by_two[:-1]] == [2] * (len(by_two) - 1)
    assert len(at_once) > 4


def test_changes_are_found_by_what_they_are_about_and_whom_they_concern(visit):
    student = visit.world.people["student"]
    found = pages(visit, f"about=points&student={student}")[0]

    assert "comment" in {one["action"] for one in found}
    assert {one["student_id"] for one in found} == {str(student)}


@pytest.mark.parametrize("cursor", ["bm9uZQ==", "LTE=", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA="])
def test_a_cursor_that_no_page_named_is_refused(visit, cursor):
    response = visit.ask("instructor", "GET", f"{ADDRESS}?cursor={cursor}")

    assert response.status_code == 422
    assert response.json["errors"][0]["field"] == "cursor"
