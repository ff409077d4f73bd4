import threading
import uuid

import pytest

from app.errors import AttemptsUsedUp, Conflict, InvalidInput, NotFound
from app.models import Submission
from app.queries.exercises import exercise
from app.services.dealing import deal_problem
from app.services.grading import mark_waiting
from app.services.revealing import reveal
from app.services.submissions import submit


def stored(classroom):
    with classroom.db.reading() as session:
        return session.query(Submission).count()


def test_a_submission_is_stored_before_the_bell_rings(classroom):
    receipt = classroom.submit(classroom.deal())

    assert classroom.doorbell.rings == [receipt.submission_id]
    assert (receipt.attempt, receipt.repeated, stored(classroom)) == (1, False, 1)


def test_the_same_click_twice_counts_once(classroom):
    variant = classroom.deal()

    first = classroom.submit(variant, key="click")
    second = classroom.submit(variant, key="click")

    assert second.submission_id == first.submission_id
    assert second.repeated
    assert stored(classroom) == 1


def test_twenty_clicks_at_once_count_once(classroom):
    variant, answers = classroom.deal(), classroom.right_answers(classroom.deal())
    barrier, receipts = threading.Barrier(20), []

    def click():
        barrier.wait()
        receipts.append(classroom.submit(variant, answers, key="click"))

    threads = [threading.Thread(target=click) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(receipts) == 20
    assert len({receipt.submission_id for receipt in receipts}) == 1
    assert stored(classroom) == 1


def test_a_key_cannot_be_used_for_other_answers(classroom):
    variant = classroom.deal()
    classroom.submit(variant, key="click")

    with pytest.raises(Conflict):
        classroom.submit(variant, classroom.wrong_answers(variant), key="click")
    assert stored(classroom) == 1


def test_a_key_cannot_be_used_at_another_exercise(classroom):
    classroom.submit(classroom.deal(0), key="click")
    other = classroom.deal(1)

    with pytest.raises(Conflict, match="used for another submission"):
        classroom.submit(other, key="click")
    assert stored(classroom) == 1


def test_answers_equal_to_earlier_ones_cost_nothing(classroom):
    variant = classroom.deal()
    first = classroom.submit(variant, classroom.wrong_answers(variant, "[7, 8]"))

    again = classroom.submit(variant, classroom.wrong_answers(variant, "tensor([7.0000, 8e0])"))

    assert again.repeated
    assert again.submission_id == first.submission_id
    assert stored(classroom) == 1


def test_malformed_answers_are_told_by_question_and_cost_nothing(classroom):
    variant = classroom.deal()
    answers = classroom.wrong_answers(variant, "[1, 2")

    with pytest.raises(InvalidInput) as refusal:
        classroom.submit(variant, answers)

    assert set(refusal.value.fields) == set(answers)
    assert stored(classroom) == 0
    assert classroom.doorbell.rings == []


def test_a_question_left_empty_is_malformed(classroom):
    with pytest.raises(InvalidInput):
        classroom.submit(classroom.deal(), {})


def test_attempts_run_out(classroom):
    variant = classroom.deal()
    for value in ("1.5", "2.5", "3.5"):
        classroom.submit(variant, classroom.wrong_answers(variant, value))

    with pytest.raises(AttemptsUsedUp, match="All 3 attempts"):
        classroom.submit(variant)
    with classroom.db.reading() as session:
        page = exercise(session, classroom.student, variant)
    assert (page.attempts_used, page.attempts_left) == (3, 0)


def test_eight_different_clicks_at_once_use_no_more_attempts_than_there_are(classroom):
    variant, answers = classroom.deal(), classroom.wrong_answers(classroom.deal())
    barrier, outcomes = threading.Barrier(8), []

    def click(number):
        barrier.wait()
        try:
            outcomes.append(classroom.submit(variant, dict.fromkeys(answers, str(100 + number))))
        except AttemptsUsedUp as error:
            outcomes.append(error)

    threads = [threading.Thread(target=click, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    attempts = [one.attempt for one in outcomes if not isinstance(one, AttemptsUsedUp)]
    assert len(outcomes) == 8
    assert sorted(attempts) == [1, 2, 3]


def test_another_students_variant_is_not_there(classroom):
    variant = classroom.deal()
    other = classroom.add_student("Eve")

    with pytest.raises(NotFound):
        classroom.submit(variant, student=other)


@pytest.mark.parametrize("key", ["", "k" * 81])
def test_a_form_without_a_usable_key_stores_nothing(classroom, key):
    variant = classroom.deal()

    with pytest.raises(InvalidInput):
        submit(
            classroom.db,
            classroom.doorbell,
            user_id=classroom.student,
            variant_id=variant,
            answers=classroom.right_answers(variant),
            idempotency_key=key,
        )
    assert stored(classroom) == 0


def test_practice_has_no_end_of_attempts(classroom):
    variant = deal_problem(classroom.db, user_id=classroom.student, slug="zeroed-in-between")
    for number in range(6):
        classroom.submit(variant, classroom.wrong_answers(variant, str(900 + number)))

    assert stored(classroom) == 6


def test_answers_are_shown_in_practice_after_a_mark_and_then_nothing_more_is_taken(classroom):
    variant = deal_problem(classroom.db, user_id=classroom.student, slug="zeroed-in-between")
    with pytest.raises(Conflict, match="Submit an answer first"):
        reveal(classroom.db, user_id=classroom.student, variant_id=variant)

    classroom.submit(variant, classroom.wrong_answers(variant))
    mark_waiting(classroom.db)
    with classroom.db.reading() as session:
        assert exercise(session, classroom.student, variant).revealed is None
    reveal(classroom.db, user_id=classroom.student, variant_id=variant)

    with classroom.db.reading() as session:
        page = exercise(session, classroom.student, variant)
    assert page.revealed == classroom.right_answers(variant)
    with pytest.raises(Conflict, match="shown already"):
        classroom.submit(variant)


def test_answers_of_an_assignment_are_not_shown(classroom):
    variant = classroom.deal()
    classroom.submit(variant)
    mark_waiting(classroom.db)

    with pytest.raises(Conflict, match="practice only"):
        reveal(classroom.db, user_id=classroom.student, variant_id=variant)


def test_answers_of_anothers_practice_are_not_there(classroom):
    variant = deal_problem(classroom.db, user_id=classroom.student, slug="zeroed-in-between")

    with pytest.raises(NotFound):
        reveal(classroom.db, user_id=uuid.uuid4(), variant_id=variant)
