import datetime as dt
import uuid

import pytest

from app.domain.credit import Phase, Rules, Step, Times
from app.domain.feedback import DEFAULT_FEEDBACK, Feedback, Shown
from app.errors import InvalidInput, NotFound, NotOpen
from app.models import Item
from app.queries.assignments import assignment_page
from app.queries.courses import course_page
from app.queries.exercises import exercise
from app.queries.extensions import extensions_page
from app.queries.score_table import student_rows
from app.services.assignments import change_assignment
from app.services.extensions import extend, withdraw_extension
from app.services.grading import mark_waiting
from app.services.members import join_course, leave_course


def hours(number):
    return dt.timedelta(hours=number)


@pytest.fixture
def now(classroom):
    with classroom.db.reading() as session:
        return classroom.db.now(session)


def set_times(classroom, *times, feedback=DEFAULT_FEEDBACK):
    change_assignment(
        classroom.db,
        user_id=classroom.instructor,
        assignment_id=classroom.assignment,
        title="Week 1",
        rules=Rules(Times(*times)),
        feedback=feedback,
    )


def give(classroom, until, user=None, student=None, reason=""):
    extend(
        classroom.db,
        user_id=user or classroom.instructor,
        assignment_id=classroom.assignment,
        student_id=student or classroom.student,
        until=until,
        reason=reason,
    )


def page_of(classroom, user):
    with classroom.db.reading() as session:
        return assignment_page(session, user, classroom.assignment)


def test_who_has_more_time_may_begin_and_submit_when_others_may_not(classroom, now):
    other = classroom.add_student("Eve")
    set_times(classroom, None, now - hours(2))
    give(classroom, now + hours(1))

    classroom.submit(classroom.deal())
    with pytest.raises(NotOpen):
        classroom.deal(student=other)
    mine, theirs = page_of(classroom, classroom.student), page_of(classroom, other)
    assert (mine.phase, mine.is_extended) == (Phase.OPEN, True)
    assert (theirs.phase, theirs.is_extended) == (Phase.CLOSED, False)


def test_who_has_more_time_earns_in_full_until_then_everywhere(classroom, now):
    other = classroom.add_student("Eve")
    variants = classroom.deal(), classroom.deal(student=other)
    classroom.submit(variants[0])
    classroom.submit(variants[1], student=other)
    mark_waiting(classroom.db)
    set_times(classroom, None, now - hours(2), now + hours(9), (Step(now + hours(8), 50),))
    give(classroom, now + hours(1))

    with classroom.db.reading() as session:
        items = session.query(Item).order_by(Item.position).all()
        table = student_rows(session, items, {classroom.student: "Ada", other: "Eve"})
        exercises = (
            exercise(session, classroom.student, variants[0]),
            exercise(session, other, variants[1]),
        )
        cards = [
            course_page(session, user, classroom.course).assignments[0]
            for user in (classroom.student, other)
        ]
    assert [row.total for row in table] == [4, 2]
    assert [page.item.earned for page in exercises] == [4, 2]
    assert [page.submissions[0].points for page in exercises] == [4, 2]
    assert [(card.earned, card.phase) for card in cards] == [(4, Phase.OPEN), (2, Phase.LATE)]


def test_results_wait_for_the_time_of_each_student(classroom, now):
    other = classroom.add_student("Eve")
    classroom.submit(classroom.deal())
    classroom.submit(classroom.deal(student=other), student=other)
    mark_waiting(classroom.db)
    set_times(classroom, None, now - hours(2), now + hours(9), feedback=Feedback(Shown.DUE))
    give(classroom, now + hours(1))

    assert page_of(classroom, classroom.student).items[0].earned is None
    assert page_of(classroom, other).items[0].earned is not None


def test_time_that_is_taken_back_is_gone(classroom, now):
    set_times(classroom, None, now - hours(2))
    give(classroom, now + hours(1))
    for _ in range(2):
        withdraw_extension(
            classroom.db,
            user_id=classroom.instructor,
            assignment_id=classroom.assignment,
            student_id=classroom.student,
        )

    with pytest.raises(NotOpen):
        classroom.deal()


def test_giving_time_again_replaces_what_was_given(classroom, now):
    set_times(classroom, None, now)
    give(classroom, now + hours(1), reason="ill")
    give(classroom, now + hours(3), reason="  ill,   for longer ")

    with classroom.db.reading() as session:
        page = extensions_page(session, classroom.instructor, classroom.assignment)
    assert [(one.until, one.reason) for one in page.students] == [
        (now + hours(3), "ill, for longer")
    ]


def test_who_leaves_and_comes_back_has_their_time_still(classroom, now):
    set_times(classroom, None, now - hours(2))
    give(classroom, now + hours(1))
    leave_course(classroom.db, user_id=classroom.student, course_id=classroom.course)
    join_course(classroom.db, user_id=classroom.student, join_code=classroom.join_code)

    assert page_of(classroom, classroom.student).is_extended


def test_times_moved_past_an_extension_hold_for_all(classroom, now):
    set_times(classroom, None, now)
    give(classroom, now + hours(1))
    set_times(classroom, None, now + hours(5))

    page = page_of(classroom, classroom.student)
    assert (page.is_extended, page.times.due_at) == (False, now + hours(5))


@pytest.mark.parametrize("later", [None, 0, -1])
def test_only_later_times_are_more_time(classroom, now, later):
    set_times(classroom, None, now)

    with pytest.raises(InvalidInput, match="after the one that holds for everybody") as refusal:
        give(classroom, None if later is None else now + hours(later))
    assert set(refusal.value.fields) == {"until"}


def test_without_a_due_or_closing_time_there_is_nothing_to_extend(classroom, now):
    with pytest.raises(InvalidInput, match="never due and never closes"):
        give(classroom, now + hours(1))


def test_only_who_may_edit_gives_time_and_only_to_students_of_the_course(classroom, now):
    set_times(classroom, None, now)
    for user in (classroom.student, uuid.uuid4()):
        with pytest.raises(NotFound):
            give(classroom, now + hours(1), user=user)
        with classroom.db.reading() as session, pytest.raises(NotFound):
            extensions_page(session, user, classroom.assignment)
    for student in (classroom.instructor, uuid.uuid4()):
        with pytest.raises(NotFound):
            give(classroom, now + hours(1), student=student)
    with pytest.raises(NotFound):
        withdraw_extension(
            classroom.db,
            user_id=classroom.student,
            assignment_id=classroom.assignment,
            student_id=classroom.student,
        )


def test_a_reason_has_its_bounds(classroom, now):
    set_times(classroom, None, now)
    with pytest.raises(InvalidInput) as refusal:
        give(classroom, now + hours(1), reason="x" * 201)
    assert set(refusal.value.fields) == {"reason"}
