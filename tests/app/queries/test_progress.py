"""How far a student has come, read off what they really did."""

import datetime as dt

import pytest

from app.domain.feedback import Feedback, Shown
from app.domain.learning import MODEL, Level
from app.models import Assignment, Course
from app.queries.practice import practice_path
from app.queries.progress import progress_page
from app.services.dealing import deal_problem
from app.services.grading import mark_waiting
from tests.app.class_at_work import Class, Try

SLUG = "backward-twice"


def progress(db, user):
    with db.reading() as session:
        return progress_page(session, user)


def topic(page, slug="repeated-backward"):
    return next(one for one in page.topics if one.slug == slug).mastery


@pytest.fixture
def practise(classroom):
    def practise_once(*answers):
        """Take one exercise, and answer it rightly (None) or as somebody with a misconception."""
        variant = deal_problem(classroom.db, user_id=classroom.student, slug=SLUG)
        for code in answers:
            typed = None if code is None else classroom.mistaken_answers(variant, code)
            classroom.submit(variant, typed)
        mark_waiting(classroom.db)

    return practise_once


def test_mastery_follows_the_first_answers_wherever_they_were_given(classroom, db, practise):
    assert topic(progress(db, classroom.student)).level is Level.NEW
    practise("overwrites", None)
    classroom.submit(classroom.deal_problem(SLUG))
    mark_waiting(db)

    page = progress(db, classroom.student)

    assert (topic(page).answered, topic(page).right) == (2, 1)
    assert topic(page).known == MODEL.trace([False, True])
    assert (page.answered, page.mastered) == (2, 0)
    with db.reading() as session:
        shown = practice_path(session, classroom.student).topics
    assert next(one for one in shown if one.slug == "repeated-backward").mastery == topic(page)


def test_a_misconception_is_met_and_then_overcome_by_another_exercise(classroom, db, practise):
    practise("overwrites", None)
    page = progress(db, classroom.student)
    assert [row.misconception.code for row in page.open_beliefs] == ["overwrites"]
    assert page.overcome_beliefs == ()

    practise(None)

    page = progress(db, classroom.student)
    assert page.open_beliefs == ()
    assert [row.misconception.code for row in page.overcome_beliefs] == ["overwrites"]


def test_results_that_are_not_shown_tell_nothing_here(classroom, db):
    variant = classroom.deal_problem(SLUG)
    classroom.submit(variant, classroom.mistaken_answers(variant, "overwrites"))
    mark_waiting(db)
    with db.writing() as session:
        week = session.get_one(Assignment, classroom.assignment)
        week.feedback = Feedback(verdict=Shown.NEVER)

    page = progress(db, classroom.student)

    assert (page.answered, page.open_beliefs) == (0, ())
    # That something was sent is no secret.
    assert page.days.days[-1][1] == 1


def test_days_are_those_of_the_newest_courses_clocks(classroom, db, practise):
    practise(None)
    with db.writing() as session:
        session.get_one(Course, classroom.course).time_zone = "Pacific/Kiritimati"

    page = progress(db, classroom.student)

    assert page.time_zone == "Pacific/Kiritimati"
    assert (page.days.worked, page.days.in_a_row) == (1, 1)
    with db.reading() as session:
        utc = db.now(session).date()
    assert page.days.days[-1][0] in (utc, utc + dt.timedelta(days=1))


def test_a_misconception_of_another_release_is_passed_over(classroom, db):
    one = Class(classroom)
    ada = one.join("Ada")[0]
    one.work(ada, 0, Try(0, codes=("once-known",)))

    assert progress(db, ada).open_beliefs == ()
