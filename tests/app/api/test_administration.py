"""What administrators do through the API: lists of everything, links, and queueing again."""

import pytest

from app.services.sign_in_links import use_sign_in_link


@pytest.fixture
def look_after(visit):
    def asked(method, pattern, headers=None):
        return visit.ask("administrator", method, pattern, None, headers)

    return asked


@pytest.mark.parametrize("address", ["/admin/courses", "/admin/people", "/admin/trail"])
def test_each_list_names_everything_once_page_by_page(look_after, address):
    look_after("PUT", "/admin/people/{person_id}/sign-in-link")
    at_once, by_one, next_page = look_after("GET", address).json["data"], [], f"{address}?limit=1"
    while next_page is not None:
        page = look_after("GET", next_page).json
        by_one += page["data"]
        next_page = page["next"] and page["next"].removeprefix("/api/v1")

    assert by_one == at_once
    assert len(at_once) > 1


def test_people_are_found_by_their_address(look_after):
    (found,) = look_after("GET", "/admin/people?search=GRACE@").json["data"]

    assert (found["name"], found["email"]) == ("Grace", "grace@example.org")


def test_a_link_for_a_new_password_is_told_once_and_works_once(visit, look_after):
    link = look_after("PUT", "/admin/people/{person_id}/sign-in-link").json
    person = look_after("GET", "/admin/people/{person_id}").json

    _, _, token = link["address"].rpartition("/")
    assert link["address"].endswith(f"/sign-in/link/{token}")
    assert token not in str(person)
    assert person["link_until"] is not None
    use_sign_in_link(visit.db, token=token, password="a battery staple")
    assert look_after("GET", "/admin/people/{person_id}").json["link_until"] is None


def test_failed_submissions_are_queued_again_once_under_their_key(look_after):
    key = {"Idempotency-Key": "requeue-1"}
    before = look_after("GET", "/admin/service").json
    first = look_after("POST", "/admin/failed/requeue", key)
    second = look_after("POST", "/admin/failed/requeue", key)
    after = look_after("GET", "/admin/service").json

    assert first.json == second.json == {"submissions": 1}
    assert [one["problem"] for one in before["failed"]] == ["one-weight-per-component"]
    assert after["failed"] == []
