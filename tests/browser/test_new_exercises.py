"""Right answers in a row, set by a teacher and earned by a student, and items arranged by keyboard."""

import uuid

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.models import Assignment, Course, Item, User
from app.services.assignments import create_assignment
from app.services.courses import create_course
from app.services.items import NewItem
from app.services.members import join_course
from tests.browser.checking import check
from tests.browser.running import right_answers

PROBLEM = "One weight per component"


@pytest.fixture(scope="module")
def store(gradmark):
    store = gradmark.store()
    yield store
    store.dispose()


@pytest.fixture(params=[(1280, "light"), (360, "dark")])
def look(request):
    width, scheme = request.param
    return {"width": width, "color_scheme": scheme}


@pytest.fixture
def homework(store) -> uuid.UUID:
    """Two items in a course of the demo's teacher with one of its students."""
    with store.reading() as session:
        people = dict(session.execute(select(User.email, User.id)).all())
    teacher = people["teacher@demo.example"]
    course = create_course(store, user_id=teacher, title="Streaks")
    with store.reading() as session:
        code = session.get_one(Course, course).join_code
    join_course(store, user_id=people["ada@demo.example"], join_code=code)
    return create_assignment(
        store,
        user_id=teacher,
        course_id=course,
        title="Homework",
        items=[NewItem("one-weight-per-component", 4, 4), NewItem("zeroed-in-between", 4, 2)],
    )


def test_a_streak_from_the_teachers_form_to_the_students_points(
    look, homework, store, open_person, gradmark
):
    teacher = open_person(**look)
    teacher.sign_in("teacher@demo.example")
    page = teacher.page
    page.goto(f"/assignments/{homework}/edit")
    page.get_by_label("What counts").select_option(label="Right answers in a row")
    expect(page.get_by_label("Credit over attempts, in percent")).to_be_hidden()
    page.get_by_label("The first right answer").fill("34")

    down = page.get_by_role("button", name=f"Move down: {PROBLEM}")
    down.focus()
    page.keyboard.press("Enter")
    expect(down).to_have_accessible_name(f"Move down: {PROBLEM}, now 2 of 2")
    expect(down).to_be_focused()
    page.get_by_text("Add problems").click()
    page.get_by_label("Search").fill("dot product")
    page.get_by_role("checkbox", name="A dot product").check()
    page.get_by_role("button", name="Put the chosen ones into the list").click()
    expect(page.locator(".pick-row-name").nth(2)).to_contain_text("A dot product")
    page.get_by_role("button", name="Remove: Zeroed in between").click()
    expect(page.locator(".pick-row-name")).to_have_count(2)
    expect(page.locator("#items-title")).to_be_focused()
    page.get_by_role("button", name="Save the assignment").click()
    expect(page.locator(".field-error")).to_contain_text("need a new exercise for each attempt")
    check(teacher)
    page.get_by_label("Exercise", exact=True).select_option(label="A new one for each attempt")
    page.get_by_role("button", name="Save the assignment").click()
    expect(page.get_by_role("status")).to_contain_text("The assignment is saved.")
    with store.reading() as session:
        titles = session.scalars(
            select(Item.title).where(Item.assignment_id == homework).order_by(Item.position)
        ).all()
        assert session.get_one(Assignment, homework).rules.streak_percent == 34
    assert titles == [PROBLEM, "A dot product"]

    student = open_person(**look)
    student.sign_in("ada@demo.example")
    page = student.page
    page.goto(f"/assignments/{homework}")
    expect(page.get_by_role("main")).to_contain_text("2 right answers in a row")
    page.get_by_role("button", name=f"Start: {PROBLEM}").click()
    student.give_answers(right_answers(gradmark, page.url))
    student.submit()
    student.see_marked(attempt=1, score="1.36 of 4 points added")
    expect(page.locator("#actions")).to_contain_text("earns 2.64 more of 4 points")
    check(student)
    page.get_by_role("button", name="Next exercise").click()
    expect(page.get_by_role("main")).to_contain_text("Exercise 2 of this item")
    expect(page.locator("input.answer").first).to_have_value("")
    student.give_answers(right_answers(gradmark, page.url))
    student.submit()
    student.see_marked(attempt=2, score="2.64 of 4 points added")
    expect(page.get_by_role("button", name="Next exercise")).to_have_count(0)
    page.get_by_text("2 submissions").click()
    check(student)
