"""What the exercise page does for the person who types."""

import re

from playwright.sync_api import expect

from tests.browser.running import right_answers, submissions_on


def test_a_double_click_counts_once(gradmark, open_person):
    guest = open_person()
    address = guest.practise()
    guest.type_everywhere("[4, 5, 6]")
    guest.page.locator("#submit").dblclick()

    expect(guest.page.locator("#result")).to_contain_text("Attempt 1")
    guest.see_marked(attempt=1, score="%")
    assert submissions_on(gradmark, address) == 1


def test_what_was_typed_outlives_a_reload_but_not_a_submission(open_person):
    guest = open_person()
    guest.practise()
    first = guest.page.locator("input.answer").first
    guest.type_everywhere("[1/4, 2, 3")
    guest.page.reload()
    expect(first).to_have_value("[1/4, 2, 3")
    expect(guest.page.locator(".preview").first).to_contain_text("never closed")

    guest.type_everywhere("[1/4, 2, 3]")
    guest.submit()
    guest.see_marked(attempt=1, score="%")
    assert guest.page.evaluate("Object.keys(localStorage).length") == 0


def test_when_the_sign_in_has_ended_the_answers_stay_and_come_back(gradmark, open_person):
    student = open_person()
    student.expected = ("status of 401", "status of 400")
    student.sign_in("ada@demo.example")
    student.page.get_by_role("link", name="Calculus for machine learning").click()
    student.page.locator(".row-title").first.click()
    student.page.get_by_role("button", name=re.compile("^(Start|Continue)")).first.click()
    expect(student.page.locator("#answers-form")).to_be_visible()
    address = student.page.url
    student.type_everywhere("[7, 8, 9]")
    student.page.context.clear_cookies()
    student.submit()

    notice = student.page.locator("#notice")
    expect(notice).to_contain_text("What you typed is kept in this tab.")
    expect(student.page.locator("input.answer").first).to_have_value("[7, 8, 9]")
    assert submissions_on(gradmark, address) == 0

    student.sign_in("ada@demo.example")
    student.page.goto(address)
    expect(student.page.locator("input.answer").first).to_have_value("[7, 8, 9]")


def test_when_the_server_cannot_be_reached_the_answers_stay_and_can_be_sent_again(
    gradmark, open_person
):
    guest = open_person()
    guest.expected = ("ERR_INTERNET_DISCONNECTED", "htmx:error: Failed to fetch", "status of 503")
    address = guest.practise()
    guest.give_answers(right_answers(gradmark, address))
    guest.page.context.set_offline(True)
    guest.submit()
    expect(guest.page.locator("#notice")).to_contain_text("cannot be reached right now")

    guest.page.context.set_offline(False)
    guest.page.route("**/variants/*", lambda route: route.fulfill(status=503, body="away"))
    guest.submit()
    expect(guest.page.locator("#notice")).to_contain_text("cannot answer right now")

    guest.page.unroute("**/variants/*")
    guest.submit()
    guest.see_marked(attempt=1, score="100 %")
    expect(guest.page.locator("#notice")).to_be_hidden()
    assert submissions_on(gradmark, address) == 1


def test_typing_goes_on_undisturbed_while_the_result_arrives(open_person):
    guest = open_person()
    guest.practise()
    guest.type_everywhere("[1, 1, 1]")
    guest.submit()
    expect(guest.page.locator("#result")).to_contain_text("Attempt 1")
    first = guest.page.locator("input.answer").first
    first.fill("[2, 2, 2]")
    guest.see_marked(attempt=1, score="%")

    expect(first).to_have_value("[2, 2, 2]")
    expect(first).to_be_focused()


def test_what_is_typed_while_the_submission_travels_is_kept(gradmark, open_person):
    guest = open_person()
    address = guest.practise()
    guest.type_everywhere("[1, 1, 1]")
    held = []
    guest.page.route("**/variants/*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks its handlers
    guest.submit()
    first = guest.page.locator("input.answer").first
    first.fill("[2, 2, 2]")
    expect(guest.page.locator("#submit")).to_be_disabled()
    held[0].continue_()
    guest.see_marked(attempt=1, score="%")

    expect(first).to_have_value("[2, 2, 2]")
    expect(first).to_be_focused()
    assert submissions_on(gradmark, address) == 1


def test_everything_can_be_done_with_the_keyboard(gradmark, open_person):
    guest = open_person()
    guest.page.goto("/practice")
    guest.page.keyboard.press("Tab")
    expect(guest.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    guest.page.keyboard.press("Enter")
    topic = guest.page.locator("li.topic").first
    problem = "The slope at a point"
    guest.tab_to(topic.get_by_role("button", name=f"Try: {problem}"))
    guest.page.keyboard.press("Enter")
    expect(guest.page.get_by_role("heading", name=problem)).to_be_visible()

    for question, text in right_answers(gradmark, guest.page.url).items():
        guest.tab_to(guest.page.locator(f"#answer-{question}"))
        guest.page.keyboard.type(text)
    guest.tab_to(guest.page.locator("#submit"))
    guest.page.keyboard.press("Enter")
    guest.see_marked(attempt=1, score="100 %")


def test_it_works_without_javascript(gradmark, open_person):
    guest = open_person(java_script_enabled=False)
    address = guest.practise()
    guest.type_everywhere("[1, 2")
    guest.submit()
    expect(guest.page.locator(".field-error").first).to_contain_text("never closed")

    guest.give_answers(right_answers(gradmark, address))
    guest.submit()
    expect(guest.page.locator("#result")).to_contain_text("Attempt 1")
    refresh = guest.page.get_by_role("button", name="Refresh")
    for _ in range(30):
        if refresh.count() == 0:
            break
        guest.page.wait_for_timeout(300)
        refresh.click()
    expect(guest.page.locator("#result")).to_contain_text("marked")
    expect(guest.page.locator("#result .score")).to_contain_text("100 %")


def test_the_program_is_copied_without_its_line_numbers(open_person):
    guest = open_person(permissions=["clipboard-read", "clipboard-write"])
    guest.practise()
    guest.page.get_by_role("button", name="Copy").click()

    expect(guest.page.get_by_role("button", name="Copied")).to_be_visible()
    copied = guest.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("import torch\n")
    assert copied.endswith("\n")
