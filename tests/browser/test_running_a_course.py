"""A teacher runs a course: makes it, copies it, archives it, takes over a roster, and changes who may what."""

import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.checking import check

WIDE_AND_LIGHT, NARROW_AND_DARK = (1280, "light"), (360, "dark")


@pytest.fixture(params=[WIDE_AND_LIGHT, NARROW_AND_DARK], ids=["wide", "narrow"])
def teacher(request, open_person):
    width, scheme = request.param
    person = open_person(width=width, color_scheme=scheme)
    person.sign_up("Grace")
    return person


def press(person, name, **options):
    person.page.get_by_role("button", name=name, **options).click()


def follow(person, name, **options):
    person.page.get_by_role("link", name=name, **options).click()


def make_course(person, title="Gradients in practice"):
    person.page.get_by_label("Title of the course").fill(title)
    press(person, "Create the course")
    expect(person.page.get_by_role("heading", name=title)).to_be_visible()
    return person.page.url


def hears(person, text):
    expect(person.page.get_by_role("status").filter(has_text=text)).to_be_visible()


def test_a_course_is_made_renamed_copied_archived_and_restored(teacher):
    page = teacher.page
    make_course(teacher)
    check(teacher)

    follow(teacher, "Settings")
    page.get_by_label("Title of the course").fill("Gradients, spring")
    press(teacher, "Save the title")
    hears(teacher, "The course has its new title.")
    check(teacher)

    press(teacher, "Switch the code off")
    hears(teacher, "switched off")
    code = page.locator("[data-copy-text]").inner_text()
    press(teacher, "Make a new code")
    hears(teacher, "new join code")
    expect(page.locator("[data-copy-text]")).not_to_have_text(code)
    press(teacher, "Switch the code on")
    hears(teacher, "works again")

    page.get_by_label("Title of the copy").fill("Gradients, autumn")
    press(teacher, "Copy the course")
    expect(page.get_by_role("heading", name="Gradients, autumn")).to_be_visible()
    hears(teacher, "This is your copy")

    follow(teacher, "Settings")
    press(teacher, "Archive the course")
    expect(page.get_by_text("This course is archived.")).to_be_visible()
    check(teacher)
    page.goto("/")
    expect(page.locator(".cards").get_by_text("Gradients, autumn")).to_have_count(0)
    page.get_by_text("Archived courses (1)").click()
    check(teacher)
    follow(teacher, "Gradients, autumn")
    press(teacher, "Restore the course")
    hears(teacher, "The course is open again.")


def test_a_roster_is_checked_taken_over_and_its_people_get_roles(teacher, open_person):
    page, student = teacher.page, open_person()
    ada, emmy = (f"{name}.{uuid.uuid4().hex[:8]}@example.org" for name in ("ada", "emmy"))
    student.sign_up("Ada Lovelace", ada)
    course = make_course(teacher)

    take_over_roster(teacher, f"email,name,role\n{ada},Ada,\n{emmy},Emmy Noether,\nnobody,,\n")
    newcomer = open_person()
    newcomer.sign_up("Emmy", emmy)
    expect(newcomer.page.get_by_role("link", name="Gradients in practice")).to_be_visible()

    page.goto(f"{course}/members")
    page.get_by_label("Search by name").press_sequentially("lovel")
    expect(page.locator("table.people tbody tr")).to_have_count(1)
    check(teacher)
    follow(teacher, "Ada Lovelace")
    expect(page.get_by_text("nobody has proved")).to_be_visible()
    check(teacher)

    become_grader_by_keyboard(page)
    hears(teacher, "The role is changed.")
    student.page.goto("/")
    expect(student.page.get_by_text("You help to teach this")).to_be_visible()
    student.page.goto(course)
    expect(student.page.get_by_text("Its instructors make them")).to_be_visible()
    check(student)

    press(teacher, "Remove from the course")
    hears(teacher, "Their work is kept.")
    student.expected = (*student.expected, "status of 404")
    student.page.goto(course)
    expect(student.page.get_by_text("There is nothing here")).to_be_visible()
    press(teacher, "Bring them back")
    hears(teacher, "back in the course")
    student.page.goto(course)
    expect(student.page.get_by_role("heading", name="Gradients in practice")).to_be_visible()


def take_over_roster(teacher, text):
    page = teacher.page
    follow(teacher, "import a roster")
    check(teacher)
    page.get_by_label("Or the lines themselves").fill("nothing that is a roster")
    press(teacher, "Show what would happen")
    expect(page.get_by_role("alert")).to_contain_text("first line must name the columns")
    check(teacher)

    page.get_by_label("Or the lines themselves").fill("")
    page.get_by_label("A CSV file").set_input_files(
        {"name": "roster.csv", "mimeType": "text/csv", "buffer": text.encode("utf-8-sig")}
    )
    press(teacher, "Show what would happen")
    expect(page.get_by_text("Nothing has happened yet.")).to_be_visible()
    expect(page.get_by_text("Becomes a student: at once, or as soon as")).to_have_count(2)
    expect(page.get_by_text("This is not an e-mail address.")).to_be_visible()
    check(teacher)
    page.get_by_role("button", name="Do this").dblclick()
    hears(teacher, "The roster is imported.")
    check(teacher)


def become_grader_by_keyboard(page):
    page.get_by_role("radio", name="Student").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Grader")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Save the role")).to_be_focused()
    page.keyboard.press("Enter")
