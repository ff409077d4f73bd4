"""A student's own pages: what is next, how far they came, their account, their data, and leaving for good."""

import json
import zipfile

import pytest
from playwright.sync_api import expect

from tests.browser.checking import check
from tests.browser.people import PASSWORD
from tests.browser.running import mistaken_answers, right_answers


@pytest.fixture(params=[(1280, "light"), (360, "dark")], ids=["wide", "narrow"])
def student(request, open_person):
    width, scheme = request.param
    return open_person(width=width, color_scheme=scheme)


def go_to(person, page):
    """Open the menu behind one's name by the keyboard, and go to a page of one's own."""
    person.tab_to(person.page.locator("details.who summary"))
    person.page.keyboard.press("Enter")
    person.page.get_by_role("link", name=page, exact=True).click()
    expect(person.page.get_by_role("heading", name=page, level=1)).to_be_visible()


def test_home_leads_a_student_to_what_is_next(student):
    student.sign_in("blaise@demo.example")
    expect(student.page.get_by_role("heading", name="What is next")).to_be_visible()
    check(student)

    student.page.locator(".agenda a").first.click()
    expect(student.page.locator("ol.items")).to_be_visible()
    student.page.get_by_text("How it counts, and what is shown when").click()
    expect(
        student.page.get_by_text("Results are shown as soon as they are marked.")
    ).to_be_visible()
    check(student)


def test_a_misconception_is_met_and_overcome_and_every_submission_is_found_again(student, gradmark):
    for answers in (mistaken_answers, right_answers):
        address = student.practise("The same backward() twice")
        more = ["overwrites"] if answers is mistaken_answers else []
        student.give_answers(answers(gradmark, address, *more))
        student.submit()
        student.see_marked(attempt=1, score="0 %" if more else "100 %")
        student.page.goto("/progress")
        met = student.page.locator(".met .row").filter(has_text="overwrites the gradient")
        expect(met).to_contain_text("In 1 exercise" if more else "Overcome")
        check(student)

    expect(student.page.locator(".topics")).to_contain_text("1 of 2 exercises right")
    student.page.get_by_text("How this is calculated").click()
    check(student)
    student.page.get_by_role("link", name="Your submissions").click()
    expect(student.page.locator(".history-rows .row")).to_have_count(2)
    student.page.get_by_label("Topic").select_option(label="Calling backward() again")
    student.page.get_by_role("button", name="Show").click()
    expect(student.page.locator(".history-rows .row").first).to_contain_text("100 %")
    check(student)
    student.page.locator(".history-rows a").first.click()
    expect(student.page.get_by_role("heading", name="What was typed")).to_be_visible()


def test_an_account_is_changed_taken_along_and_deleted(student, tmp_path):
    page = student.page
    student.sign_up("Ada")
    go_to(student, "Your account")
    page.get_by_label("Your name").fill("Ada King")
    page.get_by_role("button", name="Save the name").click()
    expect(page.get_by_role("status").filter(has_text="new name")).to_be_visible()
    page.get_by_label("E-mail address").fill("ada@nowhere")
    page.get_by_role("button", name="Save the address").click()
    expect(page.locator(".field-error")).to_contain_text("Type a whole address")
    check(student)

    with page.expect_download() as download:
        page.get_by_role("link", name="Download your data").click()
    download.value.save_as(tmp_path / "data.zip")
    with zipfile.ZipFile(tmp_path / "data.zip") as folder:
        data = json.loads(folder.read("data.json"))
    assert data["account"][0]["name"] == "Ada King"

    page.get_by_role("link", name="Delete your account").click()
    page.get_by_label("Your password").fill("guess work")
    page.get_by_role("button", name="Delete my account for good").click()
    expect(page.locator(".field-error")).to_contain_text("This is not your password")
    check(student)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Delete my account for good").click()
    expect(page.get_by_role("status")).to_contain_text("Your account is deleted")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
