"""A program with a student's token asks for everything: no answer holds the truth's digits before its time."""

import datetime as dt
import shutil
from dataclasses import replace

import pytest

from app.domain.feedback import Shown
from tests.app.api.access.table import ACCESS
from tests.app.api.world import PEOPLE, ApiVisit
from tests.app.planted_truth import holds_truth, open_truth, plant
from tests.app.web.access.people import TEACHERS


@pytest.fixture(scope="module")
def planted(api_world, tmp_path_factory) -> ApiVisit:
    """The site on a copy of the world in which every truth is the canary."""
    file = tmp_path_factory.mktemp("planted") / "world.db"
    visit = ApiVisit(api_world, file.with_name("visited.db"))
    plant(visit.db, {name.removesuffix("_id"): value for name, value in api_world.ids.items()})
    visit.db.dispose()
    shutil.copy(visit.file, file)
    visit.world = replace(api_world, file=file)
    return visit


def test_no_answer_to_a_students_program_holds_the_truth(planted):
    students = [who for who in PEOPLE if who not in TEACHERS]
    for (method, pattern), row in ACCESS.items():
        if method != "GET":
            planted.start_anew()
        for who in students:
            assert not holds_truth(planted.ask(who, method, pattern, row.body)), (who, pattern)


def test_a_students_program_is_told_the_truth_where_it_is_open(planted):
    """Else the search could as well be blind."""
    planted.start_anew()
    with planted.db.reading() as session:
        yesterday = planted.db.now(session) - dt.timedelta(days=1)
    ids = {name.removesuffix("_id"): value for name, value in planted.world.ids.items()}
    open_truth(planted.db, ids, {"show_truth": Shown.CLOSED, "due_at": yesterday})

    assert any(
        holds_truth(planted.ask("student", method, pattern))
        for method, pattern in ACCESS
        if method == "GET"
    )
