"""A running Gradmark, and people with browsers."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.people import Person
from tests.browser.running import Gradmark


@pytest.fixture(scope="session")
def gradmark() -> Iterator[Gradmark]:
    """Gradmark, ready to mark."""
    server = Gradmark()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def open_person(gradmark: Gradmark, browser: Browser) -> Iterator[Callable[..., Person]]:
    """Open a browser window for one more person; at the end, nobody may have met an error in the console."""
    people: list[Person] = []

    def open_one(width: int = 1280, **options: Any) -> Person:
        context = browser.new_context(
            base_url=gradmark.url, viewport={"width": width, "height": 800}, **options
        )
        context.set_default_timeout(10_000)
        people.append(Person(context.new_page()))
        return people[-1]

    yield open_one
    errors = [error for person in people for error in person.errors]
    for person in people:
        person.page.context.close()
    assert errors == []
