"""Many clicks at once at an item with several exercises, or one that is taken out, on both databases."""

import threading

from app.domain.credit import Rules
from app.domain.submissions import SubmissionState
from app.errors import AttemptsUsedUp, InvalidInput, NotFound
from app.models import Assignment, Item, Submission
from app.services.assignments import change_assignment
from app.services.dealing import deal_next


def begin(classroom, max_attempts=3):
    """Let the student answer the first of several exercises."""
    with classroom.db.writing() as session:
        session.get_one(Assignment, classroom.assignment).rules = Rules(new_exercises=True)
        session.get_one(Item, classroom.items[0]).max_attempts = max_attempts
    first = classroom.deal()
    return first, classroom.submit(first, classroom.wrong_answers(first))


def go_on(classroom):
    return deal_next(classroom.db, user_id=classroom.student, item_id=classroom.items[0])


def at_once(*clicks):
    barrier = threading.Barrier(len(clicks))

    def run(click):
        barrier.wait()
        click()

    threads = [threading.Thread(target=run, args=(click,)) for click in clicks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_exercises_at_once_use_no_more_attempts_than_there_are(classroom):
    first, receipt = begin(classroom, max_attempts=2)
    second = go_on(classroom)
    # The first one failed through our fault: both exercises take an attempt, and one is left for the two.
    with classroom.db.writing() as session:
        session.get_one(Submission, receipt.submission_id).state = SubmissionState.FAILED
        session.get_one(Item, classroom.items[0]).max_attempts = 1
    answers = {one: classroom.right_answers(one) for one in (first, second)}
    outcomes = []

    def click(variant):
        try:
            outcomes.append(classroom.submit(variant, answers[variant]).repeated)
        except AttemptsUsedUp:
            outcomes.append(None)

    at_once(lambda: click(first), lambda: click(second))

    assert sorted(outcomes, key=str) == [False, None]


def test_ten_clicks_at_once_deal_one_next_exercise(classroom):
    begin(classroom)
    got = []

    at_once(*[lambda: got.append(go_on(classroom))] * 10)

    assert (len(got), len(set(got))) == (10, 1)


def test_an_item_that_is_taken_out_while_it_is_begun_is_either_kept_or_gone(classroom):
    first, outcomes = classroom.items[0], []

    def begin_it():
        try:
            classroom.deal()
            outcomes.append("begun")
        except NotFound:
            outcomes.append("gone")

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
            outcomes.append("taken out")
        except InvalidInput:
            outcomes.append("kept")

    at_once(begin_it, take_it_out)

    assert sorted(outcomes) in (["begun", "kept"], ["gone", "taken out"])
    with classroom.db.reading() as session:
        assert (session.get(Item, first) is None) is ("gone" in outcomes)
