"""A new exercise for each attempt: what is dealt when, and how attempts are counted over all of an item's."""

import dataclasses

import pytest
from sqlalchemy import func, select

from app.domain.credit import Counting, Rules, Times
from app.domain.submissions import SubmissionState
from app.errors import AttemptsUsedUp, Conflict, NotOpen
from app.models import Assignment, Item, Submission, Variant
from app.queries.assignments import assignment_page
from app.queries.exercises import exercise
from app.services.dealing import deal_next
from app.services.grading import mark_waiting

ANEW = Rules(new_exercises=True)


@pytest.fixture
def database_url(fresh_sqlite):
    """Nothing here waits for a lock; what does is tried on both databases beside this."""
    return fresh_sqlite


def set_rules(classroom, rules=ANEW):
    with classroom.db.writing() as session:
        session.get_one(Assignment, classroom.assignment).rules = rules


def go_on(classroom):
    return deal_next(classroom.db, user_id=classroom.student, item_id=classroom.items[0])


def attempt(classroom, variant, *, right=False):
    answers = classroom.right_answers(variant) if right else classroom.wrong_answers(variant)
    return classroom.submit(variant, answers)


def work(classroom, *rights):
    """Answer one exercise after the other, right or wrong, and return them."""
    variants = []
    for right in rights:
        variants.append(go_on(classroom))
        attempt(classroom, variants[-1], right=right)
    mark_waiting(classroom.db)
    return variants


def page_of(classroom, variant, reader=None):
    with classroom.db.reading() as session:
        return exercise(session, reader or classroom.student, variant)


def test_the_next_exercise_is_dealt_once_the_attempt_at_the_last_is_made(classroom):
    set_rules(classroom)
    first = classroom.deal()
    assert go_on(classroom) == first, "its attempt is not used yet"

    attempt(classroom, first)
    second = go_on(classroom)

    assert go_on(classroom) == classroom.deal() == second != first
    with classroom.db.reading() as session:
        numbers = dict(session.execute(select(Variant.id, Variant.number)).all())
        codes = session.scalars(select(Variant.code)).all()
    assert numbers == {first: 1, second: 2}
    assert len(set(codes)) == 2


def test_attempts_are_numbered_and_counted_over_all_exercises_of_the_item(classroom):
    set_rules(classroom)
    receipts = [attempt(classroom, go_on(classroom)) for _ in range(3)]

    assert [one.attempt for one in receipts] == [1, 2, 3]
    last = go_on(classroom)
    page = page_of(classroom, last)
    assert (page.number, page.attempts_used, page.attempts_left) == (3, 3, 0)
    assert [one.attempt for one in page.history] == [3, 2, 1]
    assert [one.attempt for one in page.submissions] == [3]
    with pytest.raises(AttemptsUsedUp):
        attempt(classroom, last, right=True)


def test_an_exercise_takes_one_attempt_of_its_own(classroom):
    set_rules(classroom)
    first = classroom.deal()
    attempt(classroom, first)

    with pytest.raises(Conflict, match="Go on with the next one"):
        attempt(classroom, first, right=True)
    assert not page_of(classroom, first).takes_attempt


def test_an_attempt_that_failed_through_our_fault_is_made_again_at_the_same_exercise(classroom):
    set_rules(classroom)
    first = classroom.deal()
    receipt = attempt(classroom, first)
    with classroom.db.writing() as session:
        session.get_one(Submission, receipt.submission_id).state = SubmissionState.FAILED

    assert go_on(classroom) == first
    assert attempt(classroom, first, right=True).attempt == 2


def test_without_new_exercises_all_attempts_are_made_at_one(classroom):
    first = classroom.deal()
    attempt(classroom, first)

    assert go_on(classroom) == first


def test_where_the_rule_changes_later_the_newest_exercise_is_the_one_for_all_attempts(classroom):
    set_rules(classroom)
    first, second = work(classroom, False, False)
    set_rules(classroom, Rules())

    with pytest.raises(Conflict, match="Go on with the next one"):
        attempt(classroom, first, right=True)
    assert attempt(classroom, second, right=True).attempt == 3


def test_after_closing_no_exercise_is_dealt_and_the_last_one_can_be_read(classroom):
    set_rules(classroom)
    first = classroom.deal()
    attempt(classroom, first)
    with classroom.db.reading() as session:
        now = classroom.db.now(session)
    set_rules(classroom, dataclasses.replace(ANEW, times=Times(due_at=now, closes_at=now)))

    with pytest.raises(NotOpen):
        go_on(classroom)
    assert classroom.deal() == first


def test_what_was_answered_right_at_one_exercise_explains_those_that_are_over_and_not_the_next(
    classroom,
):
    set_rules(classroom)
    wrong, right = work(classroom, False, True)
    following = go_on(classroom)

    told = [page_of(classroom, one).may_explain for one in (wrong, right, following)]
    assert told == [True, True, False]


@pytest.mark.parametrize(
    ("counting", "rights", "points"),
    [
        (Counting.BEST, (True, False), 4),
        (Counting.LAST, (True, False), 0),
        (Counting.AVERAGE, (True, False), 2),
        (Counting.STREAK, (True, True), 3),
        (Counting.STREAK, (True, False, True), 2),
    ],
)
def test_what_counts_is_what_every_page_shows(classroom, counting, rights, points):
    set_rules(classroom, Rules(counting=counting, new_exercises=True))
    variants = work(classroom, *rights)

    page = page_of(classroom, variants[-1])
    with classroom.db.reading() as session:
        assignment = assignment_page(session, classroom.student, classroom.assignment)
    assert page.item.earned == assignment.earned == assignment.items[0].earned == points
    assert assignment.items[0].attempts_used == len(rights)


def test_an_attempt_in_a_streak_shows_what_it_added(classroom):
    set_rules(classroom, Rules(counting=Counting.STREAK, new_exercises=True))
    _first, second = work(classroom, True, True)

    page = page_of(classroom, second)
    assert page.submissions[0].points == 2
    assert (page.item.still_to_earn, page.item.is_complete) == (1, False)
    assert page_of(classroom, second, classroom.instructor).item.earned == 3


def test_a_student_has_no_text_twice_as_long_as_there_is_another(classroom):
    set_rules(classroom)
    with classroom.db.writing() as session:
        session.get_one(Item, classroom.items[0]).max_attempts = 8
    work(classroom, *[False] * 8)

    with classroom.db.reading() as session:
        texts = session.execute(
            select(func.count(), func.count(Variant.code.distinct())).where(
                Variant.item_id == classroom.items[0]
            )
        ).one()
    assert tuple(texts) == (8, 8)


def test_a_long_history_takes_no_more_statements_than_a_short_one(classroom, statements_of):
    set_rules(classroom)
    with classroom.db.writing() as session:
        session.get_one(Item, classroom.items[0]).max_attempts = 6
    (first,) = work(classroom, False)
    short = statements_of(lambda: page_of(classroom, first))
    *_between, last = work(classroom, *[False] * 4)

    assert statements_of(lambda: page_of(classroom, last)) == short
    assert len(page_of(classroom, last).history) == 5
