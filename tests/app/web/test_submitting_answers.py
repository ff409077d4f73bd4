"""The exercise page: previewing, submitting, being marked, and what a slip costs."""

import re
import uuid

import pytest

from app.models import Submission
from app.services.grading import mark_waiting
from tests.app.web.browsing import Elements, sheet_key

HTMX = {"HX-Request": "true"}


@pytest.fixture
def variant(classroom):
    return classroom.deal_problem("one-weight-per-component")


def polled_by(fragment) -> str:
    """The address that a fragment asks every second."""
    return next(a["hx-get"] for _, a in Elements(fragment.text).tags if "hx-get" in a)


def stored(db):
    with db.reading() as session:
        return session.query(Submission).count()


def test_the_page_shows_the_program_numbered_and_asks_each_question(student, classroom, variant):
    page = student.get(f"/variants/{variant}")

    assert page.status_code == 200
    assert '<span class="line"><span class="kn">import</span>' in page.text
    for question in classroom.right_answers(variant):
        assert f'for="answer-{question}"' in page.text
        field = Elements(page.text).with_name(f"answer.{question}")
        assert field["hx-post"].startswith("/preview?field=")
    assert "<strong>3 attempts</strong> left" in page.text
    assert "0.1 %" in page.text


def test_a_submission_is_stored_rings_and_is_shown_as_queued(student, classroom, variant, db):
    response = student.submit(variant, classroom.right_answers(variant))

    assert response.status_code == 303
    assert response.location == f"/variants/{variant}#result"
    assert len(classroom.doorbell.rings) == 1
    page = student.get(f"/variants/{variant}").text
    assert "queued" in page
    assert "It will be marked exactly once, or shown as failed with a reason." in page
    assert "<strong>2 attempts</strong> left" in page
    assert 'hx-trigger="load delay:300ms, every 1s"' in page


def test_the_click_is_answered_with_what_it_has_changed(student, classroom, variant, asked):
    answers = classroom.wrong_answers(variant)
    key = sheet_key(student.get(f"/variants/{variant}"))
    asked.clear()
    received = student.submit(variant, answers, key, **HTMX)

    assert received.headers["HX-Retarget"] == "#answers-form"
    assert sheet_key(received) != key
    assert 'value="12345"' in received.text
    assert 'id="result" class="result card result-queued"' in received.text
    assert received.text.count('hx-swap-oob="true"') == 2
    assert "<strong>2 attempts</strong> left; the next opens" in received.text
    assert "marked exactly once" in received.text
    # One that the form's token costs this browser, one to know the student, four to take the attempt, none to draw it.
    assert len([one for one in asked if not one.startswith("BEGIN")]) == 6
    last = student.submit(variant, classroom.wrong_answers(variant, "2"), **HTMX)
    assert "HX-Retarget" in last.headers
    none_left = student.submit(variant, classroom.wrong_answers(variant, "3"), **HTMX)
    assert "HX-Retarget" not in none_left.headers
    assert 'id="work"' in none_left.text


def test_right_answers_are_marked_right_and_the_polling_ends(student, classroom, variant, db):
    student.submit(variant, classroom.right_answers(variant))
    mark_waiting(db)
    page = student.get(f"/variants/{variant}").text

    assert page.count("verdict-right") == len(classroom.right_answers(variant))
    assert "verdict-wrong" not in page
    assert "100 %" in page
    assert "4 of 4 points" in page
    assert "every 1s" not in page
    assert "Next item" in page
    assert 'id="submit"' not in page


def test_wrong_answers_can_be_tried_again(student, classroom, variant, db):
    student.submit(variant, classroom.wrong_answers(variant))
    mark_waiting(db)
    page = student.get(f"/variants/{variant}").text

    assert "verdict-wrong" in page
    assert "Not right" in page
    assert "Read as" in page
    assert "Try again" in page
    assert 'value="12345"' in page


def test_when_all_attempts_are_used_no_more_is_offered_or_taken(student, classroom, variant, db):
    for value in ("1", "2", "3"):
        student.submit(variant, classroom.wrong_answers(variant, value + "2345"))
        mark_waiting(db)
    page = student.get(f"/variants/{variant}").text
    assert "All attempts on this item are used." in page
    assert 'id="submit"' not in page

    late = student.submit(variant, classroom.right_answers(variant), **HTMX)
    assert late.status_code == 409
    assert "All 3 attempts on this item are used." in late.text
    assert stored(db) == 3


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_malformed_answer_comes_back_as_typed_and_costs_nothing(
    student, classroom, variant, db, headers
):
    answers = classroom.wrong_answers(variant, '[1, <b>"2')
    response = student.submit(variant, answers, **headers)

    assert response.status_code == 422
    field = Elements(response.text).with_name(f"answer.{next(iter(answers))}")
    assert field["value"] == '[1, <b>"2'
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"].split()[1] in response.text
    assert "<b>" not in response.text
    assert "no attempt was used" in response.text
    assert stored(db) == 0
    assert classroom.doorbell.rings == []
    assert response.text.startswith("<!doctype html>") is (not headers)


def test_the_same_click_twice_counts_once(student, classroom, variant, db):
    answers = classroom.right_answers(variant)
    key = sheet_key(student.get(f"/variants/{variant}"))
    first = student.submit(variant, answers, key)
    second = student.submit(variant, answers, key)

    assert first.status_code == second.status_code == 303
    assert stored(db) == 1
    third = student.submit(variant, answers, key, **HTMX)
    assert "They count once." in third.text
    assert stored(db) == 1


def test_equal_answers_on_a_fresh_page_cost_nothing(student, classroom, variant, db):
    student.submit(variant, classroom.wrong_answers(variant, "[1, 2]"))
    again = student.submit(variant, classroom.wrong_answers(variant, "1.0, 2.0"), **HTMX)

    assert again.status_code == 200
    assert "These answers are attempt 1 already" in again.text
    assert stored(db) == 1


def test_every_page_load_has_a_key_of_its_own(student, variant):
    keys = {sheet_key(student.get(f"/variants/{variant}")) for _ in range(3)}

    assert len(keys) == 3


def test_a_form_without_its_key_is_told_so(student, classroom, variant, db):
    typed = {f"answer.{name}": text for name, text in classroom.right_answers(variant).items()}
    response = student.post(f"/variants/{variant}", typed)

    assert response.status_code == 422
    assert "Reload the page" in response.text
    assert stored(db) == 0


def test_a_poll_gets_nothing_until_something_changed(student, classroom, variant, db, asked):
    fragment = student.submit(variant, classroom.right_answers(variant), **HTMX)
    placed = student.get(polled_by(fragment), **HTMX)
    assert "Place 1 in the queue." in placed.text
    assert 'id="actions"' not in placed.text
    address = polled_by(placed)

    assert student.get(address, **HTMX).status_code == 204
    asked.clear()
    student.get(address, **HTMX)
    assert len([one for one in asked if one.startswith("SELECT")]) == 3, (
        "a class that waits asks little, every second"
    )
    mark_waiting(db)
    changed = student.get(address, **HTMX)
    assert changed.status_code == 200
    assert "<html" not in changed.text
    assert "verdict-right" in changed.text
    assert 'id="actions" class="answer-actions" hx-swap-oob="true"' in changed.text
    assert "hx-get" not in changed.text


def test_a_failed_submission_shows_its_reason_and_used_no_attempt(student, classroom, variant, db):
    receipt = classroom.submit(variant)
    with db.writing() as session:
        failed = session.get_one(Submission, receipt.submission_id)
        failed.state, failed.failure = "failed", "The worker was struck by lightning."
    page = student.get(f"/variants/{variant}").text

    assert "The worker was struck by lightning." in page
    assert "It used no attempt." in page
    assert "<strong>3 attempts</strong> left" in page
    assert "Try again" in page


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("[0.3, 3, 3e-4]", "[3]"),
        ("tensor([[1., 2.], [3., 4.]])", "[2, 2]"),
        ("1/4", "0.25"),
        ("None", "None"),
        ("inf", "inf"),
    ],
)
def test_the_preview_shows_how_a_text_is_read(student, typed, shown):
    response = student.post("/preview?field=answer.x", {"answer.x": typed}, **HTMX)

    assert response.status_code == 200
    assert "Read as" in response.text
    assert shown in response.text


def test_the_preview_shows_what_is_wrong_with_a_text_escaped(student):
    response = student.post("/preview?field=answer.x", {"answer.x": "<script>1"}, **HTMX)

    assert response.status_code == 200
    assert "preview-bad" in response.text
    assert "<script>" not in response.text


def test_the_preview_of_nothing_is_nothing(student):
    assert student.post("/preview?field=answer.x", {"answer.x": "  "}).text.strip() == ""
    assert student.post("/preview", {}).text.strip() == ""


def test_when_the_store_is_away_the_typed_answers_come_back(student, classroom, variant, db):
    key = sheet_key(student.get(f"/variants/{variant}"))
    token = student.token()
    typed = {"csrf_token": token, "key": key}
    typed |= {f"answer.{question}": "[1, 2, 3]" for question in classroom.right_answers(variant)}
    with db.writing() as session:
        # Another writer that does not end: SQLite gives up waiting for it after five seconds.
        db.now(session)
        response = student.client.post(f"/variants/{variant}", data=typed)
        fragment = student.client.post(f"/variants/{variant}", data=typed, headers=HTMX)

    assert response.status_code == 503
    assert "does not answer right now" in response.text
    fields = Elements(response.text)
    assert fields.with_name("answer.a_grad")["value"] == "[1, 2, 3]"
    assert fields.with_name("key")["value"] == key
    assert (fragment.status_code, fragment.mimetype) == (503, "text/plain")
    assert student.client.post(f"/variants/{variant}", data=typed).status_code == 303


def test_history_lists_every_submission(student, classroom, variant, db):
    for value in ("11111", "22222"):
        student.submit(variant, classroom.wrong_answers(variant, value))
        mark_waiting(db)
    page = student.get(f"/variants/{variant}").text

    assert "2 submissions" in page
    assert page.count('href="/submissions/') == 2


def test_practice_gives_another_exercise_and_shows_answers_only_after_a_mark(
    stranger, db, classroom
):
    variant = stranger.practise("zeroed-in-between")
    page = stranger.get(f"/variants/{variant}").text
    assert "as many attempts as you like" in page
    assert "Show the answers" not in page
    assert stranger.post(f"/variants/{variant}/reveal").status_code == 409

    stranger.submit(variant, classroom.wrong_answers(variant))
    mark_waiting(db)
    page = stranger.get(f"/variants/{variant}").text
    assert "Show the answers" in page
    assert "Another exercise" in page
    assert 'id="answers"' not in page

    assert stranger.post(f"/variants/{variant}/reveal").status_code == 303
    page = stranger.get(f"/variants/{variant}").text
    assert 'id="answers"' in page
    assert 'id="submit"' not in page
    assert stranger.post("/practice/zeroing").location != f"/variants/{variant}"


def test_an_unknown_topic_is_not_found_and_makes_no_guest(stranger):
    assert stranger.post("/practice/astrology").status_code == 404
    assert stranger.get(f"/variants/{uuid.uuid4()}").location.startswith("/sign-in")


def test_a_page_tells_when_attempts_were_sent_as_browsers_read_it(student, classroom, variant):
    classroom.submit(variant, classroom.wrong_answers(variant))
    classroom.submit(variant)

    page = student.get(f"/variants/{variant}")

    sent = [a["datetime"] for tag, a in Elements(page.text).tags if tag == "time"]
    assert len(sent) == 2
    # A second's fraction has three digits at most in HTML, and none is of use here.
    in_seconds = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
    assert all(in_seconds.fullmatch(one) for one in sent)
