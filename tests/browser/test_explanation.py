"""What a wrong answer looks like, and how the program runs, once it may be shown."""

from playwright.sync_api import expect

from tests.browser.running import mistaken_answers


def test_a_mistake_is_named_at_once_and_the_run_is_told_after_the_answers(gradmark, open_person):
    guest = open_person()
    address = guest.practise("The same backward() twice")
    guest.give_answers(mistaken_answers(gradmark, address, "overwrites"))
    guest.submit()
    guest.see_marked(attempt=1, score="0 %")

    result = guest.page.locator("#result")
    expect(result.locator(".diagnosis")).to_contain_text(
        "This looks like: Each backward() overwrites"
    )
    expect(guest.page.get_by_role("link", name="step by step")).to_have_count(0)
    guest.expected = ("status of 404",)
    guest.page.goto(f"{address}/explanation")
    expect(guest.page.locator("main")).to_contain_text("There is nothing here")

    guest.page.goto(address)
    guest.page.get_by_role("button", name="Show the answers").click()
    guest.page.get_by_role("link", name="step by step").click()
    expect(guest.page.locator(".parting")).to_contain_text("What your answer fits")
    expect(guest.page.locator(".explanation table.run")).to_contain_text("MulBackward0")
    picture = guest.page.locator("svg.graph")
    expect(picture).to_be_visible()
    box = picture.bounding_box()
    assert box["width"] >= 300

    guest.page.emulate_media(media="print")
    expect(guest.page.locator("header.site")).to_be_hidden()
    expect(guest.page.locator(".explanation table.run")).to_be_visible()
