"""Choosing problems for an assignment: searching, filtering, and keeping what is chosen."""

import pytest
from sqlalchemy import func, select

from app.domain.diagnosis import find_misconception
from app.domain.problems import TOPICS, library
from app.models import Assignment
from tests.app.web.browsing import Elements

CHOSEN = "one-weight-per-component"


@pytest.fixture
def address(classroom):
    return f"/courses/{classroom.course}/assignments/new"


def shown(page):
    names = (a.get("name") or "" for _, a in Elements(page).tags)
    return [name.removeprefix("pick.") for name in names if name.startswith("pick.")]


def opened(page):
    return [
        a
        for tag, a in Elements(page).tags
        if tag == "details" and a.get("class") == "card picker" and "open" in a
    ]


def find(instructor, address, **wanted):
    typed = {f"filter.{name}": value for name, value in wanted.items()}
    return instructor.post(address, {"filter": "now", **typed})


def test_every_problem_is_there_under_its_topic_which_is_closed(instructor, address):
    page = instructor.get(address).text

    assert shown(page) == [problem.slug for problem in library()]
    assert opened(page) == []
    for topic in TOPICS:
        assert f">{topic.title}</span>" in page


def test_a_word_is_found_in_title_summary_and_program(instructor, address):
    page = find(instructor, address, words="RELU").text
    found = shown(page)

    assert "the-corner-of-relu" in found
    assert 0 < len(found) < len(library())
    for problem in library():
        text = f"{problem.title} {problem.summary} {problem.code}".lower()
        assert (problem.slug in found) >= ("relu" in text)
    assert len(opened(page)) >= 1


def test_all_words_must_fit(instructor, address):
    both = set(shown(find(instructor, address, words="leaf zero").text))
    one, other = (
        set(shown(find(instructor, address, words=word).text)) for word in ("leaf", "zero")
    )

    assert both == one & other


def test_the_name_of_a_misconception_finds_what_tells_it_apart(instructor, address):
    found = shown(find(instructor, address, words=find_misconception("overwrites").name).text)

    assert found == [p.slug for p in library() if "overwrites" in p.misconceptions]


def test_topic_and_difficulty_narrow_it_down(instructor, address):
    page = find(instructor, address, topic="zeroing", level="1").text

    assert shown(page) == [p.slug for p in library() if p.topic == "zeroing" and p.difficulty == 1]
    assert '<option value="zeroing" selected>' in page
    assert "<option selected>1</option>" in page


def test_what_is_chosen_stays_in_sight_with_its_points(instructor, address):
    typed = {
        "title": "Week 2",
        f"pick.{CHOSEN}": "on",
        f"points.{CHOSEN}": "7.5",
        "filter": "live",
        "filter.words": "no such word",
    }
    response = instructor.post(address, typed)

    assert response.status_code == 200
    assert shown(response.text) == [CHOSEN]
    page = Elements(response.text)
    assert "checked" in page.with_name(f"pick.{CHOSEN}")
    assert page.with_name(f"points.{CHOSEN}")["value"] == "7.5"
    assert page.with_name("title")["value"] == "Week 2"
    assert "0 of" in response.text


def test_finding_makes_no_assignment(instructor, address, classroom):
    typed = {"title": "Week 2", f"pick.{CHOSEN}": "on", f"points.{CHOSEN}": "1"}
    instructor.post(address, {**typed, f"attempts.{CHOSEN}": "1", "filter": "now"})

    with classroom.db.reading() as session:
        assert session.scalars(select(func.count()).select_from(Assignment)).one() == 1


def test_nothing_found_says_what_to_do_and_escapes_what_was_typed(instructor, address):
    page = find(instructor, address, words="<b>nothing</b>").text

    assert "No problem fits. Try another word" in page
    assert "<b>nothing" not in page
