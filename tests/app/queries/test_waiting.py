"""How a submission stands while it waits."""

import uuid

import pytest
from sqlalchemy import insert

from app.domain.submissions import SubmissionState
from app.models import Submission
from app.queries.waiting import FARTHEST, place_in_queue, standing
from app.services.grading import mark_waiting


@pytest.fixture
def behind_many(classroom):
    """A submission that so many wait before that its place is not counted to the end."""
    variant = classroom.deal()
    with classroom.db.writing() as session:
        now = classroom.db.now(session)
        session.execute(
            insert(Submission),
            [
                {
                    "id": uuid.uuid4(),
                    "variant_id": variant,
                    "user_id": classroom.student,
                    "attempt": 10 + number,
                    "idempotency_key": f"before {number}",
                    "answers": {},
                    "created_at": now,
                }
                for number in range(FARTHEST)
            ],
        )
    return classroom.submit(classroom.deal(1)).submission_id


def test_a_place_is_counted_no_farther_than_anybody_reads(classroom, behind_many):
    with classroom.db.reading() as session:
        first = session.query(Submission.id).filter_by(attempt=10).scalar()

        assert place_in_queue(session, behind_many) is None
        assert place_in_queue(session, first) == FARTHEST


def test_only_their_own_submission_stands_anywhere_for_a_student(classroom):
    waiting = classroom.submit(classroom.deal()).submission_id

    def asked_by(user_id):
        with classroom.db.reading() as session:
            return standing(session, user_id=user_id, submission_id=waiting)

    found = asked_by(classroom.student)
    assert (found.state, found.tries, found.position_in_queue) == (SubmissionState.QUEUED, 0, 1)
    assert asked_by(classroom.instructor) is None
    mark_waiting(classroom.db)
    assert asked_by(classroom.student) is None
