"""Every page of the access table in the browser, as those see it who may: axe, the page's width, the console."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from tests.app.web.access.table import ACCESS
from tests.app.web.access.world import Visit, make_world
from tests.browser.checking import faults_of
from tests.browser.people import Person

# A page that several of them may see is seen by the first student's and the first teacher's eyes.
_STUDENTS = ("stranger", "student")
_TEACHERS = ("instructor", "administrator")
_LOOKS = ((1280, "light"), (360, "dark"))


@pytest.fixture(scope="module")
def visit(tmp_path_factory) -> Visit:
    folder = tmp_path_factory.mktemp("world")
    return make_world(folder / "gradmark.db").visit(folder)


@pytest.fixture(scope="module")
def address(visit) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, visit.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def viewers(may: frozenset[str]) -> list[str]:
    """Return whose eyes a page is seen with."""
    groups = ([who for who in group if who in may] for group in (_STUDENTS, _TEACHERS))
    return [group[0] for group in groups if group]


def pages_of(visit: Visit, who: str) -> list[str]:
    """Return the whole pages that somebody is to see; downloads and parts of pages have their own tests."""
    found = []
    for (method, pattern), row in ACCESS.items():
        if method == "GET" and who in viewers(row.may):
            answer = visit.ask(who, "GET", pattern)
            if answer.mimetype == "text/html" and b"<main" in answer.data:
                found.append(pattern.format(**visit.world.ids))
    return found


@pytest.mark.parametrize(("width", "scheme"), _LOOKS)
@pytest.mark.parametrize("who", [*_STUDENTS, *_TEACHERS])
def test_every_page_is_accessible_and_fits_the_window(
    visit, address, browser: Browser, who, width, scheme
):
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    if who in visit.world.cookies:
        context.add_cookies(
            [{"name": "gradmark", "value": visit.world.cookies[who], "url": address}]
        )
    person = Person(context.new_page())
    pages = pages_of(visit, who)
    assert pages

    faults = [fault for page in pages for fault in faults_of(person, page)]

    context.close()
    assert not faults, "\n".join(faults)
