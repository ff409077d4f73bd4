"""A crawler with a student's session opens and sends everything there is: no response holds the truth's digits."""

import datetime as dt
import re
import shutil
from dataclasses import replace

import pytest

from app.domain.feedback import Shown
from tests.app.planted_truth import holds_truth, open_truth, plant
from tests.app.web.access.people import PEOPLE, TEACHERS
from tests.app.web.access.table import ACCESS
from tests.app.web.access.world import Visit
from tests.app.web.browsing import Elements

STUDENTS = [who for who in PEOPLE if who not in TEACHERS]
_MOST_PAGES = 400


@pytest.fixture(scope="module")
def planted(world, tmp_path_factory) -> Visit:
    """The application on a copy of the world in which every truth is the canary."""
    folder = tmp_path_factory.mktemp("planted")
    file = folder / "world.db"
    shutil.copy(world.file, file)
    visit = replace(world, file=file).visit(folder)
    db = visit.app.extensions["gradmark"].db
    plant(db, world.ids)
    db.dispose()
    shutil.copy(visit.file, file)
    return visit


@pytest.fixture
def visit(planted) -> Visit:
    planted.start_anew()
    return planted


def links_of(response) -> set[str]:
    """Return the addresses on this site that a page leads to by itself or by a click, without the way back."""
    if response.mimetype != "text/html":
        return set()
    values = (
        attributes.get(name) or ""
        for _, attributes in Elements(response.text).tags
        for name in ("href", "src", "hx-get")
    )
    found = {value.split("#")[0] for value in values if re.match(r"/(?!/|static/)", value)}
    return {address for address in found if "next=" not in address}


def crawl(visit: Visit, who: str) -> list[str]:
    """Open all addresses of the table and all that they lead to; return those whose response holds the truth.

    Only who works on exercises is followed from page to page: others are kept out of the table's addresses already.
    """
    browser = visit.browser(who)
    waiting = [
        pattern.format(**visit.world.ids)
        for method, pattern in ACCESS
        if method == "GET" and "/static/" not in pattern
    ]
    seen, found = set(waiting), []
    for address in waiting:
        response = browser.get(address)
        assert "ETag" not in response.headers, address
        if holds_truth(response):
            found.append(address)
        new = links_of(response) - seen if who in ("student", "guest") else set()
        seen |= new
        waiting.extend(sorted(new))
        assert len(waiting) < _MOST_PAGES
    return found


@pytest.mark.parametrize("who", STUDENTS)
def test_no_page_that_can_be_reached_holds_the_truth(visit, who):
    assert crawl(visit, who) == []


def test_no_answer_to_anything_a_student_sends_holds_the_truth(visit):
    for method, pattern in ACCESS:
        if method != "POST":
            continue
        visit.start_anew()
        browser, response = visit.browser("student"), visit.ask("student", method, pattern)
        assert not holds_truth(response), pattern
        if response.location and response.location.startswith("/"):
            assert not holds_truth(browser.get(response.location)), pattern


def test_a_script_that_asks_for_parts_of_pages_finds_no_truth(visit):
    browser = visit.browser("student")
    for method, pattern in ACCESS:
        if method == "GET":
            response = browser.get(pattern.format(**visit.world.ids), **{"HX-Request": "true"})
            assert not holds_truth(response), pattern


def test_the_crawler_finds_the_truth_where_it_is_open(visit):
    """Else it could as well be blind."""
    db = visit.app.extensions["gradmark"].db
    with db.reading() as session:
        yesterday = db.now(session) - dt.timedelta(days=1)
    open_truth(db, visit.world.ids, {"show_truth": Shown.CLOSED, "due_at": yesterday})

    assert f"/variants/{visit.world.ids['variant']}" in crawl(visit, "student")
