"""Many clicks at once at an item with several exercises, or one that is taken out, on both databases."""

import threading

from app.domain.credit import Rules
from app.domain.diagnosis import deal
from app.domain.problems import find_problem
from app.domain.submissions import SubmissionState
from app.errors import AttemptsUsedUp, InvalidInput, NotFound
from app.models import Assignment, Item, Submission, Variant
from app.queries.attempts import find_ground, find_so_far
from app.services.assignments import change_assignment, edited_assignment
from app.services.dealing import deal_next
from app.services.items import arrange_items
from app.services.taking import Attempt, store_attempt


def begin(classroom, max_attempts=3):
    """Let the student answer the first of several exercises."""
    with classroom.db.writing() as session:
        session.get_one(Assignment, classroom.assignment).rules = Rules(new_exercises=True)
        session.get_one(Item, classroom.items[0]).max_attempts = max_attempts
    first = classroom.deal()
    return first, classroom.submit(first, classroom.wrong_answers(first))


def go_on(classroom):
    return deal_next(classroom.db, user_id=classroom.student, item_id=classroom.items[0])


def while_it_is_not_committed(session, click):
    """Let somebody else click while a transaction is open; they wait for it, or are refused at once."""
    session.flush()
    clicking = threading.Thread(target=click)
    clicking.start()
    clicking.join(0.5)
    return clicking


def test_two_exercises_at_once_use_no_more_attempts_than_there_are(classroom):
    first, receipt = begin(classroom, max_attempts=2)
    second = go_on(classroom)
    # The first one failed through our fault: both exercises take an attempt, and one is left for the two.
    with classroom.db.writing() as session:
        session.get_one(Submission, receipt.submission_id).state = SubmissionState.FAILED
        session.get_one(Item, classroom.items[0]).max_attempts = 1
    answers, outcomes = classroom.right_answers(second), []

    def click():
        try:
            outcomes.append(classroom.submit(second, answers))
        except AttemptsUsedUp:
            outcomes.append("used up")

    with classroom.db.writing() as session:
        ground = find_ground(session, user_id=classroom.student, variant_id=first)
        attempt = Attempt(classroom.right_answers(first), ground.now, "one click")
        assert store_attempt(session.connection(), ground, find_so_far(session, ground), attempt)
        clicking = while_it_is_not_committed(session, click)
    clicking.join()

    assert outcomes == ["used up"]


def test_ten_clicks_at_once_deal_one_next_exercise(classroom):
    begin(classroom)
    barrier, got = threading.Barrier(10), []

    def click():
        barrier.wait()
        got.append(go_on(classroom))

    threads = [threading.Thread(target=click) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(got), len(set(got))) == (10, 1)


def test_an_item_that_is_just_being_begun_is_not_taken_out(classroom):
    first, outcomes = classroom.items[0], []

    def take_it_out():
        try:
            change_assignment(
                classroom.db,
                user_id=classroom.instructor,
                assignment_id=classroom.assignment,
                title="Week 1",
                rules=Rules(),
                removed=[first],
            )
        except InvalidInput:
            outcomes.append("kept")

    with classroom.db.writing() as session:
        item = session.get_one(Item, first, with_for_update={"key_share": True})
        dealt = deal(find_problem(item.problem), 1)
        session.add(Variant.from_dealt(dealt, user_id=classroom.student, item_id=first))
        clicking = while_it_is_not_committed(session, take_it_out)
    clicking.join()

    assert outcomes == ["kept"]


def test_an_item_that_is_just_being_taken_out_is_not_begun(classroom):
    first, outcomes = classroom.items[0], []

    def begin_it():
        try:
            classroom.deal()
        except NotFound:
            outcomes.append("gone")

    with classroom.db.writing() as session:
        arrange_items(
            session,
            edited_assignment(session, classroom.instructor, classroom.assignment),
            by_id=classroom.instructor,
            items=(),
            removed=[first],
        )
        clicking = while_it_is_not_committed(session, begin_it)
    clicking.join()

    assert outcomes == ["gone"]
