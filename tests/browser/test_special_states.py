"""States of pages that no address alone leads to, wide and narrow, light and dark."""

import pytest
from playwright.sync_api import expect

from app.domain.problems import find_truth
from app.limits import WRONG_CODES
from tests.browser.checking import check
from tests.browser.running import dealt_at, mistaken_answers


@pytest.fixture(params=[(1280, "light"), (360, "dark")])
def look(request):
    width, scheme = request.param
    return {"width": width, "color_scheme": scheme}


def test_forms_and_answers_of_a_guest(look, open_person):
    guest = open_person(**look)
    guest.expected = ("status of 404", "status of 422")
    check(guest, "/nothing-here")
    guest.page.goto("/sign-up")
    guest.page.get_by_role("button", name="Make the account").click()
    expect(guest.page.locator(".field-error")).to_have_count(3)
    check(guest)

    guest.practise()
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


def test_a_slip_that_is_carried_on(look, open_person, gradmark):
    guest = open_person(**look)
    guest.practise("Call by call")
    truth = find_truth(dealt_at(gradmark, guest.page.url))
    # Wrong by one in the first call, and rightly added to.
    slip = {question: [number + 1 for number in numbers] for question, numbers in truth.items()}
    guest.give_answers({question: str(numbers) for question, numbers in slip.items()})
    guest.submit()
    guest.see_marked(attempt=1, score="50 %")
    expect(guest.page.locator(".verdict-carried")).to_contain_text("carried on")
    check(guest)


def test_what_is_chosen_in_the_picker(look, open_person):
    instructor = open_person(**look)
    instructor.sign_in("teacher@demo.example")
    instructor.page.get_by_role("link", name="Calculus for machine learning").first.click()
    instructor.page.get_by_role("link", name="New assignment").click()
    instructor.page.get_by_label("Search").fill("relu")
    expect(instructor.page.locator("#problems")).to_contain_text("fit")
    instructor.page.locator(".pick input").first.check()
    check(instructor)


def test_a_token_is_made_used_and_withdrawn(look, open_person):
    member = open_person(**look)
    member.expected = ("status of 422",)
    member.sign_up("Ada")
    member.page.goto("/account/tokens")
    member.page.get_by_role("button", name="Make the token").click()
    expect(member.page.locator(".field-error")).to_be_visible()
    check(member)

    member.page.get_by_label("What it is for").fill("Roster script")
    member.page.get_by_role("button", name="Make the token").click()
    token = member.page.locator("code.token").inner_text()
    check(member)
    headers = {"Authorization": f"Bearer {token}"}
    assert member.page.request.get("/api/v1/me", headers=headers).json()["display_name"] == "Ada"

    member.page.goto("/account/tokens")
    expect(member.page.get_by_text(token)).to_have_count(0)
    member.page.get_by_role("button", name="Withdraw “Roster script”").click()
    expect(member.page.get_by_text("You have none.")).to_be_visible()
    assert member.page.request.get("/api/v1/me", headers=headers).status == 401


def test_who_asks_too_often_is_told_to_wait_and_keeps_what_was_typed(look, open_person):
    member = open_person(**look)
    member.expected = ("status of 422", "status of 429")
    member.sign_up("Ada")
    wrong = {
        "csrf_token": member.page.locator("input[name=csrf_token]").first.input_value(),
        "join_code": "NOTACODE",
    }
    for _ in range(WRONG_CODES.times):
        assert member.page.request.post("/join", form=wrong).status == 422
    member.page.locator("input[name=join_code]").fill("K7MXQ2PD")
    member.page.locator("input[name=join_code]").press("Enter")
    expect(member.page.get_by_text("That was too often")).to_be_visible()
    expect(member.page.locator("input[name=join_code]")).to_have_value("K7MXQ2PD")
    check(member)


def test_the_api_reference_unfolds(look, open_person):
    stranger = open_person(**look)
    stranger.page.goto("/api-reference")
    stranger.page.locator("#create_course summary").click()
    stranger.page.locator("#create_course").get_by_role("link", name="NewCourse").click()
    stranger.page.locator("#shape-NewCourse summary").click()
    expect(stranger.page.locator("#shape-NewCourse table")).to_be_visible()
    check(stranger)
