"""No page asks the store more often because a class is larger, or because somebody has done more."""

import pytest
from sqlalchemy import event

from tests.app.web.access.crowd import fill
from tests.app.web.access.table import ACCESS
from tests.app.web.access.world import Visit, World

# Who stands for the others: each of them sees all that anybody of their kind sees.
SEEN_BY = ("guest", "student", "grader", "instructor", "administrator")
PAGES = [
    (who, pattern)
    for (method, pattern), row in ACCESS.items()
    for who in SEEN_BY
    if method == "GET" and who in row.may
]


class Counted:
    """The application on a store with a class of some size; it counts what it asks its store."""

    def __init__(self, visit: Visit, students: int) -> None:
        self.visit, self._statements = visit, 0
        fill(visit, students)
        db_engine = visit.app.extensions["gradmark"].db.db_engine
        event.listen(db_engine, "before_cursor_execute", self._count)

    def _count(self, *_arguments: object) -> None:
        self._statements += 1

    def ask(self, who: str, pattern: str) -> int:
        """Open a page and return how many statements that took."""
        self._statements = 0
        self.visit.ask(who, "GET", pattern)
        return self._statements


@pytest.fixture(scope="module")
def small(world: World, tmp_path_factory) -> Counted:
    return Counted(world.visit(tmp_path_factory.mktemp("small")), students=6)


@pytest.fixture(scope="module")
def large(world: World, tmp_path_factory) -> Counted:
    return Counted(world.visit(tmp_path_factory.mktemp("large")), students=40)


@pytest.mark.parametrize(("who", "pattern"), PAGES)
def test_no_page_takes_more_statements_for_a_larger_class(small, large, who, pattern):
    assert large.ask(who, pattern) == small.ask(who, pattern)
