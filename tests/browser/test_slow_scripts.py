"""What is typed while a page's scripts are still on their way, as on a slow line."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route, expect

_SCRIPTS = re.compile(r"/static/.*\.js")


@contextmanager
def scripts_held_back(page: Page, address: str) -> Iterator[None]:
    """Open a page whose scripts arrive only afterwards."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(_SCRIPTS, hold)
    page.goto(address, wait_until="commit")
    yield
    assert held
    page.unroute(_SCRIPTS)  # which lets go of what was held


def test_an_answer_typed_before_the_scripts_came_is_previewed_and_kept(open_person):
    guest = open_person()
    address = guest.practise()
    first = guest.page.locator("input.answer").first
    with scripts_held_back(guest.page, address):
        first.fill("[1/4, 2, 3")

    expect(guest.page.locator(".preview").first).to_contain_text("never closed")
    guest.page.reload()
    expect(first).to_have_value("[1/4, 2, 3")


def test_a_search_typed_before_the_scripts_came_is_made(open_person):
    instructor = open_person()
    instructor.sign_in("teacher@demo.example")
    instructor.page.get_by_role("link", name="Calculus for machine learning").click()
    instructor.page.get_by_role("link", name="New assignment").click()
    with scripts_held_back(instructor.page, instructor.page.url):
        instructor.page.get_by_label("Search").fill("one weight")

    expect(instructor.page.get_by_role("checkbox", name="One weight per component")).to_be_visible()
