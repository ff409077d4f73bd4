"""An exercise as its page reads it from the store: how often it asks, and whose the rows beside it are."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import insert

from app.models import Assignment, Extension, Submission
from app.queries.exercises import exercise
from app.queries.waiting import FARTHEST, place_in_queue
from app.services.commenting import comment
from app.services.grading import mark_waiting
from tests.app.regrades import REASON, apply, order, submit_and_mark

DAY = dt.timedelta(days=1)


@pytest.fixture
def answered_twice(classroom):
    """An exercise with two submissions: one is marked, one waits."""
    variant = classroom.deal(1)
    classroom.submit(variant, classroom.wrong_answers(variant))
    mark_waiting(classroom.db)
    classroom.submit(variant)
    return variant


def read(classroom, variant, reader=None):
    with classroom.db.reading() as session:
        return exercise(session, reader or classroom.student, variant)


def send_many(classroom, variant, number):
    with classroom.db.writing() as session:
        now = classroom.db.now(session)
        rows = [
            {
                "id": uuid.uuid4(),
                "variant_id": variant,
                "user_id": classroom.student,
                "attempt": 10 + each,
                "idempotency_key": f"many {each}",
                "answers": {},
                "created_at": now + dt.timedelta(microseconds=each),
            }
            for each in range(number)
        ]
        session.execute(insert(Submission), rows)


def test_an_exercise_is_read_in_two_statements(classroom, answered_twice, statements):
    page = read(classroom, answered_twice)
    assert [one.attempt for one in page.submissions] == [2, 1]
    assert sum(one.startswith("SELECT") for one in statements) <= 2


def test_each_waiting_submission_has_its_place_in_the_queue(classroom):
    variant = classroom.deal()
    send_many(classroom, variant, FARTHEST + 1)
    page = read(classroom, variant)

    with classroom.db.reading() as session:
        places = [place_in_queue(session, one.id) for one in page.submissions]
    assert [one.position_in_queue for one in page.submissions] == places
    assert places == [None, *range(FARTHEST, 0, -1)]


def test_what_does_not_wait_has_no_place_in_the_queue(classroom, answered_twice):
    waiting, marked = read(classroom, answered_twice).submissions
    assert (waiting.position_in_queue, marked.position_in_queue) == (1, None)


def test_an_item_knows_the_ones_beside_it(classroom):
    items = classroom.items
    places = [read(classroom, classroom.deal(position)).item for position in (0, 4, -1)]
    assert [(one.previous_item_id, one.next_item_id) for one in places] == [
        (None, items[1]),
        (items[3], items[5]),
        (items[-2], None),
    ]


def test_a_teacher_sees_the_times_of_the_student_not_their_own(classroom):
    variant = classroom.deal()
    with classroom.db.writing() as session:
        now = classroom.db.now(session)
        session.get_one(Assignment, classroom.assignment).due_at = now + DAY
        session.add_all(
            Extension(assignment_id=classroom.assignment, user_id=user, until=now + days * DAY)
            for user, days in ((classroom.student, 2), (classroom.instructor, 5))
        )

    for reader in (classroom.student, classroom.instructor):
        assert read(classroom, variant, reader).item.times.due_at == now + 2 * DAY


def test_what_teachers_have_written_and_regraded_stands_beside_the_results(classroom):
    variant = classroom.deal()
    submit_and_mark(classroom, variant, classroom.wrong_answers(variant))
    comment(
        classroom.db,
        user_id=classroom.instructor,
        item_id=classroom.items[0],
        student_id=classroom.student,
        text="Look at the weights.",
    )
    apply(classroom, order(classroom, item_id=classroom.items[0], full=True))

    page = read(classroom, variant)
    assert [one.text for one in page.comments] == ["Look at the weights."]
    assert [one.reason for one in page.submissions[0].regrades] == [REASON]
