"""The pages of assignments with a time limit, as students and teachers meet them."""

import datetime as dt

import pytest

from app.domain.feedback import Feedback, Shown
from app.domain.sittings import Conduct, HandIn
from app.models import Accommodation, Assignment, SittingRow, Submission
from app.services.grading import mark_waiting
from app.services.handing_in import hand_in_waiting
from tests.app.limited import let_pass, set_rules, start
from tests.app.web.browsing import Elements


@pytest.fixture
def address(classroom):
    return f"/assignments/{classroom.assignment}"


def sitting(db, classroom):
    with db.reading() as session:
        return session.get(SittingRow, (classroom.assignment, classroom.student))


def test_a_student_is_told_the_rules_asked_and_then_sees_the_exercises(
    student, classroom, db, address
):
    set_rules(classroom, due=5000)
    page = student.get(address).text
    assert "You have 40 minutes for this, once you start" in page
    assert "One weight per component" not in page

    rules = student.get(f"{address}/start").text
    assert "The clock runs on even if you leave the page" in rules
    assert "what you typed last and can be read is submitted by itself" in rules
    assert sitting(db, classroom) is None
    for _ in range(2):
        assert student.post(f"{address}/start").location == address

    page = student.get(address).text
    assert "One weight per component" in page
    clock = next(one for tag, one in Elements(page).tags if one.get("id") == "clock")
    assert 2390 <= int(clock["data-seconds"]) <= 2400
    assert student.get(f"{address}/start").location == address


def test_who_would_lose_minutes_or_has_more_is_told_before_the_start(
    student, classroom, db, address
):
    set_rules(classroom, closes=30)
    assert "you do not have all of your minutes" in student.get(f"{address}/start").text
    with db.writing() as session:
        session.add(
            Accommodation(course_id=classroom.course, user_id=classroom.student, extra_percent=25)
        )

    page = student.get(f"{address}/start").text
    assert "You have 50 minutes" in page
    assert "Everybody else has 40 minutes" in page


def test_who_says_that_they_are_finished_is_asked_first_and_shown_what_is_not_submitted(
    student, classroom, db, address
):
    set_rules(classroom)
    start(classroom)
    variants = [classroom.deal(position) for position in range(3)]
    student.submit(variants[0], classroom.wrong_answers(variants[0]))
    for variant, text in ((variants[1], "[1, 2]"), (variants[2], "[1, ")):
        keep(student, variant, dict.fromkeys(classroom.right_answers(variant), text))

    page = student.get(f"{address}/finish").text
    assert page.count("1 submission<") == 1
    assert "it is handed in for you" in page
    assert "cannot be read: it will not count" in page
    assert sitting(db, classroom).ended_at is None

    student.post(f"{address}/finish")
    page = student.get(address).text
    assert "You are finished." in page
    assert "Your time is over." in page
    assert 'id="submit"' not in student.get(f"/variants/{variants[1]}").text
    assert student.get(f"{address}/finish").location == address


def keep(student, variant, answers, counter=1):
    typed = {f"answer.{question}": text for question, text in answers.items()}
    return student.post(
        f"/variants/{variant}/draft", {"draft": str(counter), **typed}, **{"HX-Request": "true"}
    )


def test_what_is_typed_stands_there_again_on_any_device(student, classroom, open_browser):
    variant = classroom.deal()
    answers = dict.fromkeys(classroom.right_answers(variant), "[1, 2")

    assert keep(student, variant, answers, 7).json == {"kept": True, "counter": 7}
    assert keep(student, variant, answers, 6).json == {"kept": False, "counter": 7}

    form = Elements(open_browser(classroom.student).get(f"/variants/{variant}").text)
    assert form.with_name("answer.a_grad")["value"] == "[1, 2"
    assert form.with_name("draft")["value"] == "7"
    assert "[1, 2" not in open_browser(classroom.instructor).get(f"/variants/{variant}").text


def test_what_cannot_be_kept_is_refused_in_words_a_script_can_tell_apart(
    student, stranger, classroom
):
    variant = classroom.deal()
    assert keep(student, variant, {}, 0).status_code == 422
    assert keep(stranger, variant, {}).status_code == 401
    set_rules(classroom, minutes=None, closes=-1)
    refused = keep(student, variant, {})
    assert (refused.status_code, refused.mimetype) == (409, "text/plain")
    assert "data-keep" not in student.get(f"/variants/{variant}").text


def test_what_is_handed_in_at_the_end_is_shown_as_that(
    student, instructor, classroom, db, doorbell
):
    set_rules(classroom)
    start(classroom)
    variant = classroom.deal()
    assert "is submitted by itself" in student.get(f"/variants/{variant}").text
    keep(student, variant, classroom.wrong_answers(variant))
    let_pass(classroom, 41)
    set_rules(classroom)
    hand_in_waiting(db, doorbell)
    mark_waiting(db)

    page = student.get(f"/variants/{variant}").text
    assert "handed in for you at closing time" in page
    assert "Attempt 1: marked" in page
    with db.reading() as session:
        only = session.query(Submission).one().id
    assert "handed in at closing time" in instructor.get(f"/submissions/{only}").text


def test_right_answers_shown_at_closing_cannot_be_sent_in_within_the_grace(student, classroom, db):
    set_rules(classroom, closes=30, feedback=Feedback(truth=Shown.CLOSED))
    start(classroom)
    variant = classroom.deal()
    answers = classroom.right_answers(variant)
    for seconds in (5, 15):
        with db.writing() as session:
            session.get_one(Assignment, classroom.assignment).closes_at = db.now(
                session
            ) - dt.timedelta(seconds=seconds)
        shown = 'id="answers"' in student.get(f"/variants/{variant}").text
        assert shown is (seconds == 15)
    assert student.submit(variant, answers, key="late").status_code == 409


def test_teachers_see_who_sits_and_instructors_give_minutes(instructor, classroom, db, address):
    set_rules(classroom)
    page = instructor.get(f"{address}/sittings").text
    assert "Nobody has started yet." in page
    start(classroom)
    page = instructor.get(f"{address}/sittings").text
    assert "40 minutes left" in page
    key = Elements(page).with_name("key")["value"]

    refused = instructor.post(
        f"{address}/sittings", {"student": str(classroom.student), "minutes": "many", "key": key}
    )
    assert refused.status_code == 422
    assert "whole number of minutes" in refused.text
    assert Elements(refused.text).with_name("minutes")["value"] == "many"
    assert Elements(refused.text).with_name("key")["value"] == key
    for _ in range(2):
        instructor.post(f"{address}/sittings", {"student": "all", "minutes": "10", "key": key})
    assert sitting(db, classroom).minutes == 50
    fragment = instructor.get(f"{address}/sittings", **{"HX-Request": "true"}).text
    assert "50 minutes left" in fragment
    assert "<h1" not in fragment


def test_the_clock_tells_a_student_what_the_server_says_and_a_teacher_nothing(
    student, instructor, classroom, address
):
    set_rules(classroom)
    start(classroom)
    assert 'data-seconds="23' in student.get(f"{address}/clock").text.replace("2400", "2399")
    let_pass(classroom, 41)
    assert "data-over" in student.get(f"{address}/clock").text
    assert instructor.get(f"{address}/clock").status_code == 204


def test_more_minutes_are_given_on_the_page_of_extensions_too(instructor, classroom, address):
    set_rules(classroom)
    typed = {"student": str(classroom.student), "reason": "was ill"}
    for minutes, said in (("", "Choose a time after"), ("ten", "whole number of minutes")):
        refused = instructor.post(f"{address}/extensions", {**typed, "minutes": minutes})
        assert refused.status_code == 422
        assert said in refused.text or "never due" in refused.text

    instructor.post(f"{address}/extensions", {**typed, "minutes": "15"})

    assert "15 minutes more" in instructor.get(f"{address}/extensions").text


def test_extra_time_is_set_on_the_members_page(instructor, classroom, db):
    address = f"/courses/{classroom.course}/members/{classroom.student}"
    for percent, said in (("many", "whole number of percent"), ("500", "Give 0 to 300 percent")):
        refused = instructor.post(f"{address}/extra-time", {"percent": percent})
        assert refused.status_code == 422
        assert said in refused.text
        assert Elements(refused.text).with_name("percent")["value"] == percent

    instructor.post(f"{address}/extra-time", {"percent": "25"})
    page = instructor.get(address).text
    assert "The extra time is set." in page
    assert Elements(page).with_name("percent")["value"] == "25"

    instructor.post(f"{address}/extra-time", {"percent": ""})
    with db.reading() as session:
        assert session.query(Accommodation).count() == 0


def test_the_limit_is_set_where_an_assignment_is_made_and_changed(
    instructor, classroom, db, address
):
    fields = {"title": "Week 1", "minutes": "45", "hand_in": "never"}
    for minutes, said in (("soon", "whole number of minutes"), ("0", "Give 1 to 1440 minutes")):
        refused = instructor.post(f"{address}/edit", {**fields, "minutes": minutes})
        assert refused.status_code == 422
        assert said in refused.text
        assert Elements(refused.text).with_name("minutes")["value"] == minutes

    instructor.post(f"{address}/edit", fields)

    with db.reading() as session:
        conduct = session.get_one(Assignment, classroom.assignment).conduct
    assert conduct == Conduct(45, HandIn.NEVER)
    form = Elements(instructor.get(f"{address}/edit").text)
    assert form.with_name("minutes")["value"] == "45"


def test_a_new_assignments_times_are_filled_in_by_the_rhythm_of_the_course(instructor, classroom):
    new = f"/courses/{classroom.course}/assignments/new"
    form = Elements(instructor.get(new).text)
    assert form.with_name("due_at")["value"].endswith("T23:59")
    assert form.with_name("opens_at")["value"] == ""
    instructor.post(
        f"/assignments/{classroom.assignment}/edit", {"title": "W", "due_at": "2030-06-10T12:00"}
    )

    assert Elements(instructor.get(new).text).with_name("due_at")["value"] == "2030-06-17T12:00"
