"""Handing in at closing time, on both databases: exactly once, whoever sweeps and however often."""

import datetime as dt
import threading

import pytest
from sqlalchemy import update

from app.domain.credit import Counting
from app.domain.feedback import Feedback, Shown
from app.domain.sittings import HandIn
from app.models import Draft, SittingRow, Submission
from app.queries.attempts import find_ground, find_so_far
from app.queries.exercises import exercise
from app.services.courses import archive_course
from app.services.drafts import keep_draft
from app.services.extensions import extend, withdraw_extension
from app.services.grading import mark_waiting
from app.services.handing_in import hand_in_waiting
from app.services.members import leave_course
from app.services.sittings import finish_sitting, give_minutes
from app.services.taking import Attempt, store_attempt
from tests.app.limited import let_pass, set_rules, start

# What takes no lock of its own needs only one of the databases.
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

# Past a limit of 40 minutes and the seconds in which something may still arrive.
OVER = 41


@pytest.fixture
def variant(classroom):
    """Return an exercise of a student whose clock runs, with the counter of its draft."""
    set_rules(classroom)
    start(classroom)
    return classroom.deal()


def typed(classroom, variant, text):
    return dict.fromkeys(classroom.right_answers(variant), text)


def keep(classroom, variant, *texts):
    """Type texts one after the other."""
    with classroom.db.reading() as session:
        known = session.get(Draft, variant)
        counter = known.counter if known else 0
    for number, text in enumerate(texts, start=counter + 1):
        keep_draft(
            classroom.db,
            user_id=classroom.student,
            variant_id=variant,
            answers=typed(classroom, variant, text),
            counter=number,
        )


def end(classroom, minutes=OVER):
    """Let a sitting end, and the sweep look at its drafts as it does when their time has come."""
    let_pass(classroom, minutes)
    with classroom.db.writing() as session:
        session.execute(
            update(Draft)
            .where(Draft.look_at.is_not(None))
            .values(look_at=classroom.db.now(session) - dt.timedelta(seconds=1))
        )


def sweep(classroom):
    return hand_in_waiting(classroom.db, classroom.doorbell)


def submissions(classroom):
    with classroom.db.reading() as session:
        return session.query(Submission).order_by(Submission.attempt).all()


def test_a_start_clicked_at_once_in_many_tabs_starts_one_clock(classroom):
    set_rules(classroom)
    threads = [threading.Thread(target=start, args=(classroom,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with classroom.db.reading() as session:
        first = session.query(SittingRow).one().started_at
    let_pass(classroom, 3)
    start(classroom)
    with classroom.db.reading() as session:
        assert session.query(SittingRow).one().started_at < first


def test_the_last_answers_that_can_be_read_are_handed_in_once_as_at_the_end(classroom, variant):
    keep(classroom, variant, "1", "12", "[12, ")
    assert sweep(classroom) == 0
    end(classroom)

    assert [sweep(classroom), sweep(classroom)] == [1, 0]

    with classroom.db.reading() as session:
        draft = session.get_one(Draft, variant)
    assert (draft.answers, draft.to_hand_in) == (typed(classroom, variant, "[12, "), None)
    (only,) = submissions(classroom)
    with classroom.db.reading() as session:
        page = exercise(session, classroom.student, variant)
    assert only.answers == typed(classroom, variant, "12")
    assert (only.handed_in, only.attempt, only.created_at) == (True, 1, page.item.own.ends_at)
    assert classroom.doorbell.rings == [only.id]
    assert page.submissions[0].handed_in
    assert mark_waiting(classroom.db) == 1


def test_ten_sweeps_at_once_hand_in_once(classroom, variant):
    keep(classroom, variant, "12")
    end(classroom)
    barrier, counts = threading.Barrier(10), []

    def look():
        barrier.wait()
        counts.append(sweep(classroom))

    threads = [threading.Thread(target=look) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(counts), sum(counts), len(submissions(classroom))) == (10, 1, 1)


def test_what_is_handed_in_while_a_click_is_stored_comes_after_it(classroom, variant):
    keep(classroom, variant, "12")
    end(classroom)
    sweeping = threading.Thread(target=sweep, args=(classroom,))
    with classroom.db.writing() as session:
        ground = find_ground(session, user_id=classroom.student, variant_id=variant)
        in_time = ground.at.own.ends_at - dt.timedelta(minutes=1)
        click = Attempt(typed(classroom, variant, "7"), in_time, "click")
        assert store_attempt(session.connection(), ground, find_so_far(session, ground), click)
        sweeping.start()
        sweeping.join(0.5)
    sweeping.join()
    # Where it found its number taken, the next sweep looks again.
    sweep(classroom)

    sent = [(one.attempt, one.handed_in) for one in submissions(classroom)]
    assert sent == [(1, False), (2, True)]


def test_a_worker_that_dies_between_two_drafts_leaves_the_other_to_the_next_sweep(
    classroom, variant
):
    keep(classroom, variant, "12")
    keep(classroom, classroom.deal(1), "12")
    end(classroom)

    class Bell:
        def ring(self, _submission_id):
            raise SystemExit

    with pytest.raises(SystemExit):
        hand_in_waiting(classroom.db, Bell())
    # It is claimed still, until the lease is over.
    assert sweep(classroom) == 0
    end(classroom, 0)
    assert sweep(classroom) == 1
    assert len(submissions(classroom)) == 2


@ON_SQLITE
def test_what_was_submitted_is_not_handed_in_again(classroom, variant):
    keep(classroom, variant, "1")
    classroom.submit(variant, typed(classroom, variant, "12"))
    keep(classroom, variant, "[12.0]")
    end(classroom)
    sweep(classroom)
    assert len(submissions(classroom)) == 2

    # An equal answer, typed in another way.
    with classroom.db.writing() as session:
        session.execute(
            update(Draft).values(
                to_hand_in=typed(classroom, variant, "12e0"), look_at=classroom.db.now(session)
            )
        )
    assert sweep(classroom) == 0
    assert len(submissions(classroom)) == 2


@ON_SQLITE
def test_nothing_is_handed_in_of_what_cannot_be_read_or_was_emptied(classroom, variant):
    keep(classroom, variant, "[1, ")
    other = classroom.deal(1)
    keep(classroom, other, "3", " ")
    end(classroom)

    assert sweep(classroom) == 0
    assert submissions(classroom) == []


@ON_SQLITE
def test_an_attempt_must_be_left(classroom, variant):
    for text in ("1", "2", "3"):
        classroom.submit(variant, typed(classroom, variant, text))
    keep(classroom, variant, "4")
    end(classroom)

    assert sweep(classroom) == 0
    assert len(submissions(classroom)) == 3


@ON_SQLITE
@pytest.mark.parametrize(
    ("verdict", "handed_in"), [(Shown.AT_ONCE, 0), (Shown.NEVER, 1)], ids=["seen", "hidden"]
)
def test_who_knows_that_they_have_solved_it_hands_in_nothing_more(
    classroom, variant, verdict, handed_in
):
    set_rules(classroom, feedback=Feedback(verdict), counting=Counting.LAST)
    classroom.submit(variant)
    mark_waiting(classroom.db)
    keep(classroom, variant, "4")
    end(classroom)

    # Where the result is hidden, nothing may tell that it is right.
    assert sweep(classroom) == handed_in


@ON_SQLITE
@pytest.mark.parametrize(
    ("minutes", "hand_in", "handed_in"),
    [(40, HandIn.NEVER, 0), (None, HandIn.LIMITED, 0), (None, HandIn.ALWAYS, 1)],
)
def test_the_assignment_says_whether_anything_is_handed_in(
    classroom, variant, minutes, hand_in, handed_in
):
    keep(classroom, variant, "12")
    let_pass(classroom, OVER)

    # A change of the rules is noticed at once, whatever was promised when the draft was kept.
    set_rules(classroom, minutes=minutes, hand_in=hand_in, closes=-1)

    assert sweep(classroom) == handed_in


def test_more_time_puts_it_off_and_less_brings_it_on(classroom, variant):
    keep(classroom, variant, "12")
    end(classroom, 39)
    who = {"user_id": classroom.instructor, "assignment_id": classroom.assignment}
    extend(classroom.db, **who, student_id=classroom.student, until=None, minutes=30)
    end(classroom, 10)
    assert sweep(classroom) == 0

    finish_sitting(classroom.db, user_id=classroom.student, assignment_id=classroom.assignment)
    with classroom.db.writing() as session:
        row = session.get_one(SittingRow, (classroom.assignment, classroom.student))
        row.ended_at -= dt.timedelta(seconds=30)
    assert sweep(classroom) == 1

    give_minutes(classroom.db, **who, student_id=classroom.student, minutes=5, key="click")
    keep(classroom, variant, "13")
    end(classroom, OVER)
    assert sweep(classroom) == 1
    assert [one.answers for one in submissions(classroom)] == [
        typed(classroom, variant, "12"),
        typed(classroom, variant, "13"),
    ]


@ON_SQLITE
def test_minutes_that_are_taken_back_bring_it_on_as_well(classroom, variant):
    where = {
        "user_id": classroom.instructor,
        "assignment_id": classroom.assignment,
        "student_id": classroom.student,
    }
    extend(classroom.db, **where, until=None, minutes=30)
    keep(classroom, variant, "12")
    let_pass(classroom, OVER)
    assert sweep(classroom) == 0

    withdraw_extension(classroom.db, **where)

    assert sweep(classroom) == 1


@ON_SQLITE
def test_who_has_left_or_whose_course_is_archived_hands_in_nothing(classroom, variant):
    keep(classroom, variant, "12")
    end(classroom)
    archive_course(classroom.db, user_id=classroom.instructor, course_id=classroom.course)
    leave_course(classroom.db, user_id=classroom.student, course_id=classroom.course)

    assert sweep(classroom) == 0
    assert submissions(classroom) == []


@ON_SQLITE
def test_what_a_teacher_tries_is_never_handed_in(classroom):
    set_rules(classroom)
    variant = classroom.deal(student=classroom.instructor)
    keep_draft(
        classroom.db,
        user_id=classroom.instructor,
        variant_id=variant,
        answers=typed(classroom, variant, "12"),
        counter=1,
    )

    with classroom.db.reading() as session:
        assert session.get_one(Draft, variant).look_at is None
