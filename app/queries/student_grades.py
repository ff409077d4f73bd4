"""All grades of one student, item by item: for their teachers, and for themselves."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.gradebook import ItemPoints
from app.domain.roles import Right, Role
from app.domain.submissions import SubmissionState
from app.errors import NotFound
from app.models import Assignment, Enrollment, Item, Result, Submission, User, Variant
from app.queries.comments import CommentRow, comments_to
from app.queries.course_head import CourseHead, course_head
from app.queries.grade_book import Book, BookRow, Column, Grade, read_book, read_own_book
from app.queries.membership import Membership, find_membership
from app.queries.overrides import OverrideRow
from app.queries.scores import ItemState, points_on


@dataclass(frozen=True)
class AttemptRow:
    """One submission; its score is None before it is marked, and where it is not shown."""

    submission_id: uuid.UUID
    attempt: int
    state: SubmissionState
    at: dt.datetime
    score: float | None


@dataclass(frozen=True)
class ItemGrade:
    """One item of one student: points, attempts, what a teacher has set, and comments."""

    item: Item
    points: ItemPoints
    state: ItemState
    override: OverrideRow | None
    attempts: tuple[AttemptRow, ...]
    comments: tuple[CommentRow, ...]


@dataclass(frozen=True)
class AssignmentGrade:
    """One assignment of one student, item by item.

    The student's own page names only the items that they have begun or were given something on; `untouched` counts the
    others.
    """

    column: Column
    grade: Grade
    items: tuple[ItemGrade, ...]
    untouched: int


@dataclass(frozen=True)
class StudentGrades:
    """All grades of one student."""

    course: CourseHead
    student_id: uuid.UUID
    display_name: str
    book: Book
    assignments: tuple[AssignmentGrade, ...]

    @property
    def row(self) -> BookRow:
        """The student's row of the book."""
        return self.book.rows[0]


def student_grades(
    session: Session, user_id: uuid.UUID, course_id: uuid.UUID, student_id: uuid.UUID
) -> StudentGrades:
    """Return all grades of a student, for a teacher of the course.

    Raises:
        NotFound: The user may see the work of no such course, or it has no such student.
    """
    own = find_membership(session, user_id=user_id, course_id=course_id, right=Right.SEE_WORK)
    name = find_student(session, course_id, student_id)
    book = read_book(session, course_id, {student_id: name})
    return _grades(session, own, book, None)


def own_grades(session: Session, user_id: uuid.UUID, course_id: uuid.UUID) -> StudentGrades:
    """Return a student's own grades in a course, as far as they may see them.

    Raises:
        NotFound: The user is no student of such a course.
    """
    own = find_membership(session, user_id=user_id, course_id=course_id)
    name = find_student(session, course_id, user_id)
    book = read_own_book(session, course_id, user_id, name)
    hidden = {
        item.id
        for column, grade in zip(book.columns, book.rows[0].grades, strict=True)
        for item in column.items
        if grade.is_hidden
    }
    return _grades(session, own, book, hidden)


def graded_item(
    session: Session, user_id: uuid.UUID, item_id: uuid.UUID, student_id: uuid.UUID
) -> tuple[StudentGrades, AssignmentGrade, ItemGrade]:
    """Return one item of a student with the rest of their grades, for somebody who may grade them.

    Raises:
        NotFound: The user may grade in no course with such an item, or it has no such student.
    """
    assignment_id = session.scalars(
        select(Item.assignment_id).where(Item.id == item_id)
    ).one_or_none()
    if assignment_id is None:
        raise NotFound
    grades, one = graded_assignment(session, user_id, assignment_id, student_id)
    return grades, one, next(row for row in one.items if row.item.id == item_id)


def graded_assignment(
    session: Session, user_id: uuid.UUID, assignment_id: uuid.UUID, student_id: uuid.UUID
) -> tuple[StudentGrades, AssignmentGrade]:
    """Return one assignment of a student with the rest of their grades, for somebody who may grade them.

    Raises:
        NotFound: The user may grade in no course with such an assignment, or it has no such student.
    """
    course_id = session.scalars(
        select(Assignment.course_id).where(Assignment.id == assignment_id)
    ).one_or_none()
    if course_id is None:
        raise NotFound
    find_membership(session, user_id=user_id, course_id=course_id, right=Right.GRADE)
    grades = student_grades(session, user_id, course_id, student_id)
    return grades, next(one for one in grades.assignments if one.column.id == assignment_id)


def find_student(session: Session, course_id: uuid.UUID, student_id: uuid.UUID) -> str:
    """Return the name of a student of a course.

    Raises:
        NotFound: The course has no such student.
    """
    name = session.scalars(
        select(User.display_name)
        .join(Enrollment, Enrollment.user_id == User.id)
        .where(
            Enrollment.course_id == course_id,
            Enrollment.user_id == student_id,
            Enrollment.role == Role.STUDENT,
        )
    ).one_or_none()
    if name is None:
        raise NotFound
    return name


def _grades(
    session: Session, own: Membership, book: Book, hidden: Collection[uuid.UUID] | None
) -> StudentGrades:
    """Put a student's grades together: for teachers where nothing is said of what is hidden, else as they may see."""
    row, items = book.rows[0], [item.id for column in book.columns for item in column.items]
    attempts = _attempts(session, items, row.user_id, hidden or ())
    comments = comments_to(session, items, row.user_id)
    return StudentGrades(
        course=course_head(session, own),
        student_id=row.user_id,
        display_name=row.display_name,
        book=book,
        assignments=tuple(
            _assignment(
                column,
                grade,
                book,
                attempts,
                {} if grade.is_hidden else comments,
                names_all=hidden is None,
            )
            for column, grade in zip(book.columns, row.grades, strict=True)
        ),
    )


def _assignment(
    column: Column,
    grade: Grade,
    book: Book,
    attempts: Mapping[uuid.UUID, tuple[AttemptRow, ...]],
    comments: Mapping[uuid.UUID, tuple[CommentRow, ...]],
    *,
    names_all: bool,
) -> AssignmentGrade:
    user_id, items = book.rows[0].user_id, []
    for item in column.items:
        score = book.scores.get((user_id, item.id))
        if score is None and item.id not in comments and not names_all:
            continue
        items.append(
            ItemGrade(
                item=item,
                points=points_on(score, item),
                state=score.state(item.max_attempts) if score else "new",
                override=score.override if score else None,
                attempts=attempts.get(item.id, ()),
                comments=comments.get(item.id, ()),
            )
        )
    return AssignmentGrade(column, grade, tuple(items), len(column.items) - len(items))


def _attempts(
    session: Session,
    item_ids: Collection[uuid.UUID],
    user_id: uuid.UUID,
    hidden: Collection[uuid.UUID],
) -> dict[uuid.UUID, tuple[AttemptRow, ...]]:
    rows = session.execute(
        select(
            Item.id,
            Submission.id,
            Submission.attempt,
            Submission.state,
            Submission.created_at,
            Result.score,
        )
        .join(Variant, Variant.id == Submission.variant_id)
        .join(Item, Item.id == Variant.item_id)
        .outerjoin(Result, Result.submission_id == Submission.id)
        .where(Variant.user_id == user_id, Item.id.in_(item_ids))
        .order_by(Submission.attempt)
    )
    found: dict[uuid.UUID, tuple[AttemptRow, ...]] = {}
    for item_id, submission_id, attempt, state, at, score in rows:
        shown = None if item_id in hidden else score
        row = AttemptRow(submission_id, attempt, state, at, shown)
        found[item_id] = (*found.get(item_id, ()), row)
    return found
