"""A teacher grades by hand: points, excuses, comments and groups; the student reads it, and the trail keeps it."""

import uuid

import pytest
from playwright.sync_api import expect

from app.models import User
from tests.app.class_at_work import Class, Try
from tests.app.classroom import RecordingDoorbell, make_classroom
from tests.browser.checking import check
from tests.browser.test_running_a_course import follow, hears, press

PASSWORD = "correct horse"


@pytest.fixture
def room(gradmark):
    """A course at work, written straight into the store: the class is not what is looked at here."""
    store = gradmark.store()
    made = make_classroom(store, RecordingDoorbell(), f"{uuid.uuid4().hex}@example.org")
    at_work = Class(made)
    at_work.work(made.student, 0, Try(0.5), Try(0.75))
    at_work.grow(3)
    yield made
    store.dispose()


def address_of(room, user_id):
    with room.db.reading() as session:
        return session.get_one(User, user_id).email


def test_points_and_comments_reach_the_student(room, open_person):
    teacher = open_person(width=1280, color_scheme="light")
    student = open_person(width=360, color_scheme="dark")
    teacher.sign_in(address_of(room, room.instructor), PASSWORD)
    student.sign_in(address_of(room, room.student), PASSWORD)

    find_student_by_keyboard(teacher)
    set_points(teacher)
    write_comment(teacher)
    student_reads_it(student, room)

    teacher.page.set_viewport_size({"width": 360, "height": 800})
    put_into_groups(teacher, room)
    student.page.goto(f"/courses/{room.course}/grades")
    expect(student.page.get_by_text("Homework, weight 2, the lowest one dropped")).to_be_visible()
    check(student)
    read_the_trail(teacher, room)


def find_student_by_keyboard(teacher):
    page = teacher.page
    follow(teacher, "Gradients")
    follow(teacher, "Gradebook")
    check(teacher)
    teacher.tab_to(page.get_by_label("Search by name"))
    page.keyboard.type("ada")
    expect(page.locator("table.grades tbody tr")).to_have_count(1)
    teacher.tab_to(page.get_by_role("link", name="Ada, Week 1"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ada")).to_be_visible()
    expect(page.locator("details.grade[open]")).to_have_count(1)
    check(teacher)


def set_points(teacher):
    page = teacher.page
    follow(teacher, "1. One weight per component")
    page.get_by_label("Points, out of 4").fill("40")
    page.get_by_label("Reason").fill("The second component is right.")
    press(teacher, "Set")
    expect(page.get_by_text("more than twice the 4 points")).to_be_visible()
    expect(page.get_by_label("Reason")).to_have_value("The second component is right.")
    check(teacher)
    page.get_by_label("Points, out of 4").fill("3.5")
    page.get_by_role("button", name="Set", exact=True).dblclick()
    hears(teacher, "The points are set.")
    expect(page.get_by_text("Earned: 3.")).to_be_visible()


def write_comment(teacher):
    page = teacher.page
    page.get_by_label("About").select_option(label="attempt 2")
    page.get_by_label("Comment to Ada").fill("Nearly.\n\nWhich way does y move?")
    page.get_by_role("button", name="Write").dblclick()
    hears(teacher, "The comment is written.")
    expect(page.locator(".comment")).to_have_count(1)
    check(teacher)


def student_reads_it(student, room):
    page = student.page
    follow(student, "Gradients")
    follow(student, "Your grades")
    expect(page.get_by_text("3.5 of 4 points")).to_be_visible()
    expect(
        page.get_by_text("Points set by a teacher: The second component is right.")
    ).to_be_visible()
    check(student)
    follow(student, "about attempt 2")
    expect(page.get_by_role("heading", name="From your teacher")).to_be_visible()
    expect(page.locator(".comment")).to_contain_text("Which way does y move?")
    check(student)
    page.goto(f"/assignments/{room.assignment}")
    expect(page.get_by_text("3.5 of 36 points")).to_be_visible()


def put_into_groups(teacher, room):
    page = teacher.page
    page.goto(f"/courses/{room.course}/gradebook/groups")
    first = page.get_by_role("group", name="First new group")
    first.get_by_label("Name").fill("Homework")
    first.get_by_label("Weight").fill("heavy")
    first.get_by_label("Drop the lowest").fill("1")
    page.get_by_label("Week 1").select_option(label="First new group")
    press(teacher, "Save the groups")
    expect(page.get_by_text("A weight is a number")).to_be_visible()
    check(teacher)
    page.get_by_role("group", name="First new group").get_by_label("Weight").fill("2")
    press(teacher, "Save the groups")
    hears(teacher, "The groups are saved.")
    expect(page.get_by_label("Week 1")).to_have_value(
        page.locator("input[name=group]").first.input_value()
    )


def read_the_trail(teacher, room):
    page = teacher.page
    page.goto(f"/courses/{room.course}/changes")
    page.get_by_label("About").select_option(label="Points and comments")
    press(teacher, "Show")
    expect(page.locator(".changes-list > li")).to_have_count(2)
    expect(page.locator(".changes-list > li").last).to_contain_text(
        "The second component is right."
    )
    check(teacher)
    with page.expect_download() as download:
        follow(teacher, "Download as CSV")
    assert download.value.suggested_filename == "gradients-changes.csv"
