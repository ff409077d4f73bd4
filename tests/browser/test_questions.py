"""A student asks about an exercise and is answered; an administrator lets somebody in who forgot their password."""

import re

import pytest
from playwright.sync_api import expect

from app.services.administrators import grant_administrator
from tests.browser.checking import check
from tests.browser.people import PASSWORD

LOOKS = [(1280, "light"), (360, "dark")]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_a_question_goes_to_the_teachers_and_its_answer_back(open_person, width, scheme):
    student, teacher = (open_person(width=width, color_scheme=scheme) for _who in range(2))
    student.sign_in("emmy@demo.example")
    page = student.page
    page.get_by_role("link", name="Calculus for machine learning").click()
    page.locator(".row-title").first.click()
    page.get_by_role("button", name=re.compile("One weight per component")).click()
    student.type_everywhere("[1, 2]")

    summary = page.get_by_text("Something wrong here, or a question?")
    summary.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Send the question").click()
    expect(page.locator(".field-error")).to_have_count(2)
    check(student)
    words = f"Why is it so at {width} pixels?"
    page.get_by_label("I have a question").check()
    page.get_by_label("What would you like to say?").fill(words)
    page.reload()
    # A reload, or an ended sign-in, loses nothing that was written.
    expect(page.get_by_label("What would you like to say?")).to_have_value(words)
    page.get_by_label("I have a question").check()
    page.get_by_role("button", name="Send the question").dblclick()
    expect(page.get_by_text("Your question is sent")).to_be_visible()
    expect(page.locator(".typed-answers")).to_contain_text("[1, 2]")
    thread = page.url

    teacher.sign_in("teacher@demo.example")
    teacher.page.get_by_role("link", name="Calculus for machine learning").click()
    teacher.page.get_by_role("link", name=re.compile("^Questions")).click()
    expect(teacher.page.get_by_role("link", name=words)).to_have_count(1)
    teacher.page.get_by_role("link", name=words).click()
    expect(teacher.page.get_by_role("heading", name="What it is about")).to_be_visible()
    teacher.page.get_by_label("Your answer").fill("Because a leaf accumulates.")
    teacher.page.get_by_role("button", name="Send the answer").dblclick()
    expect(teacher.page.get_by_text("Because a leaf accumulates.")).to_have_count(1)
    expect(teacher.page.get_by_label("Your answer")).to_have_value("")

    page.goto("/")
    expect(page.get_by_text("There is news on 1 question of yours.")).to_be_visible()
    check(student)
    with page.expect_response(lambda response: response.url.endswith("/seen")):
        page.goto(thread)
    expect(page.get_by_text("Because a leaf accumulates.")).to_be_visible()
    page.get_by_role("button", name="Close: this is settled").click()
    expect(page.get_by_text("You closed this.")).to_be_visible()
    check(student)
    page.goto("/")
    expect(page.get_by_text("There is news")).to_have_count(0)


def test_who_forgot_their_password_is_let_in_by_an_administrator(open_person, gradmark):
    forgetful, root = open_person(), open_person(width=360, color_scheme="dark")
    root.sign_up("Root", "root@example.org")
    forgetful.sign_up("Blaise Forgetful", "forgetful@example.org")
    store = gradmark.store()
    grant_administrator(store, "root@example.org")
    store.dispose()

    root.page.goto("/admin/people?search=forgetful")
    root.page.get_by_role("link", name="Blaise Forgetful").click()
    root.page.get_by_role("button", name="Make a link for a new password").click()
    expect(root.page.get_by_text("It works once")).to_be_visible()
    check(root)
    link = root.page.locator("[data-copy-text]").inner_text()

    forgetful.page.context.clear_cookies()
    forgetful.page.goto(link)
    forgetful.page.get_by_label("New password").fill("short")
    forgetful.page.get_by_role("button", name="Set the password").click()
    expect(forgetful.page.locator(".field-error")).to_be_visible()
    check(forgetful)
    forgetful.page.get_by_label("New password").fill(f"{PASSWORD} anew")
    forgetful.page.get_by_role("button", name="Set the password").click()
    expect(forgetful.page.get_by_text("You have your new password")).to_be_visible()
    forgetful.expected = (*forgetful.expected, "status of 404")
    forgetful.page.goto(link)
    expect(forgetful.page.get_by_text("This link opens nothing any more")).to_be_visible()
