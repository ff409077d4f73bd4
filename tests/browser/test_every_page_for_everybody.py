"""Every main page, wide and narrow, light and dark: axe, the width of the page, and the browser's console."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.running import mistaken_answers

_axe = Axe()


def check(person, address=None):
    if address is not None:
        person.page.goto(address)
    expect(person.page.locator("main h1")).to_be_visible()
    # Until its style sheets are there, a page has another width.
    person.page.wait_for_load_state()
    overflow = person.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow == 0, f"{person.page.url} is {overflow} px too wide"
    assert person.errors == []
    found = _axe.run(person.page).response["violations"]
    # axe measures with styles of its own, which the content policy refuses aloud.
    person.errors.clear()
    grave = [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]
    assert grave == [], person.page.url


@pytest.fixture(params=[(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")])
def look(request):
    width, scheme = request.param
    return {"width": width, "color_scheme": scheme}


def test_pages_for_guests(look, open_person):
    guest = open_person(**look)
    guest.expected = ("status of 404", "status of 422")
    for address in ("/", "/practice", "/sign-in", "/sign-up", "/nothing-here"):
        check(guest, address)
    guest.page.goto("/sign-up")
    guest.page.get_by_role("button", name="Make the account").click()
    expect(guest.page.locator(".field-error")).to_have_count(3)
    check(guest)

    guest.practise()
    check(guest)
    guest.page.get_by_text("What can I type?").click()
    guest.type_everywhere("[1,")
    guest.submit()
    expect(guest.page.locator(".field-error").first).to_be_visible()
    check(guest)
    guest.type_everywhere("[1, 2, 3]")
    guest.submit()
    guest.see_marked(attempt=1, score="%")
    check(guest)
    guest.page.get_by_role("button", name="Show the answers").click()
    expect(guest.page.locator("#answers")).to_be_visible()
    check(guest)
    guest.page.get_by_role("link", name="step by step").click()
    expect(guest.page.locator("table.run").last).to_be_visible()
    check(guest)

    guest.practise("Who is a leaf?")
    check(guest)
    guest.submit()
    expect(guest.page.locator(".field-error").first).to_be_visible()
    check(guest)


def test_a_recognised_mistake(look, open_person, gradmark):
    guest = open_person(**look)
    address = guest.practise("The same backward() twice")
    guest.give_answers(mistaken_answers(gradmark, address, "overwrites"))
    guest.submit()
    guest.see_marked(attempt=1, score="0 %")
    expect(guest.page.locator(".diagnosis")).to_be_visible()
    check(guest)
    guest.page.get_by_role("button", name="Show the answers").click()
    guest.page.get_by_role("link", name="step by step").click()
    expect(guest.page.locator(".parting")).to_be_visible()
    check(guest)


def test_pages_for_students(look, open_person):
    student = open_person(**look)
    student.sign_in("blaise@demo.example")
    check(student)
    student.page.get_by_role("link", name="Calculus for machine learning").click()
    expect(student.page.get_by_role("heading", name="Assignments")).to_be_visible()
    check(student)
    student.page.locator(".row-title").first.click()
    expect(student.page.locator("ol.items")).to_be_visible()
    check(student)
    student.page.get_by_role("button", name=re.compile("^Look")).first.click()
    expect(student.page.locator("#result")).to_contain_text("marked")
    check(student)
    student.page.locator("details.who summary").click()
    check(student)


def test_pages_for_instructors(look, open_person):
    instructor = open_person(**look)
    instructor.sign_in("teacher@demo.example")
    check(instructor)
    instructor.page.get_by_role("link", name="Calculus for machine learning").click()
    expect(instructor.page.get_by_role("link", name="New assignment")).to_be_visible()
    course = instructor.page.url
    check(instructor)
    check(instructor, f"{course}/assignments/new")
    instructor.page.get_by_label("Search").fill("relu")
    expect(instructor.page.locator("#problems")).to_contain_text("fit")
    instructor.page.locator(".pick input").first.check()
    check(instructor)
    instructor.page.goto(course)
    instructor.page.locator(".rows").get_by_role("link", name="Dashboard").click()
    expect(instructor.page.locator("#board")).to_be_visible()
    check(instructor)
    instructor.page.locator(".newest a").first.click()
    expect(instructor.page.get_by_role("heading", name="What was typed")).to_be_visible()
    check(instructor)
