"""What a worker takes first of what waits."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import insert, text, update

from app.db import database_now
from app.domain.submissions import BATCH, SubmissionState
from app.models import Submission
from app.services.claiming import claim_fresh, turns
from app.services.grading import mark_waiting, sweep
from tests.app.claims import take, take_fresh
from tests.app.classroom import make_classroom

NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def flood(classroom):
    """Three batches and a half of submissions of one course, in the order in which they came."""
    variant = classroom.deal()
    answers = classroom.right_answers(variant)
    ids = [uuid.uuid4() for _ in range(7 * BATCH // 2)]
    with classroom.db.writing() as session:
        session.execute(
            insert(Submission),
            [
                {
                    "id": id,
                    "variant_id": variant,
                    "user_id": classroom.student,
                    "course_id": classroom.course,
                    "attempt": number,
                    "idempotency_key": str(number),
                    "answers": answers,
                    "created_at": NOON + dt.timedelta(seconds=number),
                }
                for number, id in enumerate(ids, 1)
            ],
        )
    return ids


def taken(db):
    return {claim.submission_id for claim in take_fresh(db)[0]}


def test_the_oldest_and_the_newest_are_taken_together(classroom, flood):
    half = BATCH // 2

    assert taken(classroom.db) == {*flood[:half], *flood[-half:]}
    assert taken(classroom.db) == {*flood[half : 2 * half], *flood[-2 * half : -half]}


def test_a_course_that_floods_keeps_no_other_waiting(classroom, doorbell, flood):
    other = make_classroom(classroom.db, doorbell, "noether@example.org")
    one = other.submit(other.deal()).submission_id
    with classroom.db.writing() as session:
        # Neither the oldest nor the newest of all.
        middle = NOON + dt.timedelta(seconds=len(flood) // 2)
        session.execute(update(Submission).where(Submission.id == one).values(created_at=middle))

    assert one in taken(classroom.db)


def test_practice_has_its_turn_like_a_course(classroom, flood):
    with classroom.db.writing() as session:
        middle = flood[len(flood) // 2]
        session.execute(update(Submission).where(Submission.id == middle).values(course_id=None))

    assert set(turns(classroom.db)) == {classroom.course, None}
    assert flood[len(flood) // 2] in taken(classroom.db)


def test_a_submission_says_its_course(classroom):
    receipt = classroom.submit(classroom.deal())

    with classroom.db.reading() as session:
        assert session.get_one(Submission, receipt.submission_id).course_id == classroom.course


def test_a_worker_goes_on_as_long_as_more_waits(classroom, flood):
    assert mark_waiting(classroom.db, seconds=30) == len(flood)


def test_a_worker_with_no_time_left_marks_one_batch(classroom, flood):
    assert mark_waiting(classroom.db) == BATCH


def test_what_a_killed_worker_had_begun_is_marked_one_after_the_other(classroom, flood):
    begun = taken(classroom.db)
    with classroom.db.writing() as session:
        session.execute(
            update(Submission)
            .where(Submission.state == SubmissionState.MARKING)
            .values(lease_until=database_now(-1))
        )

    assert mark_waiting(classroom.db, seconds=60) == len(flood)
    with classroom.db.reading() as session:
        assert {session.get_one(Submission, one).tries for one in begun} == {2}


def test_the_sweep_rings_no_more_often_than_somebody_can_hear(classroom, doorbell, flood):
    doorbell.rings.clear()
    sweep(classroom.db, doorbell, worker="w1", processes=2)

    assert len(doorbell.rings) == 2


def test_what_waits_is_found_by_its_index(classroom, flood, statements):
    waiting = turns(classroom.db)
    with classroom.db.writing() as session:
        claim_fresh(session, waiting)
    take(classroom.db, flood[-1])

    looks = [one for one in statements if "state = 'queued' AND tries = 0" in one]
    assert len(looks) == 2
    assert all("ORDER BY submissions.c" in one for one in looks)
    if classroom.db.is_sqlite:
        plan = "EXPLAIN QUERY PLAN SELECT id FROM submissions WHERE state = 'queued' AND tries = 0 AND course_id = 'x' "
        with classroom.db.reading() as session:
            steps = session.execute(text(plan + "ORDER BY created_at")).all()
        assert "ix_submissions_fresh" in str(steps)
        assert "TEMP B-TREE" not in str(steps)
