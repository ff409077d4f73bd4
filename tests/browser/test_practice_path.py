"""The topics as a path: a map where there is room, a list on a phone."""

import re

from playwright.sync_api import expect

from tests.browser.running import right_answers


def test_on_a_desktop_the_map_leads_to_each_topic(open_person):
    guest = open_person()
    guest.page.goto("/practice")
    stops = guest.page.locator(".map a.stop")
    topics = guest.page.locator("li.topic")

    expect(stops).to_have_count(topics.count())
    boxes = [stop.bounding_box() for stop in stops.all()]
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            assert not overlap(one, other)
    for stop in stops.all():
        assert stop.evaluate("stop => stop.scrollHeight - stop.clientHeight") <= 0, (
            stop.inner_text()
        )
    stops.last.click()
    expect(guest.page).to_have_url(re.compile("#" + topics.last.get_attribute("id")))
    expect(topics.last).to_be_in_viewport()


def overlap(one, other):
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


def test_on_a_phone_the_list_says_what_each_topic_builds_on(open_person):
    guest = open_person(width=360)
    guest.page.goto("/practice")

    expect(guest.page.locator(".map")).to_be_hidden()
    second = guest.page.locator("li.topic").nth(1)
    expect(second.locator(".builds-on")).to_be_visible()
    second.locator(".builds-on a").first.click()
    expect(guest.page.locator("li.topic").first).to_be_in_viewport()
    too_wide = guest.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert too_wide == 0


def test_a_solved_problem_is_ticked_in_map_and_list(gradmark, open_person):
    guest = open_person()
    address = guest.practise("One weight per component")
    guest.give_answers(right_answers(gradmark, address))
    guest.submit()
    guest.see_marked(attempt=1, score="100 %")
    guest.page.goto("/practice")

    topic = guest.page.locator("li.topic").filter(has_text="One weight per component")
    expect(topic.locator(".topic-head")).to_contain_text("1 of")
    topic.locator("summary").click()
    row = topic.locator("li").filter(has_text="One weight per component")
    expect(row).to_contain_text("Solved")
    expect(guest.page.locator(".map .stop-begun")).to_have_count(1)
    expect(guest.page.locator(".next-step")).to_contain_text("Go on with")
