"""Where a course's own problem is used, and what students have of its versions."""

import pytest

from app.models import OwnProblem
from app.queries.problem_use import HeldVersion, held_versions, using_assignments
from app.services.authoring import add_version, go_back, publish
from app.services.dealing import deal_item
from app.services.workshop import work_waiting
from tests.app.own_problems import SMALL, add_small, assign, pass_by_hand, slug_of


@pytest.fixture
def database_url(fresh_sqlite):
    """Plain reading, which is the same on both databases."""
    return fresh_sqlite


def test_exercises_are_counted_for_the_newest_version_of_their_text(db, doorbell, classroom):
    stored = add_small(classroom)
    item = assign(classroom, slug_of(db, stored))

    def held():
        with db.reading() as session:
            problem = session.get_one(OwnProblem, stored.problem_id)
            return held_versions(session, problem), using_assignments(session, problem)

    assert held()[0] == ()
    for student in (classroom.student, classroom.add_student("Alan")):
        deal_item(db, user_id=student, item_id=item)
    versions, assignments = held()
    assert versions == (HeldVersion(number=1, exercises=2, students=2),)
    assert [one.title for one in assignments] == ["Our own"]

    who = {"user_id": classroom.instructor}
    mended = add_version(db, doorbell, **who, problem_id=stored.problem_id, text=SMALL + "# mended")
    pass_by_hand(db, mended.version_id)
    publish(db, doorbell, **who, version_id=mended.version_id)
    work_waiting(db)
    deal_item(db, user_id=classroom.add_student("Kurt"), item_id=item)
    assert held()[0] == (HeldVersion(2, 1, 1), HeldVersion(1, 2, 2))

    go_back(db, doorbell, **who, version_id=stored.version_id)
    assert held()[0] == (HeldVersion(3, 2, 2), HeldVersion(2, 1, 1))
