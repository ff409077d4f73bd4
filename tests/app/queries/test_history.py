"""Every submission of one student, page by page."""

import datetime as dt
import uuid

import pytest

from app.domain.feedback import Feedback, Shown
from app.models import Assignment, Submission
from app.queries.history import PAGE_SIZE, PRACTICE, history_page
from app.services.dealing import deal_problem
from app.services.grading import mark_waiting
from tests.app.class_at_work import MONDAY, Class, Try


def page(db, user, **asked):
    with db.reading() as session:
        return history_page(session, user, **asked)


@pytest.fixture
def worked(classroom):
    """A student who worked in the course and in practice, and a classmate who did too."""
    variant = deal_problem(classroom.db, user_id=classroom.student, slug="zeroed-in-between")
    classroom.submit(variant)
    classroom.submit(classroom.deal(0), {**classroom.wrong_answers(classroom.deal(0))})
    mark_waiting(classroom.db)
    one = Class(classroom)
    one.work(*one.join("Blaise"), 0, Try(1))
    return classroom.student


def test_the_newest_comes_first_with_where_it_was_sent_and_what_it_scored(classroom, db, worked):
    course, practice = page(db, worked).rows

    assert (course.course_title, course.assignment_title) == ("Gradients", "Week 1")
    assert (course.assignment_id, course.title) == (
        classroom.assignment,
        "One weight per component",
    )
    assert (course.attempt, course.state, course.score) == (1, "marked", 0)
    assert (practice.course_title, practice.assignment_id) == (None, None)
    assert practice.score == 1
    assert course.created_at > practice.created_at


def test_it_is_filtered_by_course_and_by_topic(classroom, db, worked):
    everything = page(db, worked)
    course, topics = str(classroom.course), [topic.slug for topic in everything.topics]

    assert everything.courses == ((course, "Gradients"),)
    assert len(topics) == 2
    assert [row.course_title for row in page(db, worked, course=course).rows] == ["Gradients"]
    assert [row.course_title for row in page(db, worked, course=PRACTICE).rows] == [None]
    assert [page(db, worked, topic=topic).total for topic in topics] == [1, 1]
    assert page(db, worked, course=PRACTICE, topic="grad-tensors").total == 0
    # What somebody types into the address filters nothing, and breaks nothing.
    for odd in ("nonsense", str(uuid.uuid4())):
        assert page(db, worked, course=odd, topic=odd).total == 2


def test_a_result_that_is_not_shown_is_withheld(classroom, db, worked):
    with db.writing() as session:
        week = session.get_one(Assignment, classroom.assignment)
        week.feedback = Feedback(verdict=Shown.NEVER)

    course, practice = page(db, worked).rows

    assert (course.score, course.is_withheld) == (None, True)
    assert (practice.score, practice.is_withheld) == (1, False)


def test_pages_follow_each_other(classroom, db):
    one = Class(classroom)
    ada = one.join("Ada")[0]
    one.work(ada, 0, *(Try(0, minutes) for minutes in range(PAGE_SIZE + 3)))

    first, second = page(db, ada), page(db, ada, page=2)

    assert (first.total, first.pages, len(first.rows), len(second.rows)) == (53, 2, 50, 3)
    assert [row.attempt for row in first.rows + second.rows] == list(range(53, 0, -1))
    assert page(db, ada, page=99).page == 2
    assert page(db, ada, page=-1).page == 1


def test_who_has_sent_nothing_gets_an_empty_page(db, classroom):
    empty = page(db, classroom.student)

    assert (empty.rows, empty.total, empty.pages, empty.courses, empty.topics) == ((), 0, 1, (), ())


def test_a_submission_of_the_same_instant_stands_on_one_page_only(classroom, db):
    one = Class(classroom)
    ada = one.join("Ada")[0]
    one.work(ada, 0, *(Try(0, 5) for _ in range(PAGE_SIZE + 3)))
    with db.writing() as session:
        for sent in session.query(Submission):
            sent.created_at = MONDAY + dt.timedelta(minutes=1)

    shown = [row.id for number in (1, 2) for row in page(db, ada, page=number).rows]

    assert len(set(shown)) == PAGE_SIZE + 3
