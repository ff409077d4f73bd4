"""An exam against the clock in a real browser; its students' clocks are moved in the database, never the browser's."""

import datetime as dt
import uuid
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.db import Database
from app.domain.sittings import Conduct
from app.models import Course, Draft, SittingRow, User
from app.services.assignments import NewItem, create_assignment
from app.services.courses import create_course
from app.services.drafts import look_again
from app.services.members import join_course
from tests.browser.checking import check
from tests.browser.running import right_answers, submissions_on, variant_of

PROBLEM = "One weight per component"


@dataclass
class Exam:
    """An assignment of 40 minutes, in a course of the demo's teacher with one of its students."""

    store: Database
    assignment: uuid.UUID
    student: uuid.UUID

    @property
    def address(self) -> str:
        return f"/assignments/{self.assignment}"

    def leave_seconds(self, seconds):
        """Let so much time pass that only some seconds are left."""
        with self.store.writing() as session:
            row = session.get_one(SittingRow, (self.assignment, self.student))
            left = dt.timedelta(seconds=seconds) - dt.timedelta(minutes=row.minutes)
            row.started_at = self.store.now(session) + left
            # As every service that moves somebody's time does.
            look_again(session, self.assignment)

    def kept(self, address):
        """Return what the server keeps of an exercise's form."""
        with self.store.reading() as session:
            draft = session.get(Draft, variant_of(address))
            return set(draft.answers.values()) if draft else set()


@pytest.fixture
def exam(gradmark):
    store = gradmark.store()
    with store.reading() as session:
        people = dict(session.execute(select(User.email, User.id)).all())
    teacher, student = people["teacher@demo.example"], people["ada@demo.example"]
    course = create_course(store, user_id=teacher, title="Against the clock")
    with store.reading() as session:
        code = session.get_one(Course, course).join_code
    join_course(store, user_id=student, join_code=code)
    assignment = create_assignment(
        store,
        user_id=teacher,
        course_id=course,
        title="Exam",
        items=[NewItem("one-weight-per-component", 4, 3), NewItem("backward-twice", 4, 3)],
        conduct=Conduct(40),
    )
    yield Exam(store, assignment, student)
    store.dispose()


@pytest.fixture(params=[(1280, "light"), (360, "dark")], ids=["wide", "narrow"])
def look(request):
    width, scheme = request.param
    return {"width": width, "color_scheme": scheme}


def begin(person, exam):
    """Start the clock, and open the first exercise."""
    person.page.goto(exam.address)
    person.page.get_by_role("link", name="Read the rules and start").click()
    person.page.get_by_role("button", name="Start: my 40 minutes begin now").click()
    person.page.get_by_role("button", name=f"Start: {PROBLEM}").click()
    expect(person.page.locator("#answers-form")).to_be_visible()
    return person.page.url


def ask_the_server(person):
    """Let the countdown ask how it stands now, which it does by itself three times a minute."""
    person.page.evaluate("document.body.dispatchEvent(new CustomEvent('look'))")


def sees_kept(person):
    state = person.page.locator("#draft-state")
    expect(state).to_contain_text("Kept on the server.", timeout=20_000)


def test_an_exam_from_its_rules_to_what_is_handed_in_when_the_time_is_over(
    look, exam, open_person, gradmark
):
    student, teacher = open_person(**look), open_person(**look)
    student.sign_in("ada@demo.example")
    page = student.page
    check(student, exam.address)
    check(student, f"{exam.address}/start")
    address = begin(student, exam)
    left = page.get_by_role("timer")
    before = left.inner_text()
    expect(left).not_to_have_text(before)
    student.give_answers(right_answers(gradmark, address))
    sees_kept(student)
    check(student)
    check(student, f"{exam.address}/finish")
    expect(page.get_by_role("main")).to_contain_text("it is handed in for you")

    exam.leave_seconds(-15)
    teacher.sign_in("teacher@demo.example")
    check(teacher, f"{exam.address}/sittings")
    expect(teacher.page.get_by_role("main")).to_contain_text("Time is over")
    handed_in = page.locator("#result").filter(has_text="handed in for you")
    for _ in range(60):
        page.goto(address)
        if handed_in.count():
            break
        page.wait_for_timeout(1000)
    student.see_marked(attempt=1, score="4 of 4 points")
    check(student)
    assert submissions_on(gradmark, address) == 1


def test_at_the_end_of_the_countdown_the_page_closes_by_itself(exam, open_person):
    student = open_person()
    student.sign_in("ada@demo.example")
    address = begin(student, exam)
    exam.leave_seconds(6)
    student.page.goto(address)
    expect(student.page.locator("#submit")).to_be_disabled(timeout=15_000)
    student.type_everywhere("[9, 9, 9]")
    sees_kept(student)

    # The server has the last word, once nothing can be on its way any more.
    exam.leave_seconds(-15)
    ask_the_server(student)
    expect(student.page.locator("#clock")).to_contain_text("Your time is over.")


def test_a_student_is_finished_before_the_time_and_gets_more_minutes_while_the_page_is_open(
    exam, open_person
):
    student, teacher = open_person(), open_person()
    student.sign_in("ada@demo.example")
    begin(student, exam)
    student.page.get_by_role("link", name="I am finished").click()
    student.page.get_by_role("button", name="Yes, I am finished").click()
    expect(student.page.get_by_role("status").first).to_contain_text("You are finished.")

    teacher.sign_in("teacher@demo.example")
    teacher.page.goto(f"{exam.address}/sittings")
    teacher.page.get_by_label("Who gets them").select_option(label="Ada Lovelace")
    teacher.page.get_by_label("Minutes", exact=True).fill("10")
    teacher.page.get_by_role("button", name="Give the minutes").dblclick()
    expect(teacher.page.locator("table.sittings")).to_contain_text("minutes left")

    ask_the_server(student)
    expect(student.page.get_by_role("timer")).to_be_visible()
    expect(student.page.get_by_role("button", name=f"Continue: {PROBLEM}")).to_be_visible()


def test_what_is_typed_is_kept_without_a_connection_and_on_another_device(exam, open_person):
    student = open_person()
    student.expected = ("ERR_INTERNET_DISCONNECTED", "htmx:error: Failed to fetch")
    student.sign_in("ada@demo.example")
    address = begin(student, exam)
    first = student.page.locator("input.answer").first
    state = student.page.locator("#draft-state")
    student.type_everywhere("[1, 2")
    sees_kept(student)
    assert exam.kept(address) == {"[1, 2"}

    student.page.context.set_offline(True)
    student.type_everywhere("[1, 2, 3")
    expect(state.get_by_role("status")).to_contain_text("Not kept on the server yet")
    student.page.context.set_offline(False)
    sees_kept(student)
    assert exam.kept(address) == {"[1, 2, 3"}
    assert student.page.evaluate("Object.keys(localStorage).length") == 0

    other = open_person(width=360)
    other.sign_in("ada@demo.example")
    other.page.goto(address)
    expect(other.page.locator("input.answer").first).to_have_value("[1, 2, 3")
    other.type_everywhere("[4, 5]")
    sees_kept(other)

    # The first window is behind, and its owner types there now: that is the newer text.
    first.fill("[6, 7]")
    sees_kept(student)
    assert exam.kept(address) == {"[6, 7]"}
    other.page.reload()
    expect(other.page.locator("input.answer").first).to_have_value("[6, 7]")
