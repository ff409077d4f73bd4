"""Pages in Chinese, in the real browser: an exercise, its result, and the switch."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checking import check
from tests.browser.running import right_answers


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_an_exercise_is_solved_in_chinese(width, scheme, open_person, gradmark):
    guest = open_person(width, color_scheme=scheme, locale="zh-CN")
    check(guest, "/practice")
    topic = guest.page.locator("li.topic").filter(has_text="给向量输出加权")
    topic.get_by_role("button", name="练习：给向量输出加权").click()
    expect(guest.page.locator("#answers-form")).to_be_visible()
    guest.type_everywhere("[1,")
    guest.submit()
    expect(guest.page.locator(".field-error").first).to_contain_text("请")
    guest.give_answers(right_answers(gradmark, guest.page.url))
    guest.submit()
    expect(guest.page.locator("#result")).to_contain_text("已评分")
    expect(guest.page.locator("#result .score")).to_have_text("100%")
    check(guest)
    guest.page.get_by_role("link", name="看程序怎样一步步运行").click()
    check(guest)


def test_readers_switch_with_the_keyboard_and_stay_where_they_are(open_person):
    guest = open_person(locale="zh-CN")
    guest.page.goto("/sign-up?next=/practice")
    expect(guest.page.locator("html")).to_have_attribute("lang", "zh-Hans")
    switch = guest.page.get_by_role("button", name="English")
    switch.focus()
    guest.page.keyboard.press("Enter")

    expect(guest.page.get_by_role("heading", name="Make an account")).to_be_visible()
    expect(guest.page).to_have_url(re.compile(r"/sign-up\?next=/practice$"))
    expect(guest.page.get_by_role("button", name="English")).to_have_attribute(
        "aria-current", "true"
    )
