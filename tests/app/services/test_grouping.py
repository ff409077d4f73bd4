import uuid

import pytest
from sqlalchemy import select

from app.domain.changes import Action
from app.domain.gradebook import GroupFields
from app.errors import InvalidInput, NotFound
from app.models import Assignment, Change
from app.queries.groups import groups_page
from app.services.copying import copy_course
from app.services.grouping import GroupChange, set_groups
from tests.app.people import add_account

HOMEWORK, EXAM = uuid.UUID("a" * 32), uuid.UUID("b" * 32)


@pytest.fixture
def database_url(fresh_sqlite):
    """What could race here is held on both databases by the tests of overriding."""
    return fresh_sqlite


def put(room, groups, places, by=None):
    set_groups(
        room.db,
        user_id=by or room.instructor,
        course_id=room.course,
        groups=[GroupChange(key, GroupFields(*fields)) for key, fields in groups.items()],
        places=places,
    )


def found(room, course=None):
    with room.db.reading() as session:
        page = groups_page(session, room.instructor, course or room.course)
    titles = {group.id: group.title for group in page.groups}
    return (
        [(group.title, group.weight, group.drop_lowest) for group in page.groups],
        [(one.title, titles.get(one.group_id)) for one in page.assignments],
    )


def trail(room):
    with room.db.reading() as session:
        return session.scalars(
            select(Change).where(Change.action == Action.GROUPS).order_by(Change.id)
        ).all()


def test_groups_are_made_changed_put_in_order_and_removed(classroom):
    put(
        classroom,
        {HOMEWORK: ("Homework", 1, 2), EXAM: ("Exam", 3, 0)},
        {classroom.assignment: HOMEWORK},
    )
    assert found(classroom) == ([("Homework", 1, 2), ("Exam", 3, 0)], [("Week 1", "Homework")])

    put(
        classroom,
        {EXAM: ("Exams", 3.5, 0), HOMEWORK: ("Homework", 1, 2)},
        {classroom.assignment: EXAM},
    )
    assert found(classroom) == ([("Exams", 3.5, 0), ("Homework", 1, 2)], [("Week 1", "Exams")])

    put(classroom, {HOMEWORK: ("Homework", 1, 2)}, {})
    assert found(classroom) == ([("Homework", 1, 2)], [("Week 1", None)])


def test_a_double_click_changes_nothing_and_the_trail_has_one_line(classroom):
    for _ in range(2):
        put(classroom, {HOMEWORK: ("Homework", 1, 2)}, {classroom.assignment: HOMEWORK})

    (change,) = trail(classroom)
    assert change.before == {"groups": []}
    assert change.after == {
        "groups": [{"title": "Homework", "weight": 1, "drop_lowest": 2, "assignments": ["Week 1"]}]
    }


def test_what_cannot_be_used_changes_nothing(classroom):
    for groups, places in (
        ({HOMEWORK: ("", 1, 0)}, {}),
        ({HOMEWORK: ("Homework", -1, 0)}, {}),
        ({HOMEWORK: ("Homework", 1, 0)}, {uuid.uuid4(): EXAM}),
    ):
        with pytest.raises(InvalidInput):
            put(classroom, groups, places)

    assert found(classroom)[0] == []


def test_assignments_and_groups_of_other_courses_are_out_of_reach(classroom):
    elsewhere = copy_course(
        classroom.db, user_id=classroom.instructor, course_id=classroom.course, title="Copy"
    )
    with classroom.db.reading() as session:
        other = session.scalars(
            select(Assignment.id).where(Assignment.course_id == elsewhere)
        ).one()
    with pytest.raises(NotFound):
        put(classroom, {HOMEWORK: ("Homework", 1, 0)}, {other: HOMEWORK})
    for nobody in (classroom.student, add_account(classroom.db)):
        with pytest.raises(NotFound):
            put(classroom, {}, {}, by=nobody)


def test_a_copied_course_has_the_same_groups_of_its_own(classroom):
    put(classroom, {HOMEWORK: ("Homework", 1, 2)}, {classroom.assignment: HOMEWORK})

    copy = copy_course(
        classroom.db, user_id=classroom.instructor, course_id=classroom.course, title="Copy"
    )
    put(classroom, {}, {})

    assert found(classroom, copy) == ([("Homework", 1, 2)], [("Week 1", "Homework")])
