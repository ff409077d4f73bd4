"""Reading on from an earlier reading gives what reading everything anew gives."""

import pytest
from sqlalchemy import delete, select, update

from app.domain.submissions import SubmissionState
from app.models import Result, Submission, Variant
from app.queries.class_exercises import Exercises, read_exercises, work_beat
from app.services.grading import mark_waiting
from tests.app.class_at_work import Class, Try


@pytest.fixture
def a_class(classroom) -> Class:
    """Two who worked in March, one of whom still waits for a mark, and one who is at work now."""
    a_class = Class(classroom)
    for name in ("Blaise", "Carl"):
        a_class.work(a_class.join(name)[0], 0, Try(0.5), Try(1.0))
    with classroom.db.writing() as session:
        waiting = session.scalars(select(Submission).order_by(Submission.created_at.desc())).first()
        session.execute(delete(Result).where(Result.submission_id == waiting.id))
        waiting.state = SubmissionState.QUEUED
    classroom.submit(classroom.deal())
    return a_class


def read(classroom, before=None) -> Exercises:
    with classroom.db.reading() as session:
        beat = work_beat(session, classroom.assignment)
        return read_exercises(session, classroom.assignment, beat, before)


def shown(exercises: Exercises) -> list[tuple[object, ...]]:
    dealt = sorted((str(one.key), one.at) for one in exercises.opened.values())
    sent = [(*one[:2], one.user_id, one.item_id, *one[3:]) for one in exercises.in_order()]
    return [*dealt, *sent]


def oldest(session) -> Submission:
    return session.scalars(select(Submission).order_by(Submission.created_at).limit(1)).one()


def deal_another(classroom, _session):
    classroom.deal(1)


def submit_to_it(classroom, _session):
    classroom.submit(classroom.deal(1))


def mark(classroom, _session):
    while mark_waiting(classroom.db):
        pass


MOVES = [deal_another, submit_to_it, mark]


@pytest.mark.parametrize("move", MOVES)
def test_what_just_happened_is_read_alone(classroom, a_class, statements_of, move):
    before = read(classroom)
    move(classroom, None)
    after = []

    # One statement, and not a second one for everything.
    anew = statements_of(lambda: read(classroom))
    assert statements_of(lambda: after.append(read(classroom, before))) == anew
    assert shown(after[0]) == shown(read(classroom)) != shown(before)
    assert before.seats.items() <= after[0].seats.items()


def queue_an_old_one_again(_classroom, session):
    old = oldest(session)
    session.execute(delete(Result).where(Result.submission_id == old.id))
    old.state, old.epoch = SubmissionState.QUEUED, old.epoch + 1


def forget_an_old_one(_classroom, session):
    old = oldest(session)
    session.execute(delete(Result).where(Result.submission_id == old.id))
    session.delete(old)


def forget_an_exercise(_classroom, session):
    variant = oldest(session).variant_id
    sent = select(Submission.id).where(Submission.variant_id == variant)
    session.execute(delete(Result).where(Result.submission_id.in_(sent)))
    session.execute(delete(Submission).where(Submission.variant_id == variant))
    session.execute(delete(Variant).where(Variant.id == variant))


def claim_an_old_one_again(_classroom, session):
    session.execute(update(Submission).where(Submission.id == oldest(session).id).values(epoch=7))


@pytest.mark.parametrize(
    "change",
    [queue_an_old_one_again, forget_an_old_one, forget_an_exercise, claim_an_old_one_again],
)
def test_what_changed_of_long_ago_is_noticed_by_the_counts(classroom, a_class, change):
    before = read(classroom)
    with classroom.db.writing() as session:
        change(classroom, session)

    assert shown(read(classroom, before)) == shown(read(classroom)) != shown(before)


def test_an_assignment_that_nobody_has_opened_is_read_too(classroom):
    before = read(classroom)
    classroom.deal()

    assert before.opened == {}
    assert len(read(classroom, before).opened) == 1
