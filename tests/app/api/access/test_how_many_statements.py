"""No answer takes more statements because a class is larger, or because somebody has done more."""

import shutil

import pytest
from sqlalchemy import event

from tests.app.api.access.table import ACCESS
from tests.app.api.world import ApiVisit, add_tokens
from tests.app.web.access.crowd import fill
from tests.app.web.access.world import World, make_world

# Who stands for the others: each of them sees all that anybody of their kind sees.
SEEN_BY = ("student", "grader", "instructor", "administrator")
READS = [
    (who, pattern)
    for (method, pattern), row in ACCESS.items()
    for who in SEEN_BY
    if method == "GET" and who in row.may
]


class Counted:
    """The API on a store with a class of some size; it counts what it asks its store."""

    def __init__(self, world: World, folder, students: int) -> None:
        crowded = World(folder / "crowded.db", world.ids, world.join_code)
        shutil.copy(world.file, crowded.file)
        visit = crowded.visit(folder)
        fill(visit, students)
        visit.app.extensions["gradmark"].db.dispose()
        shutil.copy(visit.file, crowded.file)
        self.visit, self._statements = ApiVisit(add_tokens(crowded, folder), folder / "v.db"), 0
        event.listen(self.visit.db.db_engine, "before_cursor_execute", self._count)

    def _count(self, *_arguments: object) -> None:
        self._statements += 1

    def ask(self, who: str, pattern: str) -> int:
        """Ask for an answer and return how many statements that took."""
        # When a token was used is noted at the first request only.
        self.visit.ask(who, "GET", "/me")
        self._statements = 0
        answer = self.visit.ask(who, "GET", pattern)
        assert answer.status_code == 200, answer.text
        return self._statements


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> World:
    return make_world(tmp_path_factory.mktemp("made") / "gradmark.db")


@pytest.fixture(scope="module")
def small(made, tmp_path_factory) -> Counted:
    return Counted(made, tmp_path_factory.mktemp("small"), students=6)


@pytest.fixture(scope="module")
def large(made, tmp_path_factory) -> Counted:
    return Counted(made, tmp_path_factory.mktemp("large"), students=40)


@pytest.mark.parametrize(("who", "pattern"), READS)
def test_no_answer_takes_more_statements_for_a_larger_class(small, large, who, pattern):
    assert large.ask(who, pattern) == small.ask(who, pattern)
