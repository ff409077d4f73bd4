"""Courses, assignments and the instructor's dashboard."""

import uuid

import pytest
from sqlalchemy import select

from app.domain.problems import library
from app.models import Item, Submission
from app.services.grading import mark_waiting
from tests.app.web.browsing import Elements

HTMX = {"HX-Request": "true"}


@pytest.fixture
def failed(classroom, db):
    """A submission that ended without a mark."""
    receipt = classroom.submit(classroom.deal())
    with db.writing() as session:
        row = session.get_one(Submission, receipt.submission_id)
        row.state, row.failure = "failed", "Out of its bounds."
    return receipt.submission_id


def test_a_member_without_a_course_is_told_what_to_do(stranger):
    stranger.post(
        "/sign-up", {"display_name": "Emmy", "email": "e@example.org", "password": "long enough"}
    )

    assert "Type the join code" in stranger.get("/").text


def test_joining_by_code_leads_to_the_course(stranger, classroom):
    stranger.post(
        "/sign-up", {"display_name": "Emmy", "email": "e@example.org", "password": "long enough"}
    )
    code = classroom.join_code
    response = stranger.post("/join", {"join_code": f" {code[:4].lower()}-{code[4:]} "})

    assert response.location == f"/courses/{classroom.course}"
    assert "Week 1" in stranger.get(response.location).text


def test_an_unknown_code_is_told_at_its_field(student):
    response = student.post("/join", {"join_code": "WRONG"})

    assert response.status_code == 422
    field = Elements(response.text).with_name("join_code")
    assert (field["value"], field["aria-invalid"]) == ("WRONG", "true")


def test_a_new_course_shows_its_join_code_and_the_next_step(student):
    response = student.post("/courses", {"title": "  Vectors   I "})
    page = student.get(response.location).text

    assert "Vectors I" in page
    assert "Join code" in page
    assert "Make the first one" in page


def test_a_course_without_a_title_is_refused_at_its_field(student):
    response = student.post("/courses", {"title": " "})

    assert response.status_code == 422
    assert Elements(response.text).with_name("title")["aria-invalid"] == "true"


def test_names_and_titles_are_text_and_not_markup(student):
    title = "<script>alert(1)</script> {{ 7 * 7 }} {0.__class__}"
    page = student.get(student.post("/courses", {"title": title}).location).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }} {0.__class__}" in page


def test_an_assignment_is_made_of_the_chosen_problems(instructor, classroom, db):
    first, second = library()[0], library()[-1]
    address = f"/courses/{classroom.course}/assignments/new"
    response = instructor.post(
        address,
        {
            "title": "Week 2",
            f"pick.{second.slug}": "on",
            f"points.{second.slug}": "2.5",
            f"attempts.{second.slug}": "1",
            f"points.{first.slug}": "9",
            f"attempts.{first.slug}": "9",
        },
    )

    assert response.status_code == 303
    with db.reading() as session:
        assignment_id = uuid.UUID(response.location.rsplit("/", 1)[1])
        made = session.scalars(select(Item).where(Item.assignment_id == assignment_id)).one()
    assert (made.problem, made.points, made.max_attempts) == (second.slug, 2.5, 1)
    assert second.title in instructor.get(response.location).text


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"title": ""}, "Type a title"),
        ({"points.SLUG": "many"}, "Type a number for the points"),
        ({"points.SLUG": "nan"}, "Points lie above 0"),
        ({"attempts.SLUG": "1.5"}, "Type a number for the attempts"),
        ({"attempts.SLUG": "0"}, "Give 1 to 100 attempts"),
    ],
)
def test_a_bad_assignment_comes_back_as_typed(instructor, classroom, changed, message):
    slug = library()[0].slug
    typed = {
        "title": "Week 2",
        f"pick.{slug}": "on",
        f"points.{slug}": "3",
        f"attempts.{slug}": "3",
        **{name.replace("SLUG", slug): value for name, value in changed.items()},
    }
    response = instructor.post(f"/courses/{classroom.course}/assignments/new", typed)

    assert response.status_code == 422
    assert message in response.text
    page = Elements(response.text)
    assert page.with_name("title")["value"] == typed["title"]
    assert "checked" in page.with_name(f"pick.{slug}")
    assert page.with_name(f"points.{slug}")["value"] == typed[f"points.{slug}"]


def test_an_assignment_without_problems_is_refused(instructor, classroom):
    response = instructor.post(f"/courses/{classroom.course}/assignments/new", {"title": "Empty"})

    assert response.status_code == 422
    assert "Choose 1 to 50 problems." in response.text


def test_an_assignment_shows_each_items_state_points_and_attempts(student, classroom, db):
    right, wrong = classroom.deal(0), classroom.deal(1)
    classroom.submit(right)
    classroom.submit(wrong, classroom.wrong_answers(wrong))
    mark_waiting(db)
    classroom.submit(classroom.deal(2))
    page = student.get(f"/assignments/{classroom.assignment}").text

    assert page.count("state-done") == 1
    assert page.count("state-open") == 1
    assert page.count("state-waiting") == 1
    assert "2 of 3 attempts left" in page
    assert "<strong>4</strong> of" in page


def test_starting_an_item_twice_leads_to_the_same_variant(student, classroom):
    address = f"/items/{classroom.items[3]}"
    first, second = student.post(address), student.post(address)

    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert first.location.startswith("/variants/")


def test_the_dashboard_shows_scores_means_newest_and_the_queue(instructor, classroom, db):
    blaise = classroom.add_student("Blaise")
    wrong = classroom.deal(0, blaise)
    classroom.submit(classroom.deal(0))
    classroom.submit(wrong, classroom.wrong_answers(wrong), student=blaise)
    mark_waiting(db)
    classroom.submit(classroom.deal(1))
    page = instructor.get(f"/assignments/{classroom.assignment}/dashboard").text

    assert "shade-4" in page
    assert "shade-0" in page
    assert "50 %" in page
    assert "marked, 100 %" in page
    assert "queued" in page
    assert "nobody marks right now" in page


def test_the_dashboards_poll_brings_its_fragment_only_when_something_changed(instructor, classroom):
    address = f"/assignments/{classroom.assignment}/dashboard"
    page = Elements(instructor.get(address).text)
    poll = next(a["hx-get"] for _, a in page.tags if a.get("id") == "board")

    assert instructor.get(poll, **HTMX).status_code == 204
    classroom.submit(classroom.deal())
    changed = instructor.get(poll, **HTMX)
    assert changed.status_code == 200
    assert changed.text.lstrip().startswith('<div id="board"')
    again = next(a["hx-get"] for _, a in Elements(changed.text).tags if a.get("id") == "board")
    assert again != poll


def test_an_empty_class_sees_the_join_code(student, db):
    course = student.post("/courses", {"title": "Mine"}).location
    slug = library()[0].slug
    assignment = student.post(
        f"{course}/assignments/new",
        {"title": "One", f"pick.{slug}": "on", f"points.{slug}": "1", f"attempts.{slug}": "1"},
    ).location
    page = student.get(f"{assignment}/dashboard").text

    assert "No student has joined yet" in page
    assert "Nothing was submitted yet" in page


def test_a_failed_submission_is_queued_again_with_a_button(instructor, classroom, failed, db):
    board = f"/assignments/{classroom.assignment}/dashboard"
    assert "Queue again" in instructor.get(board).text
    assert "Queue it again" in instructor.get(f"/submissions/{failed}").text

    response = instructor.post(f"/submissions/{failed}/requeue", {"next": board})

    assert (response.status_code, response.location) == (303, board)
    assert classroom.doorbell.rings[-1] == failed
    assert mark_waiting(db) == 1
    assert "Queue again" not in instructor.get(board).text


def test_requeueing_leads_nowhere_else(instructor, failed):
    response = instructor.post(f"/submissions/{failed}/requeue", {"next": "//evil.example"})

    assert response.location == "/"


def test_a_student_sees_the_failure_but_no_button(student, failed):
    page = student.get(f"/submissions/{failed}").text

    assert "Out of its bounds." in page
    assert "requeue" not in page


def test_a_submissions_detail_shows_code_answers_and_marks(instructor, classroom, db):
    variant = classroom.deal()
    receipt = classroom.submit(variant, classroom.wrong_answers(variant, "[7.5, 8]"))
    mark_waiting(db)
    page = instructor.get(f"/submissions/{receipt.submission_id}").text

    assert "backward" in page
    assert "[7.5, 8]" in page
    assert "Not right" in page
    assert "0 of 4 points" in page
    assert "By Ada." in page
