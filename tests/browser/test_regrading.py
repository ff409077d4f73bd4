"""A teacher accepts an answer for a whole class, sees what would change, applies it and undoes it: real workers."""

import uuid

import pytest
from playwright.sync_api import expect

from app.models import User
from tests.app.classroom import RecordingDoorbell, make_classroom
from tests.app.regrades import submit_and_mark
from tests.browser.checking import check
from tests.browser.test_running_a_course import follow, press

PASSWORD = "correct horse"
# A slice takes a second at most; a worker may have other things to do first.
WORKED = 30_000
REASON = "The exercise did not say whether backward() had run."


@pytest.fixture
def room(gradmark):
    """A course with a class whose answers are marked, written straight into the store."""
    store = gradmark.store()
    made = make_classroom(store, RecordingDoorbell(), f"{uuid.uuid4().hex}@example.org")
    for student in (made.student, made.add_student("Emmy")):
        submit_and_mark(made, made.deal(0, student), {"a_grad": "None"}, student=student)
    yield made
    store.dispose()


def address_of(room, user_id):
    with room.db.reading() as session:
        return session.get_one(User, user_id).email


def test_an_answer_is_accepted_for_the_class_applied_and_undone(room, open_person):
    teacher = open_person(width=1280, color_scheme="light")
    student = open_person(width=360, color_scheme="dark")
    teacher.sign_in(address_of(room, room.instructor), PASSWORD)
    student.sign_in(address_of(room, room.student), PASSWORD)
    exercise = f"/variants/{room.deal(0)}"

    order_from_a_submission(teacher, room)
    apply_by_keyboard(teacher)
    student.page.goto(exercise)
    expect(student.page.locator("#result .score")).to_contain_text("100 %")
    expect(student.page.get_by_text(REASON)).to_be_visible()
    check(student)

    teacher.page.set_viewport_size({"width": 360, "height": 800})
    undo_it(teacher)
    student.page.reload()
    expect(student.page.locator("#result .score")).to_contain_text("0 %")
    expect(student.page.get_by_text(REASON)).to_be_hidden()
    from_the_dashboard(teacher, room)


def order_from_a_submission(teacher, room):
    page = teacher.page
    page.goto(f"/assignments/{room.assignment}/mistakes")
    page.get_by_role("link", name="Emmy, attempt 1").click()
    follow(teacher, "Accept one of these answers")
    page.get_by_label("in all exercises of this item").check()
    press(teacher, "See what would change")
    expect(page.get_by_text("Say why in a few words.")).to_be_visible()
    expect(page.get_by_label("in all exercises of this item")).to_be_checked()
    check(teacher)
    page.get_by_label("Reason").fill(REASON)
    # A second click orders nothing more.
    page.get_by_role("button", name="See what would change").dblclick()
    expect(page.get_by_text("What would change for 2 students")).to_be_visible(timeout=WORKED)


def apply_by_keyboard(teacher):
    page = teacher.page
    expect(page.get_by_role("row", name="Emmy")).to_contain_text("4 up")
    check(teacher)
    teacher.tab_to(page.get_by_label("Never lower"))
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Replace all marks")).to_be_checked()
    teacher.tab_to(page.get_by_role("button", name="Apply it"))
    page.keyboard.press("Enter")
    # The page that waits becomes the page that tells, without a hand of ours.
    expect(page.get_by_role("heading", name="Applied: Replace all marks")).to_be_visible(
        timeout=WORKED
    )
    expect(page.get_by_text("2 up")).to_be_visible()
    check(teacher)


def undo_it(teacher):
    page = teacher.page
    page.get_by_text("Undo it").click()
    check(teacher)
    press(teacher, "Undo the regrade")
    expect(page.get_by_text("the marks from before hold again")).to_be_visible(timeout=WORKED)
    check(teacher)


def from_the_dashboard(teacher, room):
    page = teacher.page
    page.goto(f"/items/{room.items[0]}/dashboard")
    page.get_by_role("link", name="Regrade", exact=True).click()
    expect(page.get_by_role("link", name="An answer accepted")).to_be_visible()
    page.get_by_label("Full marks for every answer").check()
    page.get_by_label("Reason").fill("Nobody could know this.")
    press(teacher, "See what would change")
    expect(page.get_by_text("What would change for 2 students")).to_be_visible(timeout=WORKED)
    press(teacher, "Discard it")
    expect(page.get_by_text("nothing was changed")).to_be_visible()
    check(teacher)
