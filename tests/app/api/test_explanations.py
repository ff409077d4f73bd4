"""How a program runs, through the API, once it may be known."""

import uuid

from app.models import Variant
from app.services.dealing import deal_problem
from app.services.grading import mark_waiting
from tests.app.classroom import wrong_answer

ONE = "/exercises/{variant_id}"


def practise(visit, slug="backward-twice"):
    """Let the student practise, and answer wrongly."""
    user_id = visit.world.people["student"]
    variant = deal_problem(visit.db, user_id=user_id, slug=slug)
    with visit.db.reading() as session:
        questions = session.get_one(Variant, variant).as_dealt().questions
    answers = {one.id: wrong_answer(one, "", "12345") for one in questions}
    sent = visit.ask("student", "POST", f"/exercises/{variant}/submissions", {"answers": answers})
    assert sent.status_code == 201, sent.text
    return variant


def test_who_has_solved_it_is_told_how_it_runs(visit):
    told = visit.ask("student", "GET", ONE + "/explanation").json

    assert told["state"] == "told"
    assert {"leaf", "start", "filled", "answer"} <= {row["kind"] for row in told["rows"]}
    assert all(row["text"] for row in told["rows"])
    assert told["graph"]


def test_who_may_not_know_yet_is_told_nothing(visit):
    variant = practise(visit)
    path = f"/exercises/{variant}"

    assert visit.ask("student", "GET", f"{path}/explanation").status_code == 404
    assert visit.ask("student", "POST", f"{path}/reveal").status_code == 409
    assert visit.ask("student", "GET", path).json["right_answers"] is None


def test_practice_shows_its_answers_once_an_answer_is_marked(visit):
    variant = practise(visit)
    mark_waiting(visit.db)

    shown = visit.ask("student", "POST", f"/exercises/{variant}/reveal").json
    told = visit.ask("student", "GET", f"/exercises/{variant}/explanation").json

    assert set(shown["right_answers"]) == {one["id"] for one in shown["questions"]}
    assert told["rows"][-1]["value"] in shown["right_answers"].values()
    assert visit.ask("classmate", "GET", f"/exercises/{variant}").status_code == 404


def test_the_program_of_an_own_problem_waits_for_a_worker(visit):
    with visit.db.writing() as session:
        session.get_one(Variant, uuid.UUID(str(visit.world.ids["variant_id"]))).problem = "own-x-1"

    before = visit.ask("instructor", "GET", ONE + "/explanation").json
    visit.ask("instructor", "POST", ONE + "/explanation")
    asked = visit.ask("instructor", "GET", ONE + "/explanation").json

    assert (before["state"], asked["state"]) == ("to_ask", "asked")
    assert asked["rows"] == []
