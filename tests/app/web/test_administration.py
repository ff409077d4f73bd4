"""The pages of administrators, and the link for a forgotten password from its making to the new sign-in."""

import re

import pytest

from app.models import Submission
from app.services.accounts import sign_up
from app.services.administrators import grant_administrator
from app.services.grading import mark_waiting
from tests.app.people import add_account
from tests.app.web.browsing import Browser


@pytest.fixture
def root(db, open_browser) -> Browser:
    user = sign_up(
        db, email="root@example.org", display_name="Root", password="correct horse"
    ).user_id
    grant_administrator(db, "root@example.org")
    return open_browser(user)


def test_a_link_is_shown_once_and_lets_its_owner_in_with_a_new_password(
    root, stranger, student, classroom
):
    person = f"/admin/people/{classroom.student}"
    page = root.post(f"{person}/sign-in-link").text
    link = re.search(r"http://localhost(/sign-in/link/[\w-]+)", page)[1]
    assert link not in root.get(person).text

    # Mail programs open links before people do.
    for _look in range(2):
        assert "Hello Ada!" in stranger.get(link).text
    refused = stranger.post(link, {"password": "short"})
    assert (refused.status_code, "8 to 128 characters" in refused.text) == (422, True)
    done = stranger.post(link, {"password": "a new horse of mine"})

    assert (done.status_code, done.location) == (303, "/")
    assert "You have your new password" in stranger.get("/").text
    assert student.get("/questions").status_code == 303
    for answer in (stranger.get(link), stranger.post(link, {"password": "and once more"})):
        assert answer.status_code == 404
        assert "This link opens nothing any more" in answer.text
    trail = root.get("/admin/trail").text
    assert "Link for a new password made" in trail
    assert "New password chosen with the link" in trail


def test_failed_submissions_are_queued_again_with_one_button(root, classroom, db, doorbell):
    submission = classroom.submit(classroom.deal()).submission_id
    mark_waiting(db)
    with db.writing() as session:
        failed = session.get_one(Submission, submission)
        failed.state, failed.failure = "failed", "It ran too long."
    assert "It ran too long." in root.get("/admin").text

    for told in ("1 submission is queued again.", "0 submissions are queued again."):
        assert root.post("/admin/failed/requeue").status_code == 303
        assert told in root.get("/admin").text
    part = root.get("/admin", **{"HX-Request": "true"}).text
    assert "<html" not in part
    assert "No submission has failed." in part


def test_what_is_searched_for_stays_in_the_field_and_on_the_next_page(root, classroom, db):
    page = root.get("/admin/people?search=<b>&page=x").text
    assert 'value="&lt;b&gt;"' in page
    assert "Nobody has" in page
    assert "Gradients" in root.get("/admin/courses?search=grad").text
    for number in range(60):
        add_account(db, f"person{number}@example.org", f"Person {number}")
    second = root.get("/admin/people?search=person&page=2").text
    assert "search=person" in second
    assert "Page 2 of 2, 60 in all" in second


def test_an_administrator_finds_the_pages_in_the_menu_and_nobody_else_does(root, instructor):
    assert 'href="/admin"' in root.get("/").text
    assert 'href="/admin"' not in instructor.get("/").text


def test_an_administrator_who_is_in_no_course_is_not_offered_to_leave(root, classroom):
    page = root.get(f"/courses/{classroom.course}").text

    assert classroom.join_code in page
    assert "Leave this course" not in page
