"""A course's own problems come from strangers: a worker here checks them before anything of them is dealt."""

import pytest
from sqlalchemy import select

from app.domain.authoring import EXAMPLE, VersionState, digest_of
from app.domain.problems import UnknownProblem
from app.models import Assignment, Enrollment, Item, ProblemVersion, User
from app.services.dealing import deal_item
from app.services.workshop import work_waiting
from tests.app.course_files import changed, export, import_, parts_of
from tests.app.own_problems import SMALL


@pytest.fixture
def database_url(fresh_sqlite):
    """Workers' claims are tried on both databases in test_workshop.py."""
    return fresh_sqlite


def published(db):
    """Return the versions that are dealt or are to be, with their states."""
    with db.reading() as session:
        return {
            one.number: one.state
            for one in session.scalars(select(ProblemVersion).order_by(ProblemVersion.number))
        }


def work(db):
    while work_waiting(db):
        pass


def newcomer(db, source):
    """Return a member of the course who was dealt nothing of its own problem, and the item."""
    with db.reading() as session:
        item_id = session.scalars(
            select(Item.id)
            .join(Assignment, Assignment.id == Item.assignment_id)
            .where(Assignment.course_id == source.course_id, Assignment.title == "Our own")
        ).one()
        member_id = session.scalars(
            select(Enrollment.user_id)
            .join(User, User.id == Enrollment.user_id)
            .where(
                Enrollment.course_id == source.course_id, User.email == "grader1.ml@term.example"
            )
        ).one()
    return member_id, item_id


def test_what_was_published_is_dealt_again_once_a_worker_has_checked_it(db, root, source):
    import_(db, root, source.content)
    assert published(db) == {1: VersionState.PREPARING, 2: VersionState.QUEUED}
    user_id, item_id = newcomer(db, source)
    with pytest.raises(UnknownProblem):
        deal_item(db, user_id=user_id, item_id=item_id)

    work(db)

    assert published(db) == {1: VersionState.PUBLISHED, 2: VersionState.REFUSED}
    with db.reading() as session:
        (version,) = session.scalars(select(ProblemVersion).where(ProblemVersion.number == 1))
    assert version.title == "Twice around"
    assert version.report["gates"]
    assert deal_item(db, user_id=user_id, item_id=item_id)
    assert (
        parts_of(export(db, root, source.course_id))["problem_versions"]
        == (parts_of(source.content)["problem_versions"])
    )


@pytest.mark.parametrize("text", [SMALL, EXAMPLE.replace("import torch", "import os")])
def test_what_does_not_pass_here_is_not_dealt_whatever_the_file_says(db, root, source, text):
    def forge(parts):
        parts["problem_versions"] = [
            {**one, "text": text, "digest": digest_of(text)}
            for one in parts["problem_versions"]
            if one["number"] == 1
        ]

    import_(db, root, changed(source.content, forge))
    work(db)

    assert published(db) == {1: VersionState.REFUSED}
    user_id, item_id = newcomer(db, source)
    with pytest.raises(UnknownProblem):
        deal_item(db, user_id=user_id, item_id=item_id)
