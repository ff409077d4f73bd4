"""Queueing all failed work again, on both databases: the rows are locked."""

import pytest
from sqlalchemy import select

from app.domain.administration import AdminStep
from app.domain.changes import Action
from app.domain.submissions import SubmissionState
from app.errors import NotFound
from app.models import AdminEvent, Change, Submission
from app.services.administrators import grant_administrator
from app.services.grading import mark_waiting
from app.services.requeueing import requeue_all
from tests.app.people import add_account


def test_all_failed_submissions_are_queued_again_and_a_second_click_finds_none(
    classroom, db, doorbell
):
    root = add_account(db, "root@example.org")
    grant_administrator(db, "root@example.org")
    variants = [classroom.deal(position) for position in range(3)]
    submitted = [classroom.submit(variant).submission_id for variant in variants]
    mark_waiting(db)
    with db.writing() as session:
        for one in submitted[:2]:
            failed = session.get_one(Submission, one)
            failed.state, failed.tries, failed.failure = SubmissionState.FAILED, 5, "It broke."
    doorbell.rings.clear()
    with pytest.raises(NotFound):
        requeue_all(db, doorbell, user_id=classroom.instructor)

    assert requeue_all(db, doorbell, user_id=root) == 2
    assert requeue_all(db, doorbell, user_id=root) == 0

    with db.reading() as session:
        rows = [session.get_one(Submission, one) for one in submitted]
    assert [(one.state.value, one.tries, one.failure) for one in rows[:2]] == [
        ("queued", 0, None),
        ("queued", 0, None),
    ]
    assert rows[2].state is SubmissionState.MARKED
    assert set(doorbell.rings) == set(submitted[:2])
    with db.reading() as session:
        kept = session.scalars(select(Change).where(Change.by_id == root)).all()
        events = session.scalars(select(AdminEvent).where(AdminEvent.actor_id == root)).all()
    assert [(one.step, one.amount) for one in events] == [(AdminStep.REQUEUED, 2)]
    assert [(one.action, one.by_id, one.course_id) for one in kept] == [
        (Action.REQUEUED, root, classroom.course),
        (Action.REQUEUED, root, classroom.course),
    ]
