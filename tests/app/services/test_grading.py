import threading
import uuid

import pytest
from sqlalchemy import update

from app.db import database_now
from app.domain.submissions import BATCH, MAX_TRIES, SubmissionState
from app.errors import Conflict, NotFound
from app.models import Result, Submission, Variant
from app.queries.dashboards import assignment_dashboard
from app.queries.exercises import exercise, submission_page
from app.services import grading
from app.services.grading import mark_waiting, sweep
from app.services.submissions import requeue
from app.services.verdicts import judge
from tests.app.claims import take, take_fresh


def row(classroom, receipt):
    with classroom.db.reading() as session:
        return submission_page(session, classroom.instructor, receipt.submission_id)[1]


def change(classroom, receipt, **values):
    with classroom.db.writing() as session:
        session.execute(
            update(Submission).where(Submission.id == receipt.submission_id).values(**values)
        )


def results(classroom):
    with classroom.db.reading() as session:
        return session.query(Result).count()


def change_variant(classroom, variant, **values):
    with classroom.db.writing() as session:
        session.execute(update(Variant).where(Variant.id == variant).values(**values))


def break_variant(classroom, variant):
    change_variant(classroom, variant, code="import os\n", truth=None)


def test_right_answers_get_full_marks_and_points(classroom):
    receipt = classroom.submit(classroom.deal())

    assert mark_waiting(classroom.db) == 1

    marked = row(classroom, receipt)
    assert (marked.state, marked.score, marked.points) == (SubmissionState.MARKED, 1.0, 4.0)
    assert {mark.verdict for mark in marked.marks} == {"right"}
    assert marked.marked_at >= marked.created_at


def test_wrong_answers_get_no_points(classroom):
    variant = classroom.deal()
    receipt = classroom.submit(variant, classroom.wrong_answers(variant))

    mark_waiting(classroom.db)

    assert (row(classroom, receipt).score, row(classroom, receipt).points) == (0.0, 0.0)


def test_every_kind_of_question_is_marked_right_and_wrong(classroom):
    right = [classroom.submit(classroom.deal(place)) for place in range(len(classroom.items))]
    blaise, wrong = classroom.add_student("Blaise"), []
    for place in range(len(classroom.items)):
        variant = classroom.deal(place, blaise)
        wrong.append(classroom.submit(variant, classroom.wrong_answers(variant), student=blaise))

    # A batch that takes too long gives back what it has not begun, as it may on a busy machine.
    assert sum(iter(lambda: mark_waiting(classroom.db), 0)) == len(right + wrong)
    assert {row(classroom, receipt).score for receipt in right} == {1.0}
    assert {row(classroom, receipt).score for receipt in wrong} == {0.0}


def test_the_truth_found_at_dealing_counts(classroom):
    variant = classroom.deal()
    receipt = classroom.submit(variant)
    # A changed text would give another truth.
    change_variant(classroom, variant, code="import os\n")

    mark_waiting(classroom.db)

    assert row(classroom, receipt).score == 1.0


def test_a_variant_of_the_release_before_gets_its_truth_at_its_first_marking(classroom):
    variant = classroom.deal()
    change_variant(classroom, variant, truth=None)
    classroom.submit(variant)
    mark_waiting(classroom.db)
    change_variant(classroom, variant, code="import os\n")

    second = classroom.submit(variant, dict.fromkeys(classroom_questions(classroom, variant), "1"))
    mark_waiting(classroom.db)

    assert row(classroom, second).state is SubmissionState.MARKED


def classroom_questions(classroom, variant):
    with classroom.db.reading() as session:
        return [question.id for question in exercise(session, classroom.student, variant).questions]


def test_nothing_waiting_marks_nothing(classroom):
    assert mark_waiting(classroom.db) == 0


def test_a_submission_is_marked_once_however_often_the_bell_rings(classroom):
    classroom.submit(classroom.deal())

    assert [mark_waiting(classroom.db) for _ in range(3)] == [1, 0, 0]
    assert results(classroom) == 1


def test_many_workers_at_once_mark_each_submission_once(classroom):
    receipts = []
    for _ in range(6):
        student = classroom.add_student()
        variant = classroom.deal(student=student)
        receipts.append(classroom.submit(variant, student=student))
    ended = []
    workers = [
        threading.Thread(target=lambda: ended.append(mark_waiting(classroom.db))) for _ in range(6)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(ended) == 6
    assert results(classroom) == 6


def test_a_claim_is_not_taken_from_a_worker_whose_lease_stands(classroom):
    classroom.submit(classroom.deal())
    take_fresh(classroom.db)

    assert mark_waiting(classroom.db) == 0


def test_a_claim_whose_lease_ran_out_is_marked_by_another_worker(classroom):
    receipt = classroom.submit(classroom.deal())
    take_fresh(classroom.db)
    change(classroom, receipt, lease_until=database_now(-1))

    assert mark_waiting(classroom.db) == 1
    assert (row(classroom, receipt).score, row(classroom, receipt).tries) == (1.0, 2)


def test_a_worker_thought_dead_cannot_write_over_the_result_of_another(classroom):
    variant = classroom.deal()
    receipt = classroom.submit(variant)
    claims, known = take_fresh(classroom.db)
    change(classroom, receipt, lease_until=database_now(-1))
    mark_waiting(classroom.db)

    # The zombie wakes up and says that everything is wrong.
    known[variant]._truth = dict.fromkeys(claims[0].answers, 12345.0)
    late = judge(claims[0], known[variant])
    assert late.result.score == 0.0
    assert grading._write(classroom.db, [late], {}) == []

    assert row(classroom, receipt).score == 1.0
    assert results(classroom) == 1


def test_a_broken_exercise_fails_with_a_reason_and_uses_no_attempt(classroom):
    variant = classroom.deal()
    receipt = classroom.submit(variant)
    break_variant(classroom, variant)

    assert mark_waiting(classroom.db) == 1

    failed = row(classroom, receipt)
    assert failed.state is SubmissionState.FAILED
    assert "our fault" in failed.failure
    with classroom.db.reading() as session:
        assert exercise(session, classroom.student, variant).attempts_left == 3


def test_the_rest_of_a_batch_is_marked_when_one_exercise_is_broken(classroom):
    broken, sound = classroom.deal(0), classroom.deal(1)
    classroom.submit(broken)
    receipt = classroom.submit(sound)
    break_variant(classroom, broken)

    assert mark_waiting(classroom.db) == 2
    assert row(classroom, receipt).score == 1.0


def test_an_exercise_that_only_a_later_release_can_read_holds_nobody_up(
    classroom, doorbell, caplog
):
    unknown, sound = classroom.deal(0), classroom.deal(1)
    waiting, receipt = classroom.submit(unknown), classroom.submit(sound)
    question = {"id": "q1", "expr": "x.grad", "kind": "a kind of tomorrow"}
    change_variant(classroom, unknown, questions=[question])

    mark_waiting(classroom.db)
    assert row(classroom, receipt).score == 1.0
    with classroom.db.reading() as session:
        stored = session.get_one(Submission, waiting.submission_id)
        assert stored.state is SubmissionState.QUEUED, "a worker of that release may come"

    for _ in range(MAX_TRIES):
        mark_waiting(classroom.db)
    sweep(classroom.db, doorbell, worker="w1")
    with classroom.db.reading() as session:
        stored = session.get_one(Submission, waiting.submission_id)
        assert stored.state is SubmissionState.FAILED
        assert stored.failure
    assert results(classroom) == 1
    assert f"submission {waiting.submission_id} is given up" in caplog.text


def test_an_exercise_without_end_fails_instead_of_holding_the_worker(classroom):
    variant = classroom.deal()
    receipt = classroom.submit(variant)
    change_variant(classroom, variant, code="while True:\n    pass\n", truth=None)

    assert mark_waiting(classroom.db) == 1
    assert row(classroom, receipt).state is SubmissionState.FAILED


def test_a_submission_begun_too_often_fails_with_a_reason(classroom, doorbell):
    receipt = classroom.submit(classroom.deal())
    for _ in range(MAX_TRIES):
        take(classroom.db, receipt.submission_id)
        change(classroom, receipt, lease_until=database_now(-1))

    assert mark_waiting(classroom.db) == 0
    sweep(classroom.db, doorbell, worker="w1")

    failed = row(classroom, receipt)
    assert failed.state is SubmissionState.FAILED
    assert "begun several times and never ended" in failed.failure


def test_one_that_was_begun_before_is_claimed_alone(classroom):
    receipts = [classroom.submit(classroom.deal(position)) for position in range(4)]
    for receipt in receipts[:2]:
        change(classroom, receipt, tries=1)

    # The two fresh ones as a batch, and one of the two that may have killed a worker.
    assert mark_waiting(classroom.db) == 3
    assert mark_waiting(classroom.db) == 1


def test_the_sweep_rings_for_what_nobody_heard(classroom, doorbell):
    receipt = classroom.submit(classroom.deal())
    doorbell.rings.clear()
    assert sweep(classroom.db, doorbell, worker="w1") == 0, "its bell may be on its way still"

    change(classroom, receipt, created_at=database_now(-10))
    assert sweep(classroom.db, doorbell, worker="w1") == 1
    assert doorbell.rings == [receipt.submission_id]


def test_the_sweep_rings_for_what_a_killed_worker_left(classroom, doorbell):
    receipt = classroom.submit(classroom.deal())
    take_fresh(classroom.db)
    doorbell.rings.clear()
    assert sweep(classroom.db, doorbell, worker="w1") == 0

    change(classroom, receipt, lease_until=database_now(-1))
    sweep(classroom.db, doorbell, worker="w1")
    assert doorbell.rings == [receipt.submission_id]


def test_the_sweep_rings_once_for_a_batch(classroom, doorbell):
    student_ids = [classroom.add_student() for _ in range(3)]
    for student in student_ids:
        for position in range(len(classroom.items)):
            variant = classroom.deal(position, student)
            change(
                classroom, classroom.submit(variant, student=student), created_at=database_now(-10)
            )
    doorbell.rings.clear()

    found = sweep(classroom.db, doorbell, worker="w1")

    assert found == 3 * len(classroom.items)
    assert len(doorbell.rings) == -(-found // BATCH)


def test_the_dashboard_counts_the_workers_heard_from_lately(classroom, doorbell):
    from app.models import WorkerHeartbeat

    sweep(classroom.db, doorbell, worker="w1")
    sweep(classroom.db, doorbell, worker="w2")
    sweep(classroom.db, doorbell, worker="w2")

    def workers():
        with classroom.db.reading() as session:
            return assignment_dashboard(
                session, classroom.instructor, classroom.assignment
            ).queue.workers

    assert workers() == 2
    with classroom.db.writing() as session:
        session.execute(
            update(WorkerHeartbeat)
            .where(WorkerHeartbeat.name == "w1")
            .values(seen_at=database_now(-3600))
        )
    assert workers() == 1


def test_an_instructor_queues_a_failed_submission_again(classroom, doorbell):
    variant = classroom.deal()
    with classroom.db.reading() as session:
        code = session.get_one(Variant, variant).code
    receipt = classroom.submit(variant)
    break_variant(classroom, variant)
    mark_waiting(classroom.db)
    change_variant(classroom, variant, code=code)

    requeue(
        classroom.db, doorbell, user_id=classroom.instructor, submission_id=receipt.submission_id
    )

    assert doorbell.rings[-1] == receipt.submission_id
    assert mark_waiting(classroom.db) == 1
    assert row(classroom, receipt).score == 1.0
    assert row(classroom, receipt).failure is None


def test_a_student_cannot_queue_again(classroom, doorbell):
    receipt = classroom.submit(classroom.deal())

    with pytest.raises(NotFound):
        requeue(
            classroom.db, doorbell, user_id=classroom.student, submission_id=receipt.submission_id
        )


def test_a_marked_submission_is_not_queued_again(classroom, doorbell):
    receipt = classroom.submit(classroom.deal())
    mark_waiting(classroom.db)

    with pytest.raises(Conflict, match="has not failed"):
        requeue(
            classroom.db,
            doorbell,
            user_id=classroom.instructor,
            submission_id=receipt.submission_id,
        )


def test_an_unknown_submission_is_not_there(classroom, doorbell):
    with pytest.raises(NotFound):
        requeue(classroom.db, doorbell, user_id=classroom.instructor, submission_id=uuid.uuid4())
