"""Asking about an exercise, answering, closing: who may, what goes along, and that a second click adds nothing."""

import uuid

import pytest

from app.domain.inquiries import MOST_OPEN, InquiryState, InquiryStep
from app.domain.roles import Role
from app.errors import Conflict, CourseClosed, InvalidInput, NotFound
from app.models import Enrollment, Inquiry, InquiryEntry, User
from app.queries.inquiries import course_inquiries, news_of, waiting_in
from app.services.courses import archive_course
from app.services.dealing import deal_problem
from app.services.inquiries import mark_seen
from app.services.members import leave_course
from tests.app.desk import Desk
from tests.app.people import add_account


@pytest.fixture
def database_url(fresh_sqlite):
    """What races is tried on both databases, in test_asking_at_once."""
    return fresh_sqlite


@pytest.fixture
def desk(classroom):
    return Desk(classroom)


def add_administrator(db):
    root = add_account(db)
    with db.writing() as session:
        session.get_one(User, root).is_administrator = True
    return root


def test_the_newest_submission_and_what_stands_in_the_form_go_along(desk):
    question = next(iter(desk.room.right_answers(desk.variant)))
    desk.room.submit(desk.variant, desk.room.wrong_answers(desk.variant, "1"))
    newest = desk.room.submit(desk.variant, desk.room.wrong_answers(desk.variant, "2"))

    row = desk.row(desk.ask(typed={question: "[1, 2", "no-question": "x"}))

    assert (row.submission_id, row.typed) == (newest.submission_id, {question: "[1, 2"})
    assert (row.state, row.course_id) == (InquiryState.OPEN, desk.room.course)
    assert desk.row(desk.ask()).typed == desk.room.wrong_answers(desk.variant, "2")


def test_a_second_click_asks_and_says_nothing_more(desk):
    inquiry, entry = uuid.uuid4(), uuid.uuid4()

    for _click in range(2):
        assert desk.ask(inquiry=inquiry) == inquiry
        desk.say(inquiry, entry=entry)

    assert (desk.count(Inquiry), desk.count(InquiryEntry)) == (1, 2)
    other = desk.room.add_student()
    variant = desk.room.deal(student=other)
    with pytest.raises(Conflict):
        desk.ask(user=other, variant=variant, inquiry=inquiry)


def test_a_thread_is_answered_closed_and_opened_again(desk):
    inquiry = desk.ask()
    states = []
    for act in (
        lambda: desk.say(inquiry),
        lambda: desk.say(inquiry, user=desk.room.student),
        lambda: desk.step(inquiry, InquiryStep.CLOSED),
        lambda: desk.step(inquiry, InquiryStep.CLOSED),
        lambda: desk.say(inquiry, user=desk.room.student),
        lambda: desk.step(inquiry, InquiryStep.CLOSED, user=desk.room.student),
        lambda: desk.step(inquiry, InquiryStep.REOPENED),
        lambda: desk.step(inquiry, InquiryStep.REOPENED),
    ):
        act()
        states.append(desk.row(inquiry).state.value)

    assert states == [
        *("answered", "open", "closed", "closed"),
        *("open", "closed", "open", "open"),
    ]
    assert [one.step.value for one in desk.thread(inquiry).entries] == [
        *("said", "said", "said", "closed", "said", "closed", "reopened"),
    ]


def test_an_answer_is_news_until_its_student_has_seen_it(desk):
    inquiry, student = desk.ask(), desk.room.student

    def news():
        with desk.db.reading() as session:
            return [one.id for one in news_of(session, student)]

    assert news() == []
    desk.say(inquiry)
    assert news() == [inquiry]
    # A second answer came while the page with the first was being read.
    desk.say(inquiry, "And more.")
    mark_seen(desk.db, user_id=student, inquiry_id=inquiry, steps=2)
    assert news() == [inquiry]
    mark_seen(desk.db, user_id=student, inquiry_id=inquiry, steps=99)
    mark_seen(desk.db, user_id=student, inquiry_id=inquiry, steps=1)
    assert news() == []
    with pytest.raises(NotFound):
        mark_seen(desk.db, user_id=desk.room.instructor, inquiry_id=inquiry, steps=1)


def test_what_waits_is_counted_for_its_course(desk):
    first = desk.ask()
    desk.ask()
    desk.say(first)

    with desk.db.reading() as session:
        assert waiting_in(session, desk.room.course) == 1
        assert waiting_in(session, None) == 0


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"text": " "}, {"text"}),
        ({"kind": "rude"}, {"kind"}),
        ({"text": "", "kind": ""}, {"text", "kind"}),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_fields_and_keeps_nothing(desk, change, fields):
    with pytest.raises(InvalidInput) as refused:
        desk.ask(**change)

    assert set(refused.value.fields) == fields
    assert desk.count(Inquiry) == 0


def test_a_flood_of_open_questions_is_stopped_and_answers_make_room(desk):
    asked = [desk.ask() for _time in range(MOST_OPEN)]
    with pytest.raises(InvalidInput):
        desk.ask()

    desk.say(asked[0])

    desk.ask()


def test_who_is_neither_its_student_nor_a_teacher_finds_nothing(desk):
    inquiry = desk.ask()
    for user in (desk.room.add_student(), add_account(desk.db)):
        with pytest.raises(NotFound):
            desk.ask(user=user)
        with pytest.raises(NotFound):
            desk.say(inquiry, user=user)
        with pytest.raises(NotFound):
            desk.step(inquiry, InquiryStep.CLOSED, user=user)
        with pytest.raises(NotFound):
            desk.thread(inquiry, user=user)
    assert desk.row(inquiry).steps == 1


def test_a_grader_answers(desk):
    inquiry, grader = desk.ask(), desk.room.add_student("Emmy")
    with desk.db.writing() as session:
        session.get_one(Enrollment, (desk.room.course, grader)).role = Role.GRADER

    desk.say(inquiry, user=grader)

    last = desk.thread(inquiry).entries[-1]
    assert (last.author, last.by_teacher, last.is_own) == ("Emmy", True, False)


def test_practice_is_answered_by_administrators_and_by_nobody_else(desk):
    variant = deal_problem(desk.db, user_id=desk.room.student, slug="backward-twice")
    inquiry = desk.ask(variant=variant)
    root = add_administrator(desk.db)

    desk.say(inquiry, user=root)

    assert desk.row(inquiry).state is InquiryState.ANSWERED
    assert desk.thread(inquiry, user=root).is_teacher
    with pytest.raises(NotFound):
        desk.say(inquiry, user=desk.room.instructor)
    with pytest.raises(NotFound):
        desk.thread(inquiry, user=desk.room.instructor)


def test_nothing_is_added_in_an_archived_course_or_by_who_has_left(desk):
    inquiry, student = desk.ask(), desk.room.student
    leave_course(desk.db, user_id=student, course_id=desk.room.course)
    for act in (desk.ask, lambda: desk.say(inquiry, user=student)):
        with pytest.raises(CourseClosed):
            act()
    assert not desk.thread(inquiry).may_write
    assert desk.thread(inquiry, user=desk.room.instructor).may_write

    archive_course(desk.db, user_id=desk.room.instructor, course_id=desk.room.course)

    with pytest.raises(CourseClosed):
        desk.say(inquiry)
    assert not desk.thread(inquiry, user=desk.room.instructor).may_write


def test_a_list_takes_as_many_statements_for_one_question_as_for_thirty(desk, statements_of):
    def read():
        with desk.db.reading() as session:
            return course_inquiries(
                session,
                user_id=desk.room.instructor,
                course_id=desk.room.course,
                shown=None,
                page=1,
            )

    desk.say(desk.ask())
    few = statements_of(read)
    for number in range(MOST_OPEN):
        desk.ask(text=f"Question {number}")

    assert statements_of(read) == few
    page = read()
    assert (len(page.rows), page.pages) == (MOST_OPEN + 1, 1)
    assert page.rows[0].first_words == f"Question {MOST_OPEN - 1}"
    assert page.counts == {InquiryState.OPEN: MOST_OPEN, InquiryState.ANSWERED: 1}
