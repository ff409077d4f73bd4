"""The dashboards' pages: figures, charts with their tables, misconceptions and the submissions behind them."""

import re

import pytest

from app.domain.item_analysis import Figure
from app.web.figures import decimals, duration, plain_value
from tests.app.class_at_work import TWICE, Class, Try
from tests.app.web.browsing import Elements

HTMX = {"HX-Request": "true"}


@pytest.fixture
def a_class(classroom):
    made = Class(classroom)
    blaise, carl, dana = made.join("Blaise", "Carl", "Dana")
    made.work(blaise, 0, Try(0, 2, ("overwrites",)), Try(1, 10))
    made.work(carl, 0, Try(0.25, 5, ("overwrites",)), code=TWICE)
    made.work(dana, 0, Try(0, 1), Try(0, 2))
    made.work(dana, 1)
    return made


def board(classroom):
    return f"/assignments/{classroom.assignment}/dashboard"


def item_board(classroom, position=0):
    return f"/items/{classroom.items[position]}/dashboard"


def words(page):
    """A page's text without its tags, spaces made one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_dashboard_tells_the_figures_of_the_class(instructor, classroom, a_class):
    text = words(instructor.get(board(classroom)).text)

    # 4, 1 and 0 of 36 points.
    assert "Students with a mark 3" in text
    assert "Mean 4.6 %" in text
    assert "Median 2.8 %" in text
    assert "1 student opened no item Ada" in text
    assert "Reliability (Cronbach\u2019s alpha)" in text


def test_every_item_has_a_row_that_leads_to_its_own_dashboard(instructor, classroom, a_class):
    page = instructor.get(board(classroom)).text

    for item in classroom.items:
        assert f'href="/items/{item}/dashboard"' in page
    row = words(page.split(f'id="item-{classroom.items[0]}"')[1].split("</tr>")[0])
    assert "3 41.7 % 52 % 33.3 % 33.3 %" in row
    assert "8 min" not in row
    assert "10 min" in row


def test_a_figure_that_is_not_defined_says_why(instructor, classroom, a_class):
    text = words(instructor.get(item_board(classroom, 1)).text)

    assert "Mean score \u2013 Nobody yet" in text
    assert "Discrimination, with the other items \u2013 All scores are equal" in text
    assert "Five students with a mark are needed." in text


def test_an_items_dashboard_tells_all_its_figures(instructor, classroom, a_class):
    text = words(instructor.get(item_board(classroom)).text)

    for told in (
        "Opened by 3 of 4 students",
        "Answered by 3",
        "Solved by 1",
        "Marked submissions 5",
        "Mean score 41.7 % high means easy",
        "Median 25 %",
        "No marks 33.3 %",
        "Some marks 33.3 %",
        "Full marks 33.3 %",
        "Lowest 0 %",
        "Highest 100 %",
        "Mean of first attempts 8.3 %",
        "Mean of last attempts 41.7 %",
        "Mean of all attempts, by student 25 %",
        "Discrimination, with the total 1",
        "Attempts, mean 1.67",
        "Attempts to the right answer, median 2",
        "Time to the right answer, median 10 min",
    ):
        assert told in text, told


def test_variants_are_told_apart_by_how_they_are_built(instructor, classroom, a_class):
    page = instructor.get(item_board(classroom)).text
    rows = words(page.split('id="structures-scroll"')[1].split("</table>")[0])

    assert "1 2 no 2 2 50 %" in rows
    assert "2 2 no 1 1 25 %" in rows
    assert "By seed: 3 seeds" in words(page)


def test_each_chart_has_a_table_behind_it_with_the_same_numbers(instructor, classroom, a_class):
    page = instructor.get(board(classroom)).text

    charts = re.findall(r'<figure class="chart.*?</figure>', page, re.DOTALL)
    assert len(charts) == 5
    for chart in charts:
        assert "hx-morph-skip" in chart
        assert chart.count('<th scope="row"') >= 1
        for value, shown in re.findall(r'<td data-value="([^"]*)">([^<]*)</td>', chart):
            assert value == "" or shown.replace("\u2212", "-").startswith(value.split(".")[0])
    histogram = next(chart for chart in charts if 'id="histogram"' in chart)
    assert re.findall(r'data-value="(\d+)"', histogram) == ["2", "1"] + ["0"] * 8


def test_a_misconception_leads_to_the_submissions_that_show_it(instructor, classroom, a_class):
    page = instructor.get(board(classroom)).text
    link = re.search(r'id="belief-overwrites-open" href="([^"]+)"', page)[1]
    listed = instructor.get(link.replace("&amp;", "&"))
    text = words(listed.text)

    assert "2 students, 2 submissions" in text
    assert "Blaise" in text
    assert "Carl" in text
    assert "Dana" not in text
    assert "x.grad [1, 0]" in text
    submission = re.search(r'href="(/submissions/[^"]+)"', listed.text)[1]
    assert instructor.get(submission).status_code == 200


def test_what_nothing_explains_can_be_looked_at_too(instructor, classroom, a_class):
    address = f"/assignments/{classroom.assignment}/mistakes"
    unknown = words(instructor.get(f"{address}?belief=unrecognised").text)
    everything = words(instructor.get(address).text)

    assert "Nothing known explains it" in unknown
    assert "1 student, 2 submissions" in unknown
    assert "3 students, 4 submissions" in everything
    assert "No submission shows this." in words(
        instructor.get(f"{address}?belief=overwrites&item={classroom.items[1]}").text
    )


@pytest.mark.parametrize("query", ["belief=no-such-thing", "item=not-an-id"])
def test_mistakes_of_nothing_are_not_there(instructor, classroom, query):
    assert (
        instructor.get(f"/assignments/{classroom.assignment}/mistakes?{query}").status_code == 404
    )


@pytest.mark.parametrize("address", [board, item_board])
def test_a_poll_brings_a_fragment_only_when_something_changed(
    instructor, classroom, a_class, address
):
    page = Elements(instructor.get(address(classroom)).text)
    poll = next(a["hx-get"] for _, a in page.tags if a.get("id") == "board")

    assert instructor.get(poll, **HTMX).status_code == 204
    a_class.work(a_class.join("Emmy")[0], 0, Try(1))
    changed = instructor.get(poll, **HTMX)
    assert changed.status_code == 200
    assert changed.text.lstrip().startswith('<div id="board"')
    assert "<html" not in changed.text


def test_every_link_in_what_updates_has_an_id_so_that_it_keeps_the_focus(
    instructor, classroom, a_class
):
    for address in (board(classroom), item_board(classroom)):
        for tag, attributes in Elements(instructor.get(address, **HTMX).text).tags:
            if tag in ("a", "button", "summary"):
                assert attributes.get("id"), (address, tag, attributes)


def test_names_are_text_and_not_markup(instructor, classroom):
    made = Class(classroom)
    made.work(made.join("<script>alert(1)</script>")[0], 0, Try(0, 1, ("overwrites",)))

    for address in (board(classroom), f"/assignments/{classroom.assignment}/mistakes"):
        page = instructor.get(address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "0 s"),
        (59.6, "1 min"),
        (200, "3 min 20 s"),
        (3600, "1 h"),
        (7500, "2 h 5 min"),
        (86_400 * 3 + 3600 * 4 + 59, "3 d 4 h"),
    ],
)
def test_times_are_told_in_their_two_greatest_units(seconds, told):
    assert duration(seconds) == told


def test_numbers_are_written_short_and_with_the_sign_for_minus():
    assert [decimals(value) for value in (0.5, -0.128, 2, -0.001, 1.999)] == [
        "0.5",
        "\u22120.13",
        "2",
        "0",
        "2",
    ]
    assert plain_value(Figure(None)) == ""
    assert plain_value(Figure(1 / 3), 100) == "33.3333"
