import itertools
import threading

import pytest
from sqlalchemy import select

from app.domain.changes import Action
from app.domain.credit import Prerequisite
from app.domain.roles import Role
from app.errors import InvalidInput, NotFound
from app.models import Assignment, AssignmentOverride, Change, Enrollment, Item, ItemOverride
from app.queries.assignments import assignment_page
from app.queries.courses import course_page, courses_of
from app.queries.dashboards import pulse
from app.queries.prerequisites import find_missing
from app.queries.score_table import student_rows
from app.queries.scores import earned, item_scores
from app.services.members import remove_member
from app.services.overriding import (
    override_assignment,
    override_item,
    withdraw_assignment_override,
    withdraw_item_override,
)
from tests.app.class_at_work import Class, Try
from tests.app.people import add_account


def give(room, points, reason="Counted by hand.", place=0, by=None, student=None):
    override_item(
        room.db,
        user_id=by or room.instructor,
        item_id=room.items[place],
        student_id=student or room.student,
        points=points,
        reason=reason,
    )


def give_whole(room, points, reason="Handed in on paper."):
    override_assignment(
        room.db,
        user_id=room.instructor,
        assignment_id=room.assignment,
        student_id=room.student,
        points=points,
        reason=reason,
    )


def on_pages(room):
    """Return what the pages say of the student: earned and possible in the assignment, the course, and the list."""
    with room.db.reading() as session:
        page = assignment_page(session, room.student, room.assignment)
        card = course_page(session, room.student, room.course).assignments[0]
        course = courses_of(session, room.student)[0]
        items = session.scalars(select(Item).order_by(Item.position)).all()
        row = student_rows(session, items, {room.student: "Ada"})[0]
    assert page.earned == card.earned == course.earned == row.total
    assert page.possible == card.possible == course.possible
    return page.earned, page.possible


def trail(room):
    with room.db.reading() as session:
        return session.scalars(
            select(Change)
            .where(Change.action.in_((Action.OVERRIDE, Action.OVERRIDE_UNDONE)))
            .order_by(Change.id)
        ).all()


def test_points_that_a_teacher_sets_count_on_every_page_in_place_of_what_was_earned(classroom):
    Class(classroom).work(classroom.student, 0, Try(0.5))
    assert on_pages(classroom) == (2, 36)

    give(classroom, 3.5)
    assert on_pages(classroom) == (3.5, 36)

    withdraw_item_override(
        classroom.db,
        user_id=classroom.instructor,
        item_id=classroom.items[0],
        student_id=classroom.student,
    )
    assert on_pages(classroom) == (2, 36)


def test_points_can_be_set_where_nothing_was_begun_and_begin_nothing(classroom):
    give(classroom, 4, place=2)

    assert on_pages(classroom) == (4, 36)
    with classroom.db.reading() as session:
        page = assignment_page(session, classroom.student, classroom.assignment)
    assert page.items[2].state == "new"


def test_an_item_from_which_a_student_is_excused_is_not_asked_of_them(classroom):
    Class(classroom).work(classroom.student, 0, Try(0.5))
    give(classroom, None)

    assert on_pages(classroom) == (0, 32)


def test_points_for_the_whole_stand_above_those_of_items(classroom):
    give(classroom, 4)
    give_whole(classroom, 20)
    assert on_pages(classroom) == (20, 36)

    give_whole(classroom, None, reason="Ill all week.")
    assert on_pages(classroom) == (0, 0)

    withdraw_assignment_override(
        classroom.db,
        user_id=classroom.instructor,
        assignment_id=classroom.assignment,
        student_id=classroom.student,
    )
    assert on_pages(classroom) == (4, 36)


def test_who_is_excused_need_not_earn_what_another_assignment_waits_for(classroom):
    def missing(points):
        needed = Prerequisite(classroom.assignment, points)
        waiting = Assignment(prerequisite=needed)
        with classroom.db.reading() as session:
            found = find_missing(session, waiting, classroom.student)
        return found and found.points

    assert missing(18) == 18
    give(classroom, None)
    assert missing(18) == 16
    give_whole(classroom, None)
    assert missing(18) is None


def test_the_dashboard_hears_of_points_that_were_set(classroom):
    def beat():
        with classroom.db.reading() as session:
            return pulse(session, classroom.instructor, classroom.assignment)

    before = beat()
    give(classroom, 3)

    assert beat() != before


def test_every_step_is_kept_in_the_trail_from_what_to_what(classroom):
    give(classroom, 3)
    give(classroom, 3)
    give(classroom, None, reason="Ill.")
    for _ in range(2):
        withdraw_item_override(
            classroom.db,
            user_id=classroom.instructor,
            item_id=classroom.items[0],
            student_id=classroom.student,
        )

    first, second, third = trail(classroom)
    assert (first.action, first.by_id, first.student_id) == (
        Action.OVERRIDE,
        classroom.instructor,
        classroom.student,
    )
    assert first.about == "Week 1 · One weight per component"
    assert (first.before, first.after) == ({}, {"points": 3, "reason": "Counted by hand."})
    assert second.before == {"points": 3, "reason": "Counted by hand."}
    assert second.after == {"excused": True, "reason": "Ill."}
    assert (third.action, third.before) == (Action.OVERRIDE_UNDONE, second.after)


def test_what_cannot_be_meant_is_refused_and_nothing_changes(classroom):
    for field, points, reason in (
        ("points", -1, "why"),
        ("points", 8.5, "why"),
        ("points", float("nan"), "why"),
        ("reason", 3, " \n "),
        ("reason", 3, "x" * 301),
        ("reason", None, ""),
    ):
        with pytest.raises(InvalidInput) as refused:
            give(classroom, points, reason)
        assert set(refused.value.fields) == {field}
    assert trail(classroom) == []


def test_graders_may_and_students_and_strangers_may_not(classroom):
    grader, stranger = classroom.add_student("Grader"), add_account(classroom.db)
    with classroom.db.writing() as session:
        session.get_one(Enrollment, (classroom.course, grader)).role = Role.GRADER
    give(classroom, 3, by=grader)

    for nobody in (classroom.student, stranger):
        with pytest.raises(NotFound):
            give(classroom, 4, by=nobody)
        with pytest.raises(NotFound):
            withdraw_item_override(
                classroom.db,
                user_id=nobody,
                item_id=classroom.items[0],
                student_id=classroom.student,
            )


def test_only_students_of_the_course_are_graded(classroom):
    gone = classroom.add_student("Gone")
    remove_member(
        classroom.db, user_id=classroom.instructor, course_id=classroom.course, member_id=gone
    )

    for student in (add_account(classroom.db), gone, classroom.instructor):
        with pytest.raises(NotFound):
            give(classroom, 3, student=student)


def test_two_teachers_at_once_both_stand_in_the_trail_and_the_later_one_counts(classroom):
    points = [1.0, 2.0, 3.0, 4.0]
    teachers = [threading.Thread(target=give, args=(classroom, one)) for one in points]
    for teacher in teachers:
        teacher.start()
    for teacher in teachers:
        teacher.join()

    with classroom.db.reading() as session:
        row = session.scalars(select(ItemOverride)).one()
        item = session.get_one(Item, classroom.items[0])
        score = item_scores(session, [item.id])[classroom.student, item.id]
    steps = trail(classroom)
    assert sorted(step.after["points"] for step in steps) == points
    assert steps[-1].after["points"] == row.points == earned(score, item)
    for before, after in itertools.pairwise(steps):
        assert after.before["points"] == before.after["points"]


def test_overrides_go_with_their_student_and_stay_when_who_gave_them_goes(classroom):
    from app.models import User

    give(classroom, 3)
    give_whole(classroom, 20)
    second = add_account(classroom.db)
    with classroom.db.writing() as session:
        for row in (
            *session.scalars(select(ItemOverride)),
            *session.scalars(select(AssignmentOverride)),
        ):
            row.by_id = second
    with classroom.db.writing() as session:
        session.delete(session.get_one(User, second))
    with classroom.db.reading() as session:
        assert session.scalars(select(ItemOverride)).one().by_id is None
    with classroom.db.writing() as session:
        session.delete(session.get_one(User, classroom.student))
    with classroom.db.reading() as session:
        assert session.scalars(select(ItemOverride)).all() == []
    assert trail(classroom) == []
