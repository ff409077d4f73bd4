"""Questions about an exercise as pages: asking below it, the thread, the lists, and who is told that there is news."""

import re
import uuid

import pytest

from app.domain.credit import Rules
from app.domain.feedback import Feedback, Shown
from app.models import Inquiry
from app.services.accounts import sign_up
from app.services.administrators import grant_administrator
from app.services.assignments import change_assignment
from app.services.grading import mark_waiting
from tests.app.desk import Desk
from tests.app.web.browsing import Elements


@pytest.fixture
def desk(classroom):
    return Desk(classroom)


def ask(browser, variant, **typed):
    page = browser.get(f"/variants/{variant}")
    note = re.search(r'name="id" value="([^"]+)"', page.text)[1]
    form = {"id": note, "kind": "wrong", "text": "Is it?", **typed}
    return browser.post(f"/variants/{variant}/questions", form)


def test_a_student_asks_a_teacher_answers_and_the_student_is_told(student, instructor, desk):
    course = f"/courses/{desk.room.course}"
    asked = ask(student, desk.variant, text="<b>Why</b> 14?", **{"answer.q": "x"})
    assert asked.status_code == 303
    thread = asked.location

    page = student.get(thread).text
    assert "&lt;b&gt;Why&lt;/b&gt; 14?" in page
    assert "the teachers of the course see it" in page
    assert "1 waits for an answer" in instructor.get(course).text
    assert thread in instructor.get(f"{course}/questions").text
    assert "There is news" not in student.get("/").text

    note = str(uuid.uuid4())
    for _click in range(2):
        answered = instructor.post(f"{thread}/replies", {"id": note, "text": "Look at line 5."})
        assert answered.status_code == 303

    assert instructor.get(thread).text.count("Look at line 5.") == 1
    assert "waits for an answer" not in instructor.get(course).text
    assert "There is news on 1 question of yours." in student.get("/").text
    assert "New answer" in student.get(f"/variants/{desk.variant}").text
    # Looking alone changes nothing: the page itself says what it showed.
    assert "There is news" in student.get("/").text
    assert (
        student.post(f"{thread}/seen", {"steps": "2"}, **{"HX-Request": "true"}).status_code == 204
    )
    assert "There is news" not in student.get("/").text


def test_what_cannot_be_asked_comes_back_with_what_stood_in_the_answers(student, desk, db):
    question = next(iter(desk.room.right_answers(desk.variant)))

    refused = ask(student, desk.variant, kind="", text=" ", **{f"answer.{question}": "[1, 2"})

    assert refused.status_code == 422
    assert "Choose one of the two." in refused.text
    assert "Write what you would like to say." in refused.text
    assert Elements(refused.text).with_name(f"answer.{question}")["value"] == "[1, 2"
    with db.reading() as session:
        assert session.query(Inquiry).count() == 0


def test_a_reply_that_is_too_long_comes_back_as_typed(student, desk):
    inquiry = desk.ask()

    refused = student.post(f"/questions/{inquiry}/replies", {"text": "y" * 4001})

    assert refused.status_code == 422
    assert "y" * 4001 in refused.text
    assert "Shorten this to 4000 characters" in refused.text


def test_a_thread_is_closed_and_opened_again_by_its_buttons(student, desk):
    address = f"/questions/{desk.ask()}"

    student.post(f"{address}/close")
    assert "You closed this." in student.get(address).text
    student.post(f"{address}/reopen")
    assert "You opened this again." in student.get(address).text


def test_a_list_shows_what_is_asked_for_and_says_when_that_is_nothing(instructor, desk):
    address = f"/courses/{desk.room.course}/questions"
    assert "Nobody has asked anything yet." in instructor.get(address).text
    desk.ask(text="Still open")
    desk.say(desk.ask(text="Settled"))

    assert "Still open" not in instructor.get(f"{address}?show=answered&page=9").text
    assert "No question stands here now." in instructor.get(f"{address}?show=closed").text
    assert "Still open" in instructor.get(f"{address}?show=nonsense&page=x").text


def test_a_thread_shows_no_result_before_the_rules_do(student, instructor, desk, db):
    room = desk.room
    room.submit(desk.variant)
    mark_waiting(db)
    address = f"/questions/{desk.ask()}"
    assert "100 %" in student.get(address).text
    change_assignment(
        db,
        user_id=room.instructor,
        assignment_id=room.assignment,
        title="Week 1",
        rules=Rules(),
        feedback=Feedback(Shown.NEVER, Shown.NEVER, Shown.NEVER),
    )

    page = student.get(address).text

    assert "Attempt 1" in page
    assert "100 %" not in page
    assert "Right" not in page
    assert "100 %" in instructor.get(address).text


def test_a_guest_is_shown_how_to_ask(stranger):
    variant = stranger.practise()

    page = stranger.get(f"/variants/{variant}").text

    assert "Make an account</a> to ask" in page
    assert "ask-form" not in page
    assert stranger.post(f"/variants/{variant}/questions").status_code == 303


def test_a_question_about_practice_reaches_administrators_with_its_exercise(
    student, open_browser, desk, db
):
    variant = student.practise()
    thread = ask(student, variant, text="Is this practice right?").location
    root = open_browser(add_administrator(db))

    assert "Is this practice right?" in root.get("/admin/questions").text
    assert root.get(thread).status_code == 200
    assert root.get(f"/variants/{variant}").status_code == 200
    assert root.post(f"{thread}/replies", {"text": "It is."}).status_code == 303
    assert "Administrator" in student.get(thread).text
    assert root.get(f"/variants/{student.practise()}").status_code == 404


def add_administrator(db):
    user = sign_up(
        db, email="root@example.org", display_name="Root", password="correct horse"
    ).user_id
    grant_administrator(db, "root@example.org")
    return user
