"""Grades: of the class, of one student, and one's own."""

import uuid

from app.api.callers import Caller
from app.api.operations import Resource
from app.api.paging import Page, cut
from app.api.shapes.gradebook import (
    AssignmentGrade,
    Attempt,
    Comment,
    GivenOverride,
    Grade,
    GradebookRow,
    GradedGroup,
    ItemGrade,
    Student,
    StudentGrades,
    StudentSearch,
)
from app.parts import db
from app.queries import grade_book as found
from app.queries import student_grades as found_of_one
from app.queries.grade_book import read_book
from app.queries.gradebook import students_named
from app.queries.members import letters
from app.queries.overrides import OverrideRow
from app.queries.student_grades import own_grades, student_grades

resource = Resource("Grades", "What students have, with groups, drops and overrides counted in.")


@resource.get("/courses/<uuid:course_id>/gradebook", answer=Page[GradebookRow])
def list_grades(caller: Caller, course_id: uuid.UUID, query: StudentSearch) -> Page[GradebookRow]:
    """List the students of a course in the order of their names, each with a grade per assignment and the total."""
    with db().reading() as session:
        students = students_named(session, caller.id, course_id, query.search)
        some, after = cut(
            list(students.items()), query, place=lambda one: f"{letters(one[1])} {one[0]}"
        )
        book = read_book(session, course_id, dict(some))
    return Page(data=[_row(book, row) for row in book.rows], next=after)


@resource.get("/courses/<uuid:course_id>/gradebook/<uuid:member_id>", answer=StudentGrades)
def get_student_grades(caller: Caller, course_id: uuid.UUID, member_id: uuid.UUID) -> StudentGrades:
    """Show all grades of a student to a teacher, item by item, with attempts, overrides and comments."""
    with db().reading() as session:
        return _grades(student_grades(session, caller.id, course_id, member_id))


@resource.get("/courses/<uuid:course_id>/grades", answer=StudentGrades)
def get_own_grades(caller: Caller, course_id: uuid.UUID) -> StudentGrades:
    """Show a student their own grades, as far as they may see them already."""
    with db().reading() as session:
        return _grades(own_grades(session, caller.id, course_id))


def assignment_grade(one: found_of_one.AssignmentGrade) -> AssignmentGrade:
    """Answer what a student has in an assignment, item by item."""
    return AssignmentGrade(
        **dict(_grade(one.column, one.grade)),
        is_hidden=one.grade.is_hidden,
        items=[item_grade(item, is_hidden=one.grade.is_hidden) for item in one.items],
    )


def item_grade(one: found_of_one.ItemGrade, *, is_hidden: bool = False) -> ItemGrade:
    """Answer what a student has on an item; without points where they are not shown yet."""
    return ItemGrade(
        item_id=one.item.id,
        title=one.item.title,
        earned=None if is_hidden else one.points.counted,
        earned_by_attempts=None if is_hidden else one.points.earned,
        possible=one.points.possible,
        state=one.state,
        override=_override(one.override),
        attempts=[Attempt.model_validate(attempt) for attempt in one.attempts],
        comments=[Comment.model_validate(comment) for comment in one.comments],
    )


def _grades(grades: found_of_one.StudentGrades) -> StudentGrades:
    return StudentGrades(
        student=Student(user_id=grades.student_id, display_name=grades.display_name),
        share=grades.row.total.share,
        groups=_groups(grades.book, grades.row),
        assignments=[assignment_grade(one) for one in grades.assignments],
    )


def _row(book: found.Book, row: found.BookRow) -> GradebookRow:
    return GradebookRow(
        student=Student.model_validate(row),
        share=row.total.share,
        groups=_groups(book, row),
        grades=[
            _grade(column, grade) for column, grade in zip(book.columns, row.grades, strict=True)
        ],
    )


def _grade(column: found.Column, grade: found.Grade) -> Grade:
    return Grade(
        assignment_id=column.id,
        title=column.title,
        group=column.group.title if column.group else None,
        earned=None if grade.is_hidden else grade.standing.earned,
        possible=grade.standing.possible,
        status=grade.status,
        override=_override(grade.override),
        is_overridden=grade.is_set,
    )


def _override(given: OverrideRow | None) -> GivenOverride | None:
    return None if given is None else GivenOverride.model_validate(given)


def _groups(book: found.Book, row: found.BookRow) -> list[GradedGroup]:
    return [
        GradedGroup(
            title=group.title,
            weight=group.weight,
            earned=row.total.groups[group.id].earned,
            possible=row.total.groups[group.id].possible,
            share=row.total.groups[group.id].share,
        )
        for group in book.groups
    ]
