"""docs/authoring.md's way from a notebook cell to a published problem, gone as it is told."""

import pytest

from app.domain.authoring import VersionState, propose
from app.services.dealing import deal_item
from tests.app.own_problems import add_published, assign, slug_of, version_of
from tests.app.regrades import score_of, submit_and_mark
from tests.authoring_page import snippets


@pytest.fixture
def database_url(fresh_sqlite):
    """What is locked and raced for is tested on both databases, in test_workshop."""
    return fresh_sqlite


def test_a_cell_becomes_a_problem_that_is_dealt_and_marked(db, classroom):
    (cell,) = snippets()
    stored = add_published(classroom, propose(cell).text)
    assert version_of(db, stored.version_id).state is VersionState.PUBLISHED
    item_id = assign(classroom, slug_of(db, stored))
    variant_id = deal_item(db, user_id=classroom.student, item_id=item_id)
    overwriting = classroom.mistaken_answers(variant_id, "overwrites")
    assert score_of(db, submit_and_mark(classroom, variant_id, overwriting)) == 0
    assert score_of(db, submit_and_mark(classroom, variant_id)) == 1
