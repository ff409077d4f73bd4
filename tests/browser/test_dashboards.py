"""The dashboards in a real browser: they move by themselves and leave the reader where they are."""

import io
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.app.class_at_work import TWICE, Class, Try
from tests.app.classroom import RecordingDoorbell, make_classroom
from tests.browser.checking import check

PASSWORD = "correct horse"
LOOKS = [(1280, "light"), (360, "dark")]


@pytest.fixture(scope="module")
def taught(gradmark):
    """A course with a class at work, in the running Gradmark's own store."""
    db = gradmark.store()
    room = make_classroom(db, RecordingDoorbell())
    students = Class(room)
    students.grow(12)
    yield SimpleNamespace(
        students=students,
        board=f"/assignments/{room.assignment}/dashboard",
        item=f"/items/{room.items[0]}/dashboard",
        mistakes=f"/assignments/{room.assignment}/mistakes",
    )
    db.dispose()


@pytest.fixture
def teacher(taught, open_person):
    """The course's instructor at a dashboard."""

    def at(address, **options):
        person = open_person(**options)
        person.sign_in("grace@example.org", PASSWORD)
        person.page.goto(address)
        expect(person.page.locator("main h1")).to_be_visible()
        return person

    return at


def figure(page, name):
    return page.locator(".figures > div").filter(has_text=name).locator("dd")


def charts_of(page):
    return page.locator("figure[data-chart]").filter(has=page.locator(".chart-place"))


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_page_is_accessible_and_fits(taught, teacher, width, scheme):
    person = teacher(taught.board, width=width, color_scheme=scheme)
    expect(person.page.locator("#believed svg")).to_be_visible()
    check(person)
    for summary in person.page.locator("main summary").all():
        summary.click()
    check(person)
    for address in (taught.item, taught.mistakes, f"{taught.mistakes}?belief=overwrites"):
        check(person, address)


@pytest.mark.parametrize("address", ["board", "item"])
def test_every_chart_is_drawn_from_the_table_behind_it(taught, teacher, address):
    page = teacher(getattr(taught, address)).page
    charts = charts_of(page)

    for number in range(charts.count()):
        chart = charts.nth(number)
        expect(chart.locator("svg")).to_be_visible()
        expect(chart.get_by_role("table")).to_have_count(0)
        chart.locator("summary").click()
        expect(chart.get_by_role("table")).to_be_visible()
        assert chart.get_by_role("rowheader").count() > 0


def test_charts_follow_the_room_and_the_theme(taught, teacher):
    page = teacher(taught.board).page
    drawn = page.locator("#histogram svg")
    expect(drawn).to_be_visible()
    wide = drawn.bounding_box()["width"]
    light = page.locator("#histogram svg path[fill]").evaluate_all(
        "all => all.map(one => one.getAttribute('fill'))"
    )

    page.set_viewport_size({"width": 360, "height": 800})
    page.wait_for_function(
        "wide => document.querySelector('#histogram svg').getBoundingClientRect().width < wide",
        arg=wide,
    )
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "light => JSON.stringify([...document.querySelectorAll('#histogram svg path[fill]')]"
        ".map(one => one.getAttribute('fill'))) !== JSON.stringify(light)",
        arg=light,
    )


def test_what_is_marked_appears_while_the_reader_keeps_their_place(taught, teacher):
    page = teacher(taught.board).page
    before = int(figure(page, "Submissions").inner_text())
    page.locator("#figures-help-summary").click()
    page.locator("#means-summary").click()
    link = page.locator("#belief-overwrites-open")
    link.focus()
    link.scroll_into_view_if_needed()
    top = link.bounding_box()["y"]
    students = page.locator("#believed svg text").all_inner_texts()

    newcomers = taught.students.join("Newcomer A", "Newcomer B")
    for student in newcomers:
        taught.students.work(student, 0, Try(0, 1, ("overwrites",)))

    expect(figure(page, "Submissions")).to_have_text(str(before + 2))
    expect(link).to_be_focused()
    assert abs(link.bounding_box()["y"] - top) < 2
    expect(page.locator("#figures-help")).to_have_attribute("open", "")
    expect(page.locator("#means-table")).to_have_attribute("open", "")
    assert page.locator("#believed svg text").all_inner_texts() != students
    # A second update does no more harm than the first.
    taught.students.work(newcomers[0], 1, Try(1))
    expect(figure(page, "Submissions")).to_have_text(str(before + 3))
    expect(link).to_be_focused()
    expect(page.locator("#means-table")).to_have_attribute("open", "")


def test_an_items_dashboard_moves_too_and_can_be_told_to_wait(taught, teacher):
    page = teacher(taught.item).page
    opened = figure(page, "Opened by")
    before = int(opened.inner_text().split()[0])
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Paused")).to_be_visible()

    taught.students.work(taught.students.join("Latecomer")[0], 0, Try(1), code=TWICE)
    page.wait_for_timeout(3000)  # longer than the page waits between two looks
    assert int(opened.inner_text().split()[0]) == before

    page.get_by_role("button", name="Go on").click()
    expect(opened).to_contain_text(str(before + 1))


def test_from_a_misconception_to_the_submission_that_shows_it_by_keyboard(taught, teacher):
    page = teacher(taught.board).page
    page.locator("#belief-overwrites-open").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("overwrites")
    row = page.locator("table.mistakes tbody tr").first
    student = row.get_by_role("link").inner_text()
    row.get_by_role("link").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="What was typed")).to_be_visible()
    expect(page.locator("main")).to_contain_text(f"By {student}.")


def test_everything_can_be_downloaded(taught, teacher):
    page = teacher(taught.board).page
    page.locator("#exports-summary").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Everything as a workbook (XLSX)").click()
    book = load_workbook(io.BytesIO(waiting.value.path().read_bytes()))

    assert waiting.value.suggested_filename == "week-1.xlsx"
    assert {"Summary", "Items", "Scores", "Misconceptions"} <= set(book.sheetnames)
    names = [row[0] for row in book["Scores"].iter_rows(min_row=2, values_only=True)]
    assert "Student 11" in names
