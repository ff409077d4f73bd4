"""Times are moved in the store, never the clock: it is the database's clock that decides."""

import datetime as dt
import uuid

import pytest

from app.domain.credit import Phase, Rules, Step, Times
from app.domain.roles import Role
from app.errors import InvalidInput, NotFound, NotOpen
from app.models import Assignment, Enrollment, Submission
from app.queries.assignments import assignment_page
from app.queries.courses import course_page
from app.queries.exercises import exercise
from app.services.assignments import change_assignment
from app.services.copying import copy_course
from app.services.courses import set_time_zone
from app.services.dealing import deal_item
from app.services.grading import mark_waiting


def hours(number):
    return dt.timedelta(hours=number)


@pytest.fixture
def now(classroom):
    with classroom.db.reading() as session:
        return classroom.db.now(session)


def set_times(classroom, times):
    change_assignment(
        classroom.db,
        user_id=classroom.instructor,
        assignment_id=classroom.assignment,
        title="Week 1",
        rules=Rules(times),
    )


def page_of(classroom, user):
    with classroom.db.reading() as session:
        return assignment_page(session, user, classroom.assignment)


def test_before_it_opens_nothing_of_it_is_shown_or_dealt(classroom, now):
    variant = classroom.deal()
    set_times(classroom, Times(opens_at=now + hours(1)))

    page = page_of(classroom, classroom.student)
    assert (page.phase, page.items, page.possible) == (Phase.BEFORE, (), 0)
    with pytest.raises(NotOpen, match="not open yet"):
        classroom.deal(1)
    with pytest.raises(NotOpen, match="not open yet"):
        classroom.submit(variant)
    with classroom.db.reading() as session, pytest.raises(NotOpen, match="not open yet"):
        exercise(session, classroom.student, variant)


def test_once_it_opens_it_is_as_any_other(classroom, now):
    set_times(classroom, Times(opens_at=now, due_at=now + hours(1)))

    assert not classroom.submit(classroom.deal()).repeated
    page = page_of(classroom, classroom.student)
    assert (page.phase, page.percent, len(page.items)) == (Phase.OPEN, 100, 9)


def test_after_it_closes_nothing_is_taken_and_all_can_be_read(classroom, now):
    variant = classroom.deal()
    receipt = classroom.submit(variant, key="click")
    set_times(classroom, Times(due_at=now - hours(2), closes_at=now - hours(1)))

    with pytest.raises(NotOpen, match="nothing was submitted"):
        classroom.submit(variant, classroom.wrong_answers(variant))
    with pytest.raises(NotOpen, match="cannot be begun"):
        classroom.deal(1)
    assert classroom.deal() == variant
    with classroom.db.reading() as session:
        page = exercise(session, classroom.student, variant)
    assert (page.item.phase, len(page.submissions)) == (Phase.CLOSED, 1)
    # The click that was stored in time is still answered with its receipt.
    assert classroom.submit(variant, key="click").submission_id == receipt.submission_id


def test_teachers_are_not_bound_by_the_times(classroom, now):
    set_times(classroom, Times(opens_at=now + hours(1)))

    variant = deal_item(classroom.db, user_id=classroom.instructor, item_id=classroom.items[0])
    assert not classroom.submit(variant, student=classroom.instructor).repeated
    assert len(page_of(classroom, classroom.instructor).items) == 9


@pytest.mark.parametrize(
    ("due", "steps", "points"),
    [
        (1, (), 4.0),
        (1, (Step, 0.5, 110), 4.4),
        (-1, (Step, 1, 50), 2.0),
        (-1, (), 0.0),
    ],
)
def test_a_right_answer_earns_what_the_timeline_says_of_the_moment_it_was_received(
    classroom, now, due, steps, points
):
    classroom.submit(classroom.deal())
    mark_waiting(classroom.db)
    timeline = (Step(now + hours(steps[1]), steps[2]),) if steps else ()
    set_times(classroom, Times(None, now + hours(due), now + hours(9), timeline))

    page = page_of(classroom, classroom.student)
    assert page.items[0].earned == pytest.approx(points)
    assert page.earned == pytest.approx(points)


def test_who_improves_after_the_due_time_keeps_what_was_earned_before(classroom, now):
    variant = classroom.deal_problem("three-leaves")
    right = classroom.right_answers(variant)
    half = {**classroom.wrong_answers(variant), next(iter(right)): right[next(iter(right))]}
    first = classroom.submit(variant, half).submission_id
    classroom.submit(variant)
    mark_waiting(classroom.db)
    with classroom.db.writing() as session:
        session.get_one(Submission, first).created_at = now - hours(2)
    set_times(classroom, Times(None, now - hours(1), now + hours(9), (Step(now + hours(8), 50),)))

    item = next(row for row in page_of(classroom, classroom.student).items if row.earned)
    share = 1 / len(right)
    assert item.earned == pytest.approx(4 * (share + (1 - share) / 2))


def test_only_who_may_edit_changes_the_times(classroom):
    grader = classroom.add_student()
    with classroom.db.writing() as session:
        session.get_one(Enrollment, (classroom.course, grader)).role = Role.GRADER
    for user in (classroom.student, grader, uuid.uuid4()):
        with pytest.raises(NotFound):
            change_assignment(
                classroom.db,
                user_id=user,
                assignment_id=classroom.assignment,
                title="Mine",
                rules=Rules(),
            )
    with pytest.raises(NotFound):
        change_assignment(
            classroom.db,
            user_id=classroom.instructor,
            assignment_id=uuid.uuid4(),
            title="Nowhere",
            rules=Rules(),
        )


def test_times_that_do_not_fit_are_refused_and_nothing_is_changed(classroom, now):
    with pytest.raises(InvalidInput) as refusal:
        set_times(classroom, Times(due_at=now, closes_at=now - hours(1)))
    assert set(refusal.value.fields) == {"closes_at"}
    assert page_of(classroom, classroom.student).times == Times()


def test_a_copied_course_has_the_same_times_and_zone(classroom, now):
    times = Times(now, now + hours(2), now + hours(5), (Step(now + hours(4), 50),))
    set_times(classroom, times)
    set_time_zone(
        classroom.db,
        user_id=classroom.instructor,
        course_id=classroom.course,
        time_zone="Asia/Shanghai",
    )

    copy = copy_course(
        classroom.db, user_id=classroom.instructor, course_id=classroom.course, title="Again"
    )

    with classroom.db.reading() as session:
        copied = session.query(Assignment).filter_by(course_id=copy).one()
        assert copied.times == times


def test_a_course_has_one_of_the_time_zones_there_are(classroom):
    for zone in ("Mars/Olympus", ""):
        with pytest.raises(InvalidInput, match="in the list"):
            set_time_zone(
                classroom.db,
                user_id=classroom.instructor,
                course_id=classroom.course,
                time_zone=zone,
            )
    with classroom.db.reading() as session:
        assert course_page(session, classroom.student, classroom.course).time_zone == "UTC"
