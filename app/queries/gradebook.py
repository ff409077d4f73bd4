"""The gradebook: a page of the class, with what each student has in each assignment and in total."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.roles import Right, Role
from app.models import Enrollment, User
from app.queries.course_head import CourseHead, course_head
from app.queries.grade_book import Book, read_book
from app.queries.members import letters
from app.queries.membership import find_membership

STUDENTS_ON_A_PAGE = 50


@dataclass(frozen=True)
class GradebookPage:
    """A page of the class.

    Attributes:
        course: The course.
        book: The grades of the students on this page.
        search: What they were searched by.
        students: How many there are in the course.
        found: How many the search has found.
        page: Which page this is, from 1.
        pages: How many there are, at least 1.
    """

    course: CourseHead
    book: Book
    search: str
    students: int
    found: int
    page: int
    pages: int


def gradebook_page(
    session: Session,
    user_id: uuid.UUID,
    course_id: uuid.UUID,
    *,
    search: str = "",
    page: int | None = 1,
) -> GradebookPage:
    """Return a page of a course's gradebook, for one of its teachers.

    Args:
        session: Reads.
        user_id: Who asks.
        course_id: The course.
        search: Words of the names to show; empty for everybody.
        page: Which page, from 1; None for the whole class. One that is not there is the nearest that is.

    Raises:
        NotFound: The user may see the work of no such course.
    """
    own = find_membership(session, user_id=user_id, course_id=course_id, right=Right.SEE_WORK)
    everybody = _students(session, course_id)
    found = _named(everybody, search)
    pages = 1 if page is None else max(1, -(-len(found) // STUDENTS_ON_A_PAGE))
    number = min(max(page or 1, 1), pages)
    some = found
    if page is not None:
        first = (number - 1) * STUDENTS_ON_A_PAGE
        some = dict(list(found.items())[first : first + STUDENTS_ON_A_PAGE])
    return GradebookPage(
        course=course_head(session, own),
        book=read_book(session, course_id, some),
        search=search,
        students=len(everybody),
        found=len(found),
        page=number,
        pages=pages,
    )


def students_named(
    session: Session, user_id: uuid.UUID, course_id: uuid.UUID, search: str
) -> dict[uuid.UUID, str]:
    """Return a course's students by id, in the order of their names, for one of its teachers.

    Args:
        session: Reads.
        user_id: Who asks.
        course_id: The course.
        search: Words of the names; empty for everybody.

    Raises:
        NotFound: The user may see the work of no such course.
    """
    find_membership(session, user_id=user_id, course_id=course_id, right=Right.SEE_WORK)
    return _named(_students(session, course_id), search)


def _named(students: dict[uuid.UUID, str], search: str) -> dict[uuid.UUID, str]:
    words = letters(search).split()
    return {
        one: name for one, name in students.items() if all(word in letters(name) for word in words)
    }


def _students(session: Session, course_id: uuid.UUID) -> dict[uuid.UUID, str]:
    rows = session.execute(
        select(User.id, User.display_name)
        .join(Enrollment, Enrollment.user_id == User.id)
        .where(Enrollment.course_id == course_id, Enrollment.role == Role.STUDENT)
    ).all()
    by_name = sorted(rows, key=lambda row: (letters(row.display_name), row.id))
    return {row.id: row.display_name for row in by_name}
