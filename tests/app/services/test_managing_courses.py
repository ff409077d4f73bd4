"""Creating, renaming, copying, archiving and restoring courses, and their join codes."""

import datetime as dt
import threading
import uuid

import pytest
from sqlalchemy import func, inspect, select

from app.domain.credit import Rules, Times
from app.domain.problems import library
from app.errors import Conflict, CourseClosed, InvalidInput, NotFound
from app.models import Assignment, Course, Enrollment, Item, Submission
from app.queries.courses import course_page, courses_of
from app.services.assignments import create_assignment
from app.services.copying import copy_course
from app.services.courses import (
    archive_course,
    create_course,
    open_joining,
    rename_course,
    renew_join_code,
    restore_course,
    set_time_zone,
)
from app.services.items import NewItem
from app.services.members import join_course
from tests.app.people import add_account


@pytest.fixture
def teacher(db):
    return add_account(db, "grace@example.org", "Grace")


@pytest.fixture
def course(db, teacher):
    return create_course(db, user_id=teacher, title="Gradients")


def page(db, user, course):
    with db.reading() as session:
        return course_page(session, user, course)


def add_assignment(db, teacher, course, title, *slugs):
    return create_assignment(
        db,
        user_id=teacher,
        course_id=course,
        title=title,
        items=[
            NewItem(slug, points=2.5, max_attempts=place) for place, slug in enumerate(slugs, 1)
        ],
    )


def test_two_clicks_on_one_form_make_one_course(db, teacher):
    made_id = uuid.uuid4()
    first = create_course(db, user_id=teacher, title="Gradients", course_id=made_id)
    second = create_course(db, user_id=teacher, title="Gradients", course_id=made_id)

    assert first == second == made_id
    with db.reading() as session:
        assert session.scalars(select(func.count(Course.id))).one() == 1


def test_the_id_of_somebody_elses_course_makes_none(db, course):
    eve = add_account(db)

    with pytest.raises(Conflict, match="Reload the page"):
        create_course(db, user_id=eve, title="Mine", course_id=course)
    assert page_is_hidden(db, eve, course)


def page_is_hidden(db, user, course):
    with pytest.raises(NotFound):
        page(db, user, course)
    return True


def test_a_course_gets_another_title_and_keeps_it_when_the_new_one_is_empty(db, teacher, course):
    rename_course(db, user_id=teacher, course_id=course, title="  Gradients   II ")
    with pytest.raises(InvalidInput):
        rename_course(db, user_id=teacher, course_id=course, title=" ")

    assert page(db, teacher, course).title == "Gradients II"


def test_a_copy_has_every_assignment_and_item_in_order_and_no_people(db, teacher, course):
    slugs = [problem.slug for problem in library()[:3]]
    for title in ("Week 1", "Week 2", "Week 3", "Week 4"):
        add_assignment(db, teacher, course, title, *slugs)
    join_course(db, user_id=add_account(db), join_code=page(db, teacher, course).join_code)

    copy = copy_course(db, user_id=teacher, course_id=course, title="Next term")

    copied, original = page(db, teacher, copy), page(db, teacher, course)
    assert (copied.title, copied.students, copied.role) == ("Next term", 0, "instructor")
    assert copied.join_code != original.join_code
    assert [one.title for one in copied.assignments] == ["Week 1", "Week 2", "Week 3", "Week 4"]
    assert [one.title for one in original.assignments] == [one.title for one in copied.assignments]
    assert contents(db, copy) == contents(db, course) != []


def contents(db, course):
    """Return every column of a course's assignments and items that a copy should have."""
    own = {"id", "created_at", "course_id", "assignment_id"}
    with db.reading() as session:
        rows = session.execute(
            select(Assignment, Item)
            .join(Item, Item.assignment_id == Assignment.id)
            .where(Assignment.course_id == course)
            .order_by(Assignment.created_at, Item.position)
        ).all()
        return [
            {
                f"{type(one).__name__}.{column}": getattr(one, column)
                for one in row
                for column in inspect(type(one)).column_attrs.keys()  # noqa: SIM118 - not a mapping
                if column not in own
            }
            for row in rows
        ]


def test_two_clicks_on_one_form_make_one_copy(db, teacher, course):
    add_assignment(db, teacher, course, "Week 1", library()[0].slug)
    copy_id = uuid.uuid4()
    for _click in range(2):
        copy_course(db, user_id=teacher, course_id=course, title="Copy", copy_id=copy_id)

    assert len(page(db, teacher, copy_id).assignments) == 1


def test_a_copys_times_are_later_by_so_many_days_at_the_same_time_of_day(db, teacher, course):
    set_time_zone(db, user_id=teacher, course_id=course, time_zone="Europe/Berlin")
    due = dt.datetime(2026, 10, 19, 21, 59, tzinfo=dt.UTC)
    assignment = add_assignment(db, teacher, course, "Week 1", library()[0].slug)
    with db.writing() as session:
        session.get_one(Assignment, assignment).rules = Rules(Times(due_at=due), (100, 50))

    copy = copy_course(db, user_id=teacher, course_id=course, title="Next term", days=14)

    (copied,) = page(db, teacher, copy).assignments
    assert copied.times == Times(due_at=dt.datetime(2026, 11, 2, 22, 59, tzinfo=dt.UTC))
    assert page(db, teacher, course).assignments[0].times == Times(due_at=due)
    with pytest.raises(InvalidInput, match="ten years"):
        copy_course(db, user_id=teacher, course_id=course, title="Next term", days=-3661)


def test_only_who_manages_a_course_copies_it(db, teacher, course):
    student = add_account(db)
    join_course(db, user_id=student, join_code=page(db, teacher, course).join_code)

    with pytest.raises(NotFound):
        copy_course(db, user_id=student, course_id=course, title="Mine")


def test_an_archived_course_is_read_and_takes_no_submission(classroom):
    db, variant = classroom.db, classroom.deal()
    archive_course(db, user_id=classroom.instructor, course_id=classroom.course)

    with pytest.raises(CourseClosed, match="archived"):
        classroom.submit(variant)
    with pytest.raises(CourseClosed, match="archived"):
        classroom.deal(1)
    assert classroom.deal() == variant
    assert page(db, classroom.student, classroom.course).is_archived
    with db.reading() as session:
        assert session.scalars(select(func.count(Submission.id))).one() == 0

    restore_course(db, user_id=classroom.instructor, course_id=classroom.course)
    assert classroom.submit(variant).attempt == 1


def test_a_receipt_from_before_the_archive_is_still_a_receipt(classroom):
    variant = classroom.deal()
    answers = classroom.right_answers(variant)
    first = classroom.submit(variant, answers, key="click")
    archive_course(classroom.db, user_id=classroom.instructor, course_id=classroom.course)

    again = classroom.submit(variant, answers, key="click")

    assert (again.submission_id, again.repeated) == (first.submission_id, True)


def test_archiving_twice_keeps_the_first_moment(db, teacher, course):
    archive_course(db, user_id=teacher, course_id=course)
    with db.reading() as session:
        first = session.get_one(Course, course).archived_at
    archive_course(db, user_id=teacher, course_id=course)

    with db.reading() as session:
        assert session.get_one(Course, course).archived_at == first
        assert [card.is_archived for card in courses_of(session, teacher)] == [True]


def test_nobody_joins_an_archived_course(db, teacher, course):
    code = page(db, teacher, course).join_code
    archive_course(db, user_id=teacher, course_id=course)

    with pytest.raises(InvalidInput, match="archived"):
        join_course(db, user_id=add_account(db), join_code=code)


def test_a_code_that_is_switched_off_lets_nobody_in_and_turns_nobody_out(db, teacher, course):
    code, inside = page(db, teacher, course).join_code, add_account(db)
    join_course(db, user_id=inside, join_code=code)
    open_joining(db, user_id=teacher, course_id=course, is_open=False)

    with pytest.raises(InvalidInput, match="switched off"):
        join_course(db, user_id=add_account(db), join_code=code)
    assert join_course(db, user_id=inside, join_code=code) == course
    open_joining(db, user_id=teacher, course_id=course, is_open=True)
    assert join_course(db, user_id=add_account(db), join_code=code) == course


def test_a_renewed_code_replaces_the_old_one_and_a_second_click_renews_nothing(db, teacher, course):
    old = page(db, teacher, course).join_code
    renew_join_code(db, user_id=teacher, course_id=course, shown_code=old)
    new = page(db, teacher, course).join_code
    renew_join_code(db, user_id=teacher, course_id=course, shown_code=old)

    assert page(db, teacher, course).join_code == new != old
    with pytest.raises(InvalidInput, match="No course has this code"):
        join_course(db, user_id=add_account(db), join_code=old)
    assert join_course(db, user_id=add_account(db), join_code=new) == course


def test_a_course_made_by_twenty_clicks_at_once_is_one(db, teacher):
    made_id, barrier, made = uuid.uuid4(), threading.Barrier(20), []

    def click():
        barrier.wait()
        made.append(create_course(db, user_id=teacher, title="One", course_id=made_id))

    threads = [threading.Thread(target=click) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made == [made_id] * 20
    with db.reading() as session:
        assert session.scalars(select(func.count()).select_from(Enrollment)).one() == 1


def test_the_number_of_statements_does_not_grow_with_the_courses(db, teacher, statements_of):
    def read():
        with db.reading() as session:
            courses_of(session, teacher)

    add_assignment(
        db, teacher, create_course(db, user_id=teacher, title="A"), "1", library()[0].slug
    )
    few = statements_of(read)
    for title in "BCDE":
        course = create_course(db, user_id=teacher, title=title)
        add_assignment(db, teacher, course, "1", library()[0].slug, library()[1].slug)

    assert statements_of(read) == few
