"""Sittings as services keep them; what races is tested on both databases in test_handing_in."""

import uuid

import pytest

from app.domain.sittings import Stage
from app.errors import Conflict, InvalidInput, NotFound, NotOpen
from app.models import Change, SittingRow, User
from app.queries.assignments import assignment_page
from app.queries.exercises import exercise
from app.queries.sittings import sittings_page
from app.services.accommodations import set_extra_time
from app.services.extensions import extend, withdraw_extension
from app.services.members import join_course, leave_course
from app.services.rosters import check_roster, import_roster
from app.services.sittings import finish_sitting, give_minutes, start_sitting
from tests.app.limited import let_pass, set_rules, start
from tests.app.people import add_account


@pytest.fixture
def database_url(fresh_sqlite):
    return fresh_sqlite


def page_of(classroom, user=None):
    with classroom.db.reading() as session:
        return assignment_page(session, user or classroom.student, classroom.assignment)


def minutes_of(classroom, user=None):
    return page_of(classroom, user).own.minutes


def add_student(classroom, name="Eve"):
    user = add_account(classroom.db, name=name)
    join_course(classroom.db, user_id=user, join_code=classroom.join_code)
    return user


def give_extra(classroom, percent, member=None, user=None):
    set_extra_time(
        classroom.db,
        user_id=user or classroom.instructor,
        course_id=classroom.course,
        member_id=member or classroom.student,
        percent=percent,
    )


def give_more(classroom, minutes, student=None, key="click", user=None):
    return give_minutes(
        classroom.db,
        user_id=user or classroom.instructor,
        assignment_id=classroom.assignment,
        student_id=student,
        minutes=minutes,
        key=key,
    )


def finish(classroom, student=None):
    finish_sitting(
        classroom.db, user_id=student or classroom.student, assignment_id=classroom.assignment
    )


def test_nothing_is_shown_dealt_or_taken_before_the_start(classroom):
    begun = classroom.deal()
    set_rules(classroom)

    assert page_of(classroom).items == ()
    for refused in (lambda: classroom.deal(1), lambda: classroom.submit(begun)):
        with pytest.raises(NotOpen, match="not started"):
            refused()
    with classroom.db.reading() as session, pytest.raises(NotOpen, match="not started"):
        exercise(session, classroom.student, begun)

    start(classroom)

    assert len(page_of(classroom).items) == 9
    classroom.submit(classroom.deal(1))


def test_the_clock_runs_out_and_ten_seconds_later_nothing_is_taken(classroom):
    set_rules(classroom)
    start(classroom)
    variant = classroom.deal()
    let_pass(classroom, 40 + 5 / 60)

    late = classroom.submit(variant, classroom.wrong_answers(variant))
    page = page_of(classroom)
    assert page.stage is Stage.OVER
    with classroom.db.reading() as session:
        received = exercise(session, classroom.student, variant).submissions[0]
    assert (received.id, received.created_at) == (late.submission_id, page.own.ends_at)

    let_pass(classroom, 6 / 60)
    with pytest.raises(NotOpen, match="time for this assignment is over"):
        classroom.submit(variant)
    with pytest.raises(NotOpen, match="time for this assignment is over"):
        classroom.deal(1)
    assert len(page_of(classroom).items) == 9


def test_it_is_started_only_while_it_is_open_and_by_whom_it_holds_for(classroom):
    with pytest.raises(Conflict, match="No time limit"):
        start(classroom)
    set_rules(classroom, closes=-1)
    with pytest.raises(NotOpen, match="closed"):
        start(classroom)
    set_rules(classroom)
    with pytest.raises(Conflict, match="No time limit"):
        start(classroom, classroom.instructor)
    for act in (start_sitting, finish_sitting):
        with pytest.raises(NotFound):
            act(classroom.db, user_id=uuid.uuid4(), assignment_id=classroom.assignment)
    with pytest.raises(Conflict, match="not started"):
        finish(classroom)
    classroom.deal(student=classroom.instructor)


def test_who_is_finished_goes_on_with_nothing(classroom):
    set_rules(classroom)
    start(classroom)
    variant = classroom.deal()
    finish(classroom)
    let_pass(classroom, 1)
    with classroom.db.writing() as session:
        row = session.get_one(SittingRow, (classroom.assignment, classroom.student))
        row.ended_at = ended = row.started_at

    finish(classroom)
    start(classroom)

    with classroom.db.reading() as session:
        assert session.query(SittingRow).one().ended_at == ended
    with pytest.raises(NotOpen, match="over"):
        classroom.submit(variant)


def test_extra_time_holds_in_the_whole_course_from_the_next_start_on(classroom):
    other = add_student(classroom)
    set_rules(classroom)
    start(classroom, other)
    give_extra(classroom, 25)
    give_extra(classroom, 50, other)

    assert (minutes_of(classroom), minutes_of(classroom, other)) == (50, 40)
    start(classroom)
    give_extra(classroom, 0)
    # What was promised at the start stays.
    assert minutes_of(classroom) == 50


def test_extra_time_is_left_alone_by_rosters_leaving_and_coming_back(classroom):
    set_rules(classroom)
    give_extra(classroom, 25)
    with classroom.db.reading() as session:
        email = session.get_one(User, classroom.student).email
    roster = {
        "user_id": classroom.instructor,
        "course_id": classroom.course,
        "text": f"email\n{email}\n",
    }
    leave_course(classroom.db, user_id=classroom.student, course_id=classroom.course)
    import_roster(classroom.db, **roster, confirmed=check_roster(classroom.db, **roster).digest)

    assert minutes_of(classroom) == 50


def test_extra_time_has_bounds_and_is_set_by_who_manages_members(classroom):
    for percent in (-1, 301):
        with pytest.raises(InvalidInput) as refusal:
            give_extra(classroom, percent)
        assert set(refusal.value.fields) == {"percent"}
    for member, user in ((None, classroom.student), (uuid.uuid4(), None)):
        with pytest.raises(NotFound):
            give_extra(classroom, 25, member, user)


def test_minutes_of_an_extension_count_at_once_and_are_gone_when_it_is_taken_back(classroom):
    set_rules(classroom)
    start(classroom)
    where = {
        "user_id": classroom.instructor,
        "assignment_id": classroom.assignment,
        "student_id": classroom.student,
    }

    extend(classroom.db, **where, until=None, minutes=15)
    assert (minutes_of(classroom), page_of(classroom).is_extended) == (55, True)
    withdraw_extension(classroom.db, **where)
    assert (minutes_of(classroom), page_of(classroom).is_extended) == (40, False)

    set_rules(classroom, minutes=None)
    with pytest.raises(InvalidInput, match="has no time limit"):
        extend(classroom.db, **where, until=None, minutes=15)


def test_everybody_who_sits_gets_more_minutes_once_a_click(classroom):
    names = "Eve", "Bob", "Zoe"
    running, finished, _to_start = (add_student(classroom, name) for name in names)
    set_rules(classroom)
    for student in (classroom.student, running, finished):
        start(classroom, student)
    finish(classroom, finished)

    assert give_more(classroom, 10) == 2
    assert give_more(classroom, 10) == 0
    assert minutes_of(classroom) == minutes_of(classroom, running) == 50
    assert minutes_of(classroom, finished) == 40
    assert give_more(classroom, 5, key="another click") == 2
    assert minutes_of(classroom) == 55
    with classroom.db.reading() as session:
        page = sittings_page(session, classroom.instructor, classroom.assignment)
        told = session.query(Change).filter_by(action="sitting").count()
    assert (page.running, page.to_start, len(page.students)) == (2, 1, 3)
    assert told == 4


def test_whose_time_is_over_gets_minutes_from_now_on(classroom):
    set_rules(classroom)
    start(classroom)
    let_pass(classroom, 90)
    variant_before = page_of(classroom).stage

    assert give_more(classroom, 10, classroom.student) == 1

    page = page_of(classroom)
    assert (variant_before, page.stage) == (Stage.OVER, Stage.RUNNING)
    assert 9 * 60 <= page.own.seconds_left(page.now) <= 11 * 60


def test_who_finished_may_go_on_when_given_minutes(classroom):
    set_rules(classroom)
    start(classroom)
    finish(classroom)

    give_more(classroom, 5, classroom.student)

    classroom.submit(classroom.deal())


def test_minutes_that_would_change_nothing_are_refused(classroom):
    set_rules(classroom, closes=20)
    start(classroom)
    for minutes, key, said in ((0, "a", "1 to"), (10, "b", "closes before")):
        with pytest.raises(InvalidInput, match=said):
            give_more(classroom, minutes, classroom.student, key)
    with pytest.raises(NotFound):
        give_more(classroom, 10, add_student(classroom))
    with pytest.raises(NotFound):
        give_more(classroom, 10, user=classroom.student)
    set_rules(classroom)
    finish(classroom)
    with pytest.raises(InvalidInput, match="Nobody is sitting"):
        give_more(classroom, 10)


def test_teachers_see_sittings_in_a_constant_number_of_statements(classroom, statements_of):
    set_rules(classroom)

    def read():
        with classroom.db.reading() as session:
            sittings_page(session, classroom.instructor, classroom.assignment)

    few = statements_of(read)
    for name in ("Eve", "Bob", "Zoe"):
        start(classroom, add_student(classroom, name))
    assert statements_of(read) == few
