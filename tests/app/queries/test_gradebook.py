import datetime as dt
import uuid

import pytest
from sqlalchemy import select

from app.domain.credit import Rules, Times
from app.domain.feedback import Feedback, Shown
from app.domain.gradebook import GroupFields, Standing, Status
from app.errors import NotFound
from app.models import Assignment, Extension, Item
from app.queries.gradebook import gradebook_page
from app.queries.student_grades import own_grades, student_grades
from app.services.assignments import create_assignment
from app.services.commenting import comment
from app.services.grouping import GroupChange, set_groups
from app.services.items import NewItem
from app.services.overriding import override_assignment, override_item
from tests.app.class_at_work import Class, Try
from tests.app.people import add_account

NOW = dt.datetime.now(dt.UTC)
WEEK = dt.timedelta(days=7)


def page(room, **options):
    with room.db.reading() as session:
        return gradebook_page(session, room.instructor, room.course, **options)


def own(room):
    with room.db.reading() as session:
        return own_grades(session, room.student, room.course)


def seen_by_teacher(room):
    with room.db.reading() as session:
        return student_grades(session, room.instructor, room.course, room.student)


def add_assignment(room, title, due=None, verdict=Shown.AT_ONCE):
    """Add an assignment of one item of 4 points; return it with its item."""
    assignment = create_assignment(
        room.db,
        user_id=room.instructor,
        course_id=room.course,
        title=title,
        items=[NewItem("backward-twice", points=4, max_attempts=3)],
        rules=Rules(Times(due_at=due)),
        feedback=Feedback(verdict),
    )
    with room.db.reading() as session:
        item = session.scalars(select(Item.id).where(Item.assignment_id == assignment)).one()
    room.items.append(item)
    return assignment, len(room.items) - 1


def due(room, assignment, at):
    with room.db.writing() as session:
        session.get_one(Assignment, assignment).due_at = at


def statuses(grades):
    return {
        one.column.title: (one.grade.status, one.grade.standing.earned)
        for one in grades.assignments
    }


def test_a_student_has_points_by_assignment_and_a_total(classroom):
    at_work = Class(classroom)
    at_work.work(classroom.student, 0, Try(0.5), Try(1))
    at_work.work(classroom.student, 1, Try(0.25))

    (row,) = page(classroom).book.rows
    (grade,) = row.grades
    assert grade.standing == Standing(5, 36)
    assert row.total.share == 5 / 36


def test_an_assignment_counts_from_its_due_time_on_and_later_for_who_has_an_extension(classroom):
    at_work = Class(classroom)
    past, place = add_assignment(classroom, "Past", NOW - WEEK)
    _coming, other = add_assignment(classroom, "Coming", NOW + WEEK)
    at_work.work(classroom.student, place, Try(1))
    at_work.work(classroom.student, other, Try(1))
    due(classroom, classroom.assignment, NOW + WEEK)

    found = seen_by_teacher(classroom)
    assert statuses(found) == {
        "Week 1": (Status.NOT_YET, None),
        "Past": (Status.COUNTS, 4),
        "Coming": (Status.NOT_YET, 4),
    }
    assert found.row.total.share == 1

    with classroom.db.writing() as session:
        session.add(Extension(assignment_id=past, user_id=classroom.student, until=NOW + WEEK))
    assert statuses(seen_by_teacher(classroom))["Past"] == (Status.NOT_YET, 4)


def test_points_that_were_set_for_the_whole_count_at_once(classroom):
    coming, _place = add_assignment(classroom, "Coming", NOW + WEEK)
    override_assignment(
        classroom.db,
        user_id=classroom.instructor,
        assignment_id=coming,
        student_id=classroom.student,
        points=3,
        reason="Oral exam.",
    )

    assert statuses(seen_by_teacher(classroom))["Coming"] == (Status.COUNTS, 3)


def test_groups_order_the_columns_and_the_lowest_is_dropped_for_each_student(classroom):
    at_work = Class(classroom)
    good, place = add_assignment(classroom, "Good")
    bad, other = add_assignment(classroom, "Bad")
    at_work.work(classroom.student, place, Try(1))
    at_work.work(classroom.student, other, Try(0.25))
    homework, exam = uuid.uuid4(), uuid.uuid4()
    set_groups(
        classroom.db,
        user_id=classroom.instructor,
        course_id=classroom.course,
        groups=[
            GroupChange(exam, GroupFields("Exam", 3, 0)),
            GroupChange(homework, GroupFields("Homework", 1, 1)),
        ],
        places={good: homework, bad: homework, classroom.assignment: exam},
    )
    at_work.work(classroom.student, 0, Try(1))

    book = page(classroom).book
    assert [column.title for column in book.columns] == ["Week 1", "Good", "Bad"]
    (row,) = book.rows
    assert [grade.status for grade in row.grades] == [
        Status.COUNTS,
        Status.COUNTS,
        Status.DROPPED,
    ]
    assert row.total.share == pytest.approx((3 * 4 / 36 + 1 * 1) / 4)


def test_a_student_sees_no_points_comments_or_overrides_before_results_are_shown(classroom):
    quiz, place = add_assignment(classroom, "Quiz", NOW + WEEK, Shown.DUE)
    Class(classroom).work(classroom.student, place, Try(0.5))
    item = classroom.items[place]
    grading = {"user_id": classroom.instructor, "student_id": classroom.student}
    override_item(classroom.db, item_id=item, points=3, reason="Recounted.", **grading)
    override_assignment(
        classroom.db, assignment_id=quiz, points=3.5, reason="Recounted again.", **grading
    )
    comment(classroom.db, item_id=item, text="Nearly.", **grading)

    hidden = own(classroom).assignments[1]
    assert (hidden.grade.is_hidden, hidden.grade.standing.earned) == (True, None)
    assert (hidden.grade.override, hidden.grade.status) == (None, Status.NOT_YET)
    (row,) = hidden.items
    assert (row.points.counted, row.override, row.comments) == (None, None, ())
    assert [attempt.score for attempt in row.attempts] == [None]

    due(classroom, quiz, NOW - WEEK)
    shown = own(classroom).assignments[1]
    assert (shown.grade.standing.earned, shown.grade.override.reason) == (3.5, "Recounted again.")
    (row,) = shown.items
    assert (row.points.counted, row.points.earned) == (3, 2)
    assert [one.text for one in row.comments] == ["Nearly."]
    assert [attempt.score for attempt in row.attempts] == [0.5]


def test_to_be_excused_is_no_result_and_shown_at_once(classroom):
    quiz, place = add_assignment(classroom, "Quiz", NOW + WEEK, Shown.DUE)
    grading = {"user_id": classroom.instructor, "student_id": classroom.student}
    item = classroom.items[place]
    override_item(classroom.db, item_id=item, points=None, reason="Ill.", **grading)
    override_assignment(classroom.db, assignment_id=quiz, points=None, reason="Ill.", **grading)

    quiz_grade = own(classroom).assignments[1]
    assert quiz_grade.grade.standing.is_excused
    assert quiz_grade.grade.override.reason == "Ill."
    assert quiz_grade.items[0].override.excuses


def test_their_own_page_names_only_items_that_they_know(classroom):
    Class(classroom).work(classroom.student, 2, Try(1))

    (mine,) = own(classroom).assignments
    (theirs,) = seen_by_teacher(classroom).assignments
    assert [row.item.position for row in mine.items] == [3]
    assert mine.untouched == len(theirs.items) - 1 == 8


def test_the_class_is_searched_by_name_and_read_page_by_page(classroom):
    Class(classroom).join("Zoë Ångström", *(f"Student {number:02d}" for number in range(60)))

    assert [row.display_name for row in page(classroom, search="angst zoe").book.rows] == [
        "Zoë Ångström"
    ]
    pages = [page(classroom, page=number) for number in (1, 2, 9)]
    names = [row.display_name for one in pages[:2] for row in one.book.rows]
    assert len(names) == len(set(names)) == pages[0].students == 62
    assert names[0] == "Ada"
    assert (pages[2].page, pages[2].pages) == (2, 2)
    assert len(page(classroom, page=None).book.rows) == 62


def test_only_teachers_see_the_book_and_only_students_have_grades(classroom):
    for nobody in (classroom.student, add_account(classroom.db)):
        with pytest.raises(NotFound), classroom.db.reading() as session:
            gradebook_page(session, nobody, classroom.course)
        with pytest.raises(NotFound), classroom.db.reading() as session:
            student_grades(session, nobody, classroom.course, classroom.student)
    with pytest.raises(NotFound), classroom.db.reading() as session:
        own_grades(session, classroom.instructor, classroom.course)


def test_no_number_of_statements_grows_with_the_class_or_with_what_was_set(classroom, statements):
    at_work = Class(classroom)

    def count():
        statements.clear()
        page(classroom)
        seen_by_teacher(classroom)
        own(classroom)
        return len(statements)

    at_work.grow(5)
    small = count()
    at_work.grow(40)
    for place in range(4):
        grading = {"user_id": classroom.instructor, "student_id": classroom.student}
        item = classroom.items[place]
        override_item(classroom.db, item_id=item, points=2, reason="why", **grading)
        comment(classroom.db, item_id=item, text="Well done.", **grading)
    assert count() == small
