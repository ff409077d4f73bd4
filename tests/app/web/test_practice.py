"""The page of topics: the path, what the visitor has solved, and what a click deals."""

import re

from app.domain.problems import TOPICS, library
from app.services.grading import mark_waiting
from tests.app.web.browsing import Elements


def test_a_stranger_sees_the_map_the_topics_and_where_to_start(stranger):
    page = stranger.get("/practice").text

    assert "New here? Start with" in page
    for topic in TOPICS:
        assert f'href="#{topic.slug}"' in page
        assert f'id="{topic.slug}"' in page
    for problem in library():
        assert f'action="/practice/problems/{problem.slug}"' in page
    assert "Solved" not in page


def test_looking_makes_no_guest(stranger):
    stranger.get("/practice")

    assert stranger.get("/variants/00000000-0000-0000-0000-000000000000").status_code == 303


def test_every_box_of_the_map_has_a_place_that_the_style_sheet_knows(stranger):
    page = Elements(stranger.get("/practice").text)
    sheet = stranger.get("/static/practice.css").text
    places = {
        name
        for _, attributes in page.tags
        for name in (attributes.get("class") or "").split()
        if name.startswith("at-")
    }

    assert places
    for name in places:
        assert re.search(rf"\.{name} \{{ grid-(row|column): ", sheet)


def test_a_single_problem_is_dealt_by_its_button(stranger):
    problem = library()[-1]
    answer = stranger.post(f"/practice/problems/{problem.slug}")

    assert answer.status_code == 303
    assert f"<h1>{problem.title}</h1>" in stranger.get(answer.location).text


def test_a_problem_that_does_not_exist_is_not_found_and_makes_no_guest(stranger):
    assert stranger.post("/practice/problems/astrology").status_code == 404
    assert stranger.get("/variants/00000000-0000-0000-0000-000000000000").status_code == 303


def test_what_was_solved_and_tried_is_shown(stranger, classroom, db):
    first, second = [p for p in library() if p.topic == library()[0].topic][:2]
    for problem, right in ((first, True), (second, False)):
        variant = stranger.practise(problem.slug)
        answers = classroom.right_answers if right else classroom.wrong_answers
        stranger.submit(variant, answers(variant))
    mark_waiting(db)
    page = stranger.get("/practice").text

    assert "Go on with" in page
    assert len(re.findall(r"</svg>\s* Solved", page)) == 1
    assert "Best 0 %" in page
    assert "stop-begun" in page


def test_a_solved_exercise_offers_the_same_problem_with_other_numbers(stranger, classroom, db):
    variant = stranger.practise("backward-twice")
    again = 'action="/practice/problems/backward-twice"'
    assert again not in stranger.get(f"/variants/{variant}").text

    stranger.submit(variant, classroom.right_answers(variant))
    mark_waiting(db)

    assert again in stranger.get(f"/variants/{variant}").text
