"""The figures of dashboards through the API: the very ones that the pages show."""

import pytest

from app.queries.dashboards import assignment_dashboard
from app.services.dealing import deal_item
from app.services.grading import mark_waiting
from app.services.submissions import submit
from tests.app.classroom import RecordingDoorbell

ASSIGNMENT = "/assignments/{assignment_id}"


@pytest.fixture
def answered(visit):
    """Let the classmate hand in something wrong, twice."""
    user, item = visit.world.people["classmate"], visit.world.ids["item_id"]
    variant = deal_item(visit.db, user_id=user, item_id=item)
    for number in (1234, 12345):
        submit(
            visit.db,
            RecordingDoorbell(),
            user_id=user,
            variant_id=variant,
            answers={"a_grad": f"[{number}]"},
            idempotency_key=f"wrong-{number}",
        )
        mark_waiting(visit.db)
    return visit


def test_an_assignment_has_the_figures_of_its_dashboard(answered):
    told = answered.ask("grader", "GET", f"{ASSIGNMENT}/statistics").json
    grader, assignment = answered.world.people["grader"], answered.world.ids["assignment_id"]
    with answered.db.reading() as session:
        board = assignment_dashboard(session, grader, assignment)

    assert told["score"]["mean"] == {"value": board.figures.score.mean.value, "missing": None}
    assert told["alpha"]["missing"] == board.figures.alpha.missing
    assert [one["figures"]["submissions"] for one in told["items"]] == [
        one.figures.submissions for one in board.items
    ]
    assert told["students"] == 2
    assert told["not_started"] == []
    assert sum(one["submissions"] for one in told["activity"]) == 3
    assert sum(one["submissions"] for one in told["misconceptions"]) == 2


def test_an_item_has_its_figures_by_structure_and_seed(answered):
    told = answered.ask("grader", "GET", "/items/{item_id}/statistics").json

    assert told["problem"] == "one-weight-per-component"
    assert told["figures"]["opened"] == 2
    assert sum(one["dealt"] for one in told["structures"]) == 2
    assert sum(one["dealt"] for one in told["seeds"]) == 2


def test_the_class_is_listed_with_points_on_each_item(answered):
    rows = answered.ask("grader", "GET", f"{ASSIGNMENT}/scores").json["data"]

    ada, classmate = rows
    assert (ada["display_name"], ada["items"][0]["state"]) == ("Ada", "failed")
    assert (classmate["items"][0]["earned"], classmate["items"][0]["attempts"]) == (0, 2)
    assert len(ada["items"]) == 9


def test_wrong_answers_are_listed_once_the_newest_first(answered):
    seen, address = [], f"{ASSIGNMENT}/mistakes?limit=1"
    while address is not None:
        page = answered.ask("grader", "GET", address).json
        seen += page["data"]
        address = page["next"] and page["next"].removeprefix("/api/v1")

    assert [one["number"] for one in seen] == [2, 1]
    assert seen[0]["answers"] == [{"asked": "a.grad", "typed": "[12345]"}]


def test_a_misconception_that_nobody_knows_is_not_found(answered):
    assert answered.ask("grader", "GET", f"{ASSIGNMENT}/mistakes?code=none").status_code == 404
