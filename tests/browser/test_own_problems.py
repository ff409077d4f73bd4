"""A teacher writes a problem of their own, mends and publishes it, and a student works on it: with real workers."""

import re

from playwright.sync_api import expect

from app.domain.authoring import EXAMPLE
from tests.app.domain.authoring.pasted import PASTED
from tests.browser.checking import check
from tests.browser.people import Person
from tests.browser.running import right_answers

# A check takes less than a second of computing; a worker may have other things to do first.
CHECKED = 30_000
# A preview takes a fraction of a second of computing, after the pause that follows the last key.
SHOWN = 20_000
EDITOR = "Text of the problem file"


def press(person, name, **options):
    person.page.get_by_role("button", name=name, **options).click()


def make_course(teacher):
    teacher.sign_up("Grace")
    teacher.page.get_by_label("Title of the course").fill("Gradients, spring")
    press(teacher, "Create the course")
    return teacher.page.locator("[data-copy-text]").inner_text()


def write(teacher, text):
    """Put a text in the place of what stands in the editor."""
    teacher.page.get_by_role("textbox", name=EDITOR).focus()
    for key in ("Control+a", "Delete"):
        teacher.page.keyboard.press(key)
    teacher.page.keyboard.insert_text(text)


def written(teacher):
    """Return what stands in the editor."""
    return teacher.page.locator("#text").input_value()


def start_from_a_snippet(teacher):
    """Paste a snippet, and see in the editor what it becomes, and beside it what students would get."""
    page = teacher.page
    page.get_by_role("link", name="Problems").click()
    page.get_by_role("link", name="Write the first one").click()
    page.get_by_label("A PyTorch program").fill(PASTED["backward twice"])
    press(teacher, "Propose a problem from this snippet")
    expect(page.locator(".panel-said")).to_have_text("It passes all six gates.", timeout=SHOWN)
    expect(page.get_by_role("figure").filter(has_text="seed 0")).to_be_visible()
    check(teacher)
    press(teacher, "Other seeds")
    expect(page.get_by_role("figure").filter(has_text="seed 3")).to_be_visible(timeout=SHOWN)


def make_a_mistake_and_mend_it(teacher):
    """Go from a fault in the list to its place in the text; the keyboard is not caught there."""
    page, text = teacher.page, written(teacher)
    write(teacher, text.replace("import torch\n", "import torch, os\n"))
    expect(page.locator("#preview-said")).to_have_text(
        "Line 13 must be mended first.", timeout=SHOWN
    )
    expect(page.locator(".cm-lint-marker-error")).to_be_visible()
    check(teacher)
    page.get_by_role("link", name="Line 13, column 15").press("Enter")
    page.keyboard.type("# ")
    assert "import torch, # os" in written(teacher)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Save and check")).to_be_focused()
    write(teacher, text.replace("size = 3", "size = 1"))
    expect(page.get_by_text("5. Different variants")).to_be_visible(timeout=SHOWN)
    expect(page.locator("#preview-said")).to_contain_text("1 gate of six is not passed")
    expect(page.get_by_text("Draw more parameters")).to_be_visible()
    check(teacher)
    write(teacher, text)
    expect(page.locator("#preview-said")).to_have_text("It passes all six gates.", timeout=SHOWN)


def type_in_two_windows(teacher):
    """What one window has typed, the other does not overwrite unasked; and a reload loses nothing."""
    page, text = teacher.page, written(teacher)
    expect(page.get_by_text("Kept on the server.")).to_be_visible(timeout=SHOWN)
    other = Person(page.context.new_page())
    other.page.goto(page.url)
    write(other, text.replace("Calling backward() again", "Typed there"))
    expect(other.page.get_by_text("Kept on the server.")).to_be_visible(timeout=SHOWN)
    write(teacher, text.replace("Calling backward() again", "Typed here"))
    expect(page.get_by_text("typed in another window")).to_be_visible(timeout=SHOWN)
    check(teacher)
    press(teacher, "Show the other one")
    expect(page.locator("#text")).to_have_value(re.compile("Typed there"))
    assert other.errors == []
    other.page.close()


def come_late_with_a_window(teacher):
    """A window that was open when another one saved says so, and saves over it only once told to."""
    page = teacher.page
    late = Person(page.context.new_page())
    late.expected = ("status of 409",)
    late.page.goto(page.url)
    write(teacher, EXAMPLE.replace("difficulty = 2", "difficulty = 3"))
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Version 1 is dealt at present")).to_be_visible(timeout=CHECKED)
    write(late, EXAMPLE.replace("difficulty = 2", "difficulty = 4"))
    expect(late.page.get_by_text("See what changed")).to_be_visible(timeout=SHOWN)
    check(late)
    press(late, "Save and check")
    expect(late.page.locator("#text-error")).to_contain_text("Your text is kept below")
    assert "difficulty = 4" in written(late)
    check(late)
    late.page.close()


def save_and_publish(teacher):
    """Save, publish, save another text with the keyboard, and compare the two."""
    page = teacher.page
    write(teacher, EXAMPLE)
    press(teacher, "Save and check")
    # The page that waits becomes the page that tells, without a hand of ours.
    expect(page.get_by_role("button", name="Publish this version")).to_be_visible(timeout=CHECKED)
    check(teacher)
    press(teacher, "Publish this version")
    expect(page.get_by_text("500 different exercises are ready")).to_be_visible(timeout=CHECKED)
    come_late_with_a_window(teacher)
    page.get_by_role("link", name="Version 2").click()
    expect(page.locator(".line-new mark")).to_have_text("3")
    check(teacher)


def test_a_teacher_s_own_problem_goes_all_the_way_to_a_student_s_explanation(open_person, gradmark):
    teacher = open_person()
    join_code = make_course(teacher)
    start_from_a_snippet(teacher)
    make_a_mistake_and_mend_it(teacher)
    type_in_two_windows(teacher)
    save_and_publish(teacher)
    page = teacher.page

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
