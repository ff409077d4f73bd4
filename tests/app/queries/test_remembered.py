"""What is kept in mind holds until something changes, and no longer."""

import datetime as dt

import pytest
from sqlalchemy import update

from app.db import Database
from app.domain.credit import Rules, Step, Times
from app.domain.roles import Role
from app.domain.submissions import SubmissionState
from app.models import Assignment, Enrollment, Item, Submission, User
from app.queries.class_work import class_work
from app.queries.dashboards import assignment_dashboard
from app.queries.remembered import Remembered
from app.services.grading import mark_waiting
from tests.app.class_at_work import Class, Try


@pytest.fixture
def a_class(classroom) -> Class:
    a_class = Class(classroom)
    for name in ("Blaise", "Carl"):
        a_class.work(a_class.join(name)[0], 0, Try(0.5))
    return a_class


def look(classroom):
    with classroom.db.reading() as session:
        return class_work(session, session.get_one(Assignment, classroom.assignment))


def test_who_asks_again_gets_what_was_read_before(classroom, a_class):
    first = look(classroom)

    assert look(classroom) is first


def change_name(classroom, session):
    session.execute(update(User).where(User.display_name == "Carl").values(display_name="Carla"))


def change_points(classroom, session):
    session.execute(update(Item).where(Item.id == classroom.items[0]).values(points=7))


def change_role(classroom, session):
    carl = session.query(User).filter_by(display_name="Carl").one()
    session.get_one(Enrollment, (classroom.course, carl.id)).role = Role.GRADER


@pytest.mark.parametrize("change", [change_name, change_points, change_role])
def test_what_teachers_and_students_change_is_seen_at_once(classroom, a_class, change):
    before = look(classroom)
    with classroom.db.writing() as session:
        change(classroom, session)
    after = look(classroom)

    assert (after.students, after.figures) != (before.students, before.figures)


def test_every_step_of_a_submission_is_seen_at_once(classroom, a_class):
    seen = [look(classroom)]
    variant = classroom.deal()
    seen.append(look(classroom))
    classroom.submit(variant)
    seen.append(look(classroom))
    mark_waiting(classroom.db)
    seen.append(look(classroom))

    assert [len(work.opened) for work in seen] == [2, 3, 3, 3]
    assert [len(work.sent) for work in seen] == [2, 2, 3, 3]
    assert [work.figures.items[0].solved for work in seen] == [0, 0, 0, 1]


def test_figures_are_calculated_anew_only_once_a_mark_is_another(classroom, a_class):
    before = look(classroom)
    classroom.submit(classroom.deal(0))
    dealt = look(classroom)
    with classroom.db.writing() as session:
        waiting = Submission.state == SubmissionState.QUEUED
        session.execute(update(Submission).where(waiting).values(epoch=Submission.epoch + 1))
    claimed = look(classroom)
    mark_waiting(classroom.db)
    marked = look(classroom)

    assert before.marked is not dealt.marked is claimed.marked is not marked.marked
    assert dealt is not claimed
    assert before.figures.items[0].submissions + 1 == marked.figures.items[0].submissions


def test_scores_say_what_students_can_do_and_points_what_that_earned(classroom):
    """docs/statistics.md: credit changes points, and no figure."""
    monday = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    late = Step(monday + dt.timedelta(weeks=2000), 50)
    with classroom.db.writing() as session:
        session.get_one(Assignment, classroom.assignment).rules = Rules(
            Times(due_at=monday, steps=(late,))
        )
    classroom.submit(classroom.deal())
    mark_waiting(classroom.db)
    with classroom.db.reading() as session:
        board = assignment_dashboard(session, classroom.instructor, classroom.assignment)

    assert board.items[0].figures.score.mean.value == 1
    assert board.students[0].cells[0].earned == board.items[0].points / 2


def test_what_nobody_asked_for_longest_is_forgotten_first(fresh_sqlite):
    db, kept, read = Database(fresh_sqlite), Remembered[str](most=2), []

    def ask(key):
        def reading(_older):
            read.append(key)
            return key.upper()

        with db.reading() as session:
            assert kept.get(session, key, "stamp", reading) == key.upper()

    for key in "aabacb":
        ask(key)
    # When c came, b had not been asked for longest: it was read again.
    assert read == ["a", "b", "c", "b"]
    db.dispose()


def test_a_newer_state_takes_the_place_of_the_older_one(fresh_sqlite):
    db, kept = Database(fresh_sqlite), Remembered[str](most=2)
    with db.reading() as session:
        for stamp in ("old", "new", "old"):
            assert kept.get(session, "what", stamp, lambda _older, stamp=stamp: stamp) == stamp
    db.dispose()


def test_two_databases_share_nothing(tmp_path):
    kept = Remembered[str](most=2)
    for name in ("one", "two"):
        db = Database(f"sqlite:///{tmp_path / name}.db")
        with db.reading() as session:
            assert kept.get(session, "what", "stamp", lambda _older, name=name: name) == name
        db.dispose()
