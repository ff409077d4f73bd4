"""A teacher brings in a problem of their own, mends and publishes it, and a student works on it: with real workers."""

import re

from playwright.sync_api import expect

from app.domain.authoring import EXAMPLE
from tests.app.domain.authoring.pasted import PASTED
from tests.browser.checking import check
from tests.browser.running import right_answers

# A check takes less than a second of computing; a worker may have other things to do first.
CHECKED = 30_000


def press(person, name, **options):
    person.page.get_by_role("button", name=name, **options).click()


def make_course(teacher):
    teacher.sign_up("Grace")
    teacher.page.get_by_label("Title of the course").fill("Gradients, spring")
    press(teacher, "Create the course")
    return teacher.page.locator("[data-copy-text]").inner_text()


def send_in_and_mend(teacher):
    """Paste a file with a mistake, see its place, mend it, and see what students would get."""
    page = teacher.page
    page.get_by_role("link", name="Problems").click()
    page.get_by_role("link", name="Send in the first one").click()
    page.get_by_label("A PyTorch program").fill(PASTED["backward twice"])
    press(teacher, "Propose a problem from this snippet")
    expect(page.get_by_text("nothing is stored yet")).to_be_visible()
    check(teacher)
    page.get_by_label("Or its text").fill(EXAMPLE.replace("y.backward()\n", "y.numpy()\n"))
    press(teacher, "Send in and check")
    # The page that waits becomes the page that tells, without a hand of ours.
    expect(page.get_by_text("Line 18, column 3")).to_be_visible(timeout=CHECKED)
    expect(page.locator(".excerpt mark")).to_have_text("numpy()")
    check(teacher)
    page.get_by_label("Or its text").fill(EXAMPLE)
    press(teacher, "Send in as a new version")
    expect(page.get_by_role("button", name="Publish this version")).to_be_visible(timeout=CHECKED)
    expect(page.get_by_text("Right answer").first).to_be_visible()
    check(teacher)


def test_a_teacher_s_own_problem_goes_all_the_way_to_a_student_s_explanation(open_person, gradmark):
    teacher = open_person()
    join_code = make_course(teacher)
    send_in_and_mend(teacher)
    page = teacher.page
    press(teacher, "Publish this version")
    expect(page.get_by_text("500 different exercises are ready")).to_be_visible(timeout=CHECKED)
    page.locator(".trail").get_by_role("link", name="Problems").click()
    expect(page.get_by_text("Published", exact=True)).to_be_visible()

    page.locator(".trail").get_by_role("link", name="Gradients, spring").click()
    page.get_by_role("link", name="New assignment").click()
    page.get_by_label("Title", exact=True).fill("Week 1")
    page.get_by_text("Problems of this course").click()
    page.get_by_role("checkbox", name=re.compile("Twice through a square")).check()
    press(teacher, "Create the assignment")
    expect(page.get_by_text("Twice through a square").first).to_be_visible()

    student = open_person(width=360, color_scheme="dark")
    student.sign_up("Ada")
    student.page.get_by_label("Join code").fill(join_code)
    student.page.get_by_role("button", name="Join").click()
    student.page.get_by_role("link", name="Week 1").click()
    student.page.get_by_role("button", name="Start: Twice through a square").click()
    expect(student.page.locator("#answers-form")).to_be_visible()
    student.give_answers(right_answers(gradmark, student.page.url))
    student.submit()
    student.see_marked(1, "100")
    student.page.get_by_role("link", name="See how the program runs").click()
    # A worker is asked by the page itself.
    expect(student.page.get_by_role("heading", name="How the program runs")).to_be_visible(
        timeout=CHECKED
    )
    check(student)
