"""Workers on regrades: nothing is lost or done twice, whatever befalls them, and live marking is not touched."""

import threading
import uuid

import pytest
from sqlalchemy import select, update

from app.db import database_now
from app.domain.regrading import MAX_TRIES, Mode, RegradeState, Stage
from app.models import Assignment, Item, Regrade, RegradedStudent, Submission, Variant
from app.services import grading
from app.services.dealing import deal_item
from app.services.regrading import Order, apply_regrade, order_regrade
from app.services.regrading_slices import Lost, Slice
from app.services.regrading_students import bring_on
from app.services.regrading_work import sweep, work_waiting
from tests.app.claims import take_fresh
from tests.app.own_problems import assign
from tests.app.regrades import (
    apply,
    order,
    regrade_of,
    results_of,
    score_of,
    students_of,
    submit_and_mark,
    undo,
    work,
)


@pytest.fixture
def wrong(classroom):
    """What three students have sent, wrong in its only answer."""
    students = [classroom.student, classroom.add_student("Emmy"), classroom.add_student("Sofya")]
    return [
        submit_and_mark(
            classroom, classroom.deal(0, student), {"a_grad": "[7, 7, 7]"}, student=student
        )
        for student in students
    ]


@pytest.fixture
def running(classroom, wrong):
    """A regrade that gives each of them full marks, and is to be applied."""
    regrade_id = order(classroom, item_id=classroom.items[0], full=True)
    begin(classroom, regrade_id)
    assert wrong
    return regrade_id


def begin(room, regrade_id, mode=Mode.REPLACE):
    apply_regrade(room.db, room.doorbell, user_id=room.instructor, regrade_id=regrade_id, mode=mode)


def claimed_and_lost(db, tries=1):
    """Let a worker take all students on, and die; its lease is over."""
    with db.writing() as session:
        session.execute(
            update(Regrade).values(epoch=Regrade.epoch + 1, lease_until=database_now(-1))
        )
        session.execute(update(RegradedStudent).values(tries=tries))


def test_what_a_dead_worker_began_is_gone_on_with_student_by_student(db, running, wrong):
    claimed_and_lost(db)
    for student in range(1, 4):
        assert work_waiting(db)
        stages = [row.stage for row in students_of(db, running).values()]
        assert stages.count(Stage.APPLIED) == student
    work(db)
    assert [score_of(db, one) for one in wrong] == [1, 1, 1]
    assert regrade_of(db, running).state is RegradeState.DONE


def test_a_lease_that_holds_is_left_alone_and_one_that_is_over_is_rung_for(db, running, doorbell):
    doorbell.rings.clear()
    with db.writing() as session:
        session.execute(update(Regrade).values(lease_until=database_now(30)))
    assert not work_waiting(db)
    assert sweep(db, doorbell) == 0
    claimed_and_lost(db)
    assert sweep(db, doorbell) == 1
    assert doorbell.rings == [running]


def test_a_student_who_ends_worker_after_worker_keeps_their_marks_and_holds_nobody_up(
    classroom, db, running, wrong
):
    with db.writing() as session:
        session.execute(
            update(RegradedStudent)
            .where(RegradedStudent.user_id == classroom.student)
            .values(tries=MAX_TRIES)
        )
    work(db)
    assert [score_of(db, one) for one in wrong] == [0, 1, 1]
    assert "never ended" in students_of(db, running)[classroom.student].failure
    assert regrade_of(db, running).state is RegradeState.DONE


def test_a_worker_that_was_thought_dead_writes_nothing_any_more(classroom, db, running, wrong):
    with db.reading() as session:
        held = Slice(
            session.get_one(Regrade, running),
            Stage.APPLIED,
            Mode.REPLACE,
            session.get_one(Assignment, classroom.assignment),
            [session.get_one(Item, classroom.items[0])],
        )
    claimed_and_lost(db)

    with pytest.raises(Lost):
        bring_on(db, held, classroom.student, {})
    assert score_of(db, wrong[0]) == 0
    work(db)
    assert score_of(db, wrong[0]) == 1


def test_two_workers_at_once_regrade_everybody_once(classroom, db, running, wrong):
    workers = [threading.Thread(target=work, args=(db,)) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    work(db)
    assert [score_of(db, one) for one in wrong] == [1, 1, 1]
    assert results_of(db, running) == dict.fromkeys(wrong, (0, 1, True))
    undo(classroom, running)
    assert [score_of(db, one) for one in wrong] == [0, 0, 0]


def test_what_is_being_marked_at_that_moment_is_marked_by_the_new_terms(classroom, db, wrong):
    """A worker has read the old terms, and writes when the regrade is over: its word does not count."""
    regrade_id = order(classroom, item_id=classroom.items[0], full=True)
    late = classroom.submit(classroom.deal(0), {"a_grad": "[8, 8, 8]"}).submission_id
    claims, known = take_fresh(db)
    outcomes = [grading.judge(claim, known[claim.variant_id]) for claim in claims]

    apply(classroom, regrade_id)
    assert not grading._write(db, outcomes, {})
    grading.mark_waiting(db)
    assert score_of(db, late) == 1
    assert [score_of(db, one) for one in wrong] == [1, 1, 1]


def test_who_begins_while_it_is_applied_is_taken_in(classroom, db, running):
    latecomer = classroom.add_student("Blaise")
    sent = submit_and_mark(
        classroom, classroom.deal(0, latecomer), {"a_grad": "None"}, student=latecomer
    )
    work(db)
    assert students_of(db, running)[latecomer].stage is Stage.APPLIED
    assert score_of(db, sent) == 1


def test_no_submission_and_no_attempt_is_added_or_lost_by_a_regrade(classroom, db, running):
    def attempts():
        with db.reading() as session:
            return session.execute(
                select(
                    Submission.id, Submission.attempt, Submission.answers, Submission.state
                ).order_by(Submission.id)
            ).all()

    before = attempts()
    work(db)
    undo(classroom, running)
    assert attempts() == before


def test_a_small_regrade_does_not_wait_for_the_end_of_a_large_one(classroom, db, running):
    with db.writing() as session:
        session.execute(update(Regrade).values(epoch=Regrade.epoch + 1000))
    item = assign(classroom, "zeroed-in-between")
    variant = deal_item(db, user_id=classroom.student, item_id=item)
    with db.reading() as session:
        other = session.get_one(Item, session.get_one(Variant, variant).item_id).assignment_id
    small = Order(uuid.uuid4(), "A mistake.")
    order_regrade(
        db,
        classroom.doorbell,
        user_id=classroom.instructor,
        assignment_id=other,
        order=small,
    )
    assert work_waiting(db)
    assert work_waiting(db)
    assert regrade_of(db, small.regrade_id).state is RegradeState.READY
    assert regrade_of(db, running).state is RegradeState.RUNNING
