"""An assignment through its life in a real browser; its times are moved in the database, never the clock."""

import datetime as dt
import uuid
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.db import Database
from app.domain.credit import Rules, Step, Times
from app.models import Assignment, Course, User
from app.services.assignments import create_assignment
from app.services.courses import create_course
from app.services.items import NewItem
from app.services.members import join_course
from tests.browser.checking import check
from tests.browser.running import right_answers

PROBLEM = "One weight per component"


@dataclass
class Exam:
    """An assignment of one item, in a course of the demo's teacher with one of its students."""

    store: Database
    assignment: uuid.UUID

    @property
    def address(self) -> str:
        """Where its page is."""
        return f"/assignments/{self.assignment}"

    def move(self, opens=None, due=None, closes=None, late=None):
        """Set its times, in hours from now."""
        with self.store.writing() as session:
            now = self.store.now(session)
            opens, due, closes, late = (
                None if hours is None else now + dt.timedelta(hours=hours)
                for hours in (opens, due, closes, late)
            )
            steps = () if late is None else (Step(late, 50),)
            session.get_one(Assignment, self.assignment).rules = Rules(
                Times(opens, due, closes, steps)
            )


@pytest.fixture
def exam(gradmark):
    store = gradmark.store()
    with store.reading() as session:
        people = dict(session.execute(select(User.email, User.id)).all())
    teacher = people["teacher@demo.example"]
    course = create_course(store, user_id=teacher, title="Timed")
    with store.reading() as session:
        code = session.get_one(Course, course).join_code
    join_course(store, user_id=people["ada@demo.example"], join_code=code)
    assignment = create_assignment(
        store,
        user_id=teacher,
        course_id=course,
        title="Exam",
        items=[NewItem("one-weight-per-component", 4, 3)],
    )
    yield Exam(store, assignment)
    store.dispose()


@pytest.fixture(params=[(1280, "light"), (360, "dark")])
def look(request):
    width, scheme = request.param
    return {"width": width, "color_scheme": scheme}


def test_a_student_before_at_and_after_each_time(look, exam, open_person, gradmark):
    student = open_person(**look)
    student.expected = ("status of 409",)
    student.sign_in("ada@demo.example")
    main = student.page.get_by_role("main")

    exam.move(opens=1, due=2)
    check(student, exam.address)
    expect(main).to_contain_text("Not open yet")
    expect(main).not_to_contain_text(PROBLEM)

    exam.move(opens=-1, due=2)
    check(student, exam.address)
    student.page.get_by_role("button", name=f"Start: {PROBLEM}").click()
    expect(main).to_contain_text("A right answer now earns 4 of 4 points.")
    check(student)
    exercise = student.page.url

    exam.move(due=-1, late=1)
    check(student, exercise)
    expect(main).to_contain_text("A right answer now earns 2 of 4 points.")
    student.give_answers(right_answers(gradmark, exercise))
    student.submit()
    student.see_marked(attempt=1, score="2 of 4 points")

    exam.move(due=-2, closes=-1)
    student.type_everywhere("[7, 8, 9]")
    check(student, exam.address)
    expect(main).to_contain_text("Closed")
    check(student, exercise)
    expect(student.page.locator("#submit")).to_have_count(0)


def test_what_was_typed_is_kept_when_the_assignment_closes_meanwhile(exam, open_person):
    student = open_person()
    student.expected = ("status of 409",)
    student.sign_in("ada@demo.example")
    student.page.goto(exam.address)
    student.page.get_by_role("button", name=f"Start: {PROBLEM}").click()
    student.type_everywhere("[7, 8, 9]")
    exam.move(due=-1)

    student.submit()

    expect(student.page.get_by_role("alert").filter(visible=True)).to_contain_text(
        "nothing was submitted"
    )
    expect(student.page.locator("input.answer").first).to_have_value("[7, 8, 9]")


def test_a_teacher_sets_times_credit_and_what_students_see(look, exam, open_person):
    teacher = open_person(**look)
    teacher.sign_in("teacher@demo.example")
    page = teacher.page
    page.goto(exam.address)
    page.get_by_role("link", name="Edit").click()
    check(teacher)

    page.get_by_label("Due", exact=True).fill("2030-06-10T12:00")
    page.get_by_label("Closes", exact=True).fill("2030-06-09T12:00")
    page.get_by_text("Early and late credit").click()
    page.get_by_label("Line 1: until").fill("2030-06-12T12:00")
    page.get_by_label("Line 1: credit in percent").fill("50")
    page.get_by_label("Credit over attempts, in percent").fill("100, 70")
    expect(page.locator("#timeline")).to_contain_text("12 Jun 2030, 12:00")
    expect(page.locator("#timeline .bar-late")).to_have_count(1)
    page.get_by_label("Results", exact=True).select_option(label="After the due time")
    page.get_by_role("button", name="Save the assignment").click()
    expect(page.locator(".field-error").first).to_contain_text("before the assignment is due")
    check(teacher)

    page.get_by_label("Closes", exact=True).fill("")
    page.get_by_role("button", name="Save the assignment").click()
    expect(page.get_by_role("status")).to_contain_text("The assignment is saved.")
    check(teacher)
    with exam.store.reading() as session:
        assignment = session.get_one(Assignment, exam.assignment)
    assert assignment.due_at == dt.datetime(2030, 6, 10, 12, tzinfo=dt.UTC)
    assert (assignment.rules.percents, assignment.show_verdict) == ((100, 70), "due")


def test_a_teacher_gives_a_student_more_time(look, exam, open_person):
    exam.move(due=-1)
    teacher = open_person(**look)
    teacher.sign_in("teacher@demo.example")
    page = teacher.page
    page.goto(exam.address)
    page.get_by_role("link", name="More time").click()
    check(teacher)
    page.get_by_label("Student").select_option(label="Ada Lovelace")
    page.get_by_label("Due for them").fill("2030-06-10T12:00")
    page.get_by_role("button", name="Give more time").click()
    expect(page.locator(".rows")).to_contain_text("10 Jun 2030, 12:00")
    check(teacher)

    student = open_person(**look)
    student.sign_in("ada@demo.example")
    check(student, exam.address)
    expect(student.page.get_by_role("main")).to_contain_text("Your teacher gave you more time")
    page.get_by_role("button", name="Take the time of Ada Lovelace back").click()
    expect(page.get_by_role("main")).to_contain_text("Nobody yet.")
