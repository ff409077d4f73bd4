"""What a student finds on the home page, from assignments of a real course."""

import datetime as dt

import pytest

from app.domain.agenda import Group
from app.domain.credit import Prerequisite, Rules, Step, Times
from app.domain.feedback import Feedback, Shown
from app.domain.roles import Role
from app.domain.sittings import Conduct
from app.models import Assignment, Course, Enrollment, Extension
from app.queries.agenda import agenda
from app.services.assignments import create_assignment
from app.services.items import NewItem
from tests.app.class_at_work import Class, Try


@pytest.fixture
def database_url(fresh_sqlite):
    """What is read here, other pages read too, on both databases."""
    return fresh_sqlite


@pytest.fixture
def now(db):
    with db.reading() as session:
        return db.now(session)


@pytest.fixture
def ada(classroom):
    return Class(classroom).join("Ada")[0]


@pytest.fixture
def make(classroom):
    def make_one(title, times, **settings):
        return create_assignment(
            classroom.db,
            user_id=classroom.instructor,
            course_id=classroom.course,
            title=title,
            items=[NewItem("backward-twice", points=4, max_attempts=3)],
            rules=Rules(times),
            **settings,
        )

    return make_one


def groups(db, user):
    with db.reading() as session:
        return {part.group: [row.title for row in part.rows] for part in agenda(session, user)}


def rows(db, user):
    with db.reading() as session:
        return {row.title: row for part in agenda(session, user) for row in part.rows}


def test_assignments_are_grouped_and_what_ends_first_comes_first(db, make, ada, now):
    day = dt.timedelta(days=1)
    make("In five days", Times(due_at=now + 5 * day))
    make("Tomorrow", Times(due_at=now + day))
    make("Next month", Times(due_at=now + 30 * day))
    make("Late", Times(due_at=now - day, steps=(Step(now + day, 50.0),)))
    make("Not yet", Times(opens_at=now + day))
    make("Over", Times(due_at=now - day))

    assert groups(db, ada) == {
        Group.LATE: ["Late"],
        Group.DUE_SOON: ["Tomorrow", "In five days"],
        Group.OPEN: ["Next month", "Week 1"],
        Group.OPENS_SOON: ["Not yet"],
    }
    assert list(groups(db, ada)) == [Group.LATE, Group.DUE_SOON, Group.OPEN, Group.OPENS_SOON]


def test_a_row_tells_points_and_how_far_the_student_is(classroom, db, ada):
    one = Class(classroom)
    one.work(ada, 0, Try(1))
    one.work(ada, 1, Try(0.5))
    one.work(ada, 2)

    row = rows(db, ada)["Week 1"]

    assert (row.items, row.begun, row.done, row.waiting) == (9, 3, 1, 0)
    assert (row.earned, row.possible) == (6, 36)
    assert (row.course_title, row.shows_results, row.missing) == ("Gradients", True, None)


def test_results_that_are_not_shown_are_not_counted_either(classroom, db, ada, now):
    Class(classroom).work(ada, 0, Try(1))
    with db.writing() as session:
        week = session.get_one(Assignment, classroom.assignment)
        week.feedback = Feedback(verdict=Shown.NEVER)
        week.due_at = now + dt.timedelta(days=1)

    row = rows(db, ada)["Week 1"]
    assert (row.earned, row.done, row.shows_results) == (0, 0, False)

    with db.writing() as session:
        session.get_one(Assignment, classroom.assignment).due_at = now - dt.timedelta(days=1)
    assert groups(db, ada) == {}


def test_results_are_out_after_the_end_for_who_took_part(classroom, db, ada, now):
    Class(classroom).work(ada, 0, Try(1))
    with db.writing() as session:
        session.get_one(Assignment, classroom.assignment).due_at = now - dt.timedelta(days=1)

    assert groups(db, ada) == {Group.RESULTS: ["Week 1"]}
    assert groups(db, classroom.student) == {}


def test_a_student_sees_their_own_times_and_what_they_must_earn_first(
    classroom, db, make, ada, now
):
    over = make("Over", Times(due_at=now - dt.timedelta(hours=1)))
    make("Second", Times(), prerequisite=Prerequisite(classroom.assignment, 5))
    until = now + dt.timedelta(days=2)
    with db.writing() as session:
        session.add(Extension(assignment_id=over, user_id=ada, until=until))

    assert groups(db, ada)[Group.DUE_SOON] == ["Over"]
    assert rows(db, ada)["Over"].times.due_at == until
    missing = rows(db, ada)["Second"].missing
    assert (missing.title, missing.points, missing.earned) == ("Week 1", 5, 0)


def test_a_time_limit_is_told_before_it_is_begun(db, make, ada):
    make("Test", Times(), conduct=Conduct(minutes=40))

    row = rows(db, ada)["Test"]
    assert (row.minutes, row.stage, row.ends_at) == (40, "to_start", None)


def test_only_open_courses_in_which_one_is_a_student_count(classroom, db, ada, now):
    assert groups(db, classroom.instructor) == {}
    with db.writing() as session:
        session.get_one(Course, classroom.course).archived_at = now
    assert groups(db, ada) == {}
    with db.writing() as session:
        session.get_one(Course, classroom.course).archived_at = None
        session.get_one(Enrollment, (classroom.course, ada)).role = Role.GRADER
    assert groups(db, ada) == {}
