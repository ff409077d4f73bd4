"""Questions that are answered by choosing: by keyboard, on a phone, without a script, and after a reload."""

from playwright.sync_api import expect

from tests.browser.running import right_answers, submissions_on


def test_options_are_reached_and_chosen_with_the_keyboard(gradmark, open_person):
    guest = open_person()
    address = guest.practise("One call too many?")
    options = guest.page.locator("input.answer[type=radio]")
    (right,) = right_answers(gradmark, address).values()

    guest.tab_to(options.first)
    for _ in range(options.count()):
        if guest.page.evaluate("document.activeElement.value") == right:
            break
        guest.page.keyboard.press("ArrowDown")
    guest.page.keyboard.press("Space")
    guest.tab_to(guest.page.locator("#submit"))
    guest.page.keyboard.press("Enter")

    guest.see_marked(attempt=1, score="100 %")
    expect(guest.page.locator(".verdict-read")).to_contain_text("Chosen:")


def test_what_is_missing_is_asked_for_where_it_is_missing(gradmark, open_person):
    guest = open_person(width=360)
    address = guest.practise("Who is a leaf?")
    answers = right_answers(gradmark, address)
    first, second = list(answers)[:2]
    guest.give_answers({first: answers[first]})
    guest.submit()

    group = guest.page.locator(f"#answer-{second}")
    expect(group.locator(".field-error")).to_contain_text("Choose one of the answers.")
    expect(group.locator("input").first).to_be_focused()
    expect(guest.page.locator(f"#answer-{first} input:checked")).to_have_count(1)
    assert submissions_on(gradmark, address) == 0

    guest.give_answers(answers)
    expect(group.locator(".field-error")).to_have_count(0)
    guest.submit()
    guest.see_marked(attempt=1, score="100 %")


def test_what_was_chosen_outlives_a_reload(gradmark, open_person):
    guest = open_person()
    address = guest.practise("Who is a leaf?")
    answers = right_answers(gradmark, address)
    guest.give_answers(answers)
    guest.page.reload()

    for question, value in answers.items():
        chosen = guest.page.locator(f"#answer-{question} input:checked")
        expect(chosen).to_have_value(value)


def test_options_work_without_javascript(gradmark, open_person):
    guest = open_person(java_script_enabled=False)
    address = guest.practise("Who is a leaf?")
    guest.submit()
    expect(guest.page.locator(".field-error").first).to_be_visible()

    guest.give_answers(right_answers(gradmark, address))
    guest.submit()
    expect(guest.page.locator("#result")).to_contain_text("Attempt 1")


def test_a_whole_line_of_an_option_can_be_pressed_with_a_thumb(open_person):
    guest = open_person(width=360)
    guest.practise("One call too many?")

    for option in guest.page.locator(".option").all():
        box = option.bounding_box()
        assert box["height"] >= 44
        assert box["width"] >= 250
