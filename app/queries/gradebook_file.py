"""Everything that a course's gradebook holds, to be taken away as a file."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.domain.roles import Right, Role
from app.models import Assignment, Comment, Enrollment, Item, Submission, User
from app.queries.comments import CommentRow
from app.queries.grade_book import Book
from app.queries.gradebook import gradebook_page


@dataclass(frozen=True)
class GradebookFile:
    """The whole gradebook.

    Attributes:
        title: The course's title.
        book: The grades of everybody.
        emails: The students' addresses, for who may see them; empty for others.
        comments: All comments to these students, with the student's and the item's id.
    """

    title: str
    book: Book
    emails: Mapping[uuid.UUID, str]
    comments: tuple[tuple[uuid.UUID, uuid.UUID, CommentRow], ...]


def gradebook_file(session: Session, user_id: uuid.UUID, course_id: uuid.UUID) -> GradebookFile:
    """Return the whole gradebook of a course, for one of its teachers.

    Raises:
        NotFound: The user may see the work of no such course.
    """
    page = gradebook_page(session, user_id, course_id, page=None)
    emails: dict[uuid.UUID, str] = {}
    if Right.MANAGE_MEMBERS in page.course.rights:
        rows = session.execute(
            select(User.id, User.email)
            .join(Enrollment, Enrollment.user_id == User.id)
            .where(Enrollment.course_id == course_id, Enrollment.role == Role.STUDENT)
        ).all()
        emails = {row.id: row.email or "" for row in rows}
    return GradebookFile(page.course.title, page.book, emails, _comments(session, course_id))


def _comments(
    session: Session, course_id: uuid.UUID
) -> tuple[tuple[uuid.UUID, uuid.UUID, CommentRow], ...]:
    author = aliased(User)
    rows = session.execute(
        select(Comment, author.display_name, Submission.attempt)
        .join(Item, Item.id == Comment.item_id)
        .join(Assignment, Assignment.id == Item.assignment_id)
        .join(
            Enrollment,
            (Enrollment.user_id == Comment.user_id) & (Enrollment.course_id == course_id),
        )
        .outerjoin(author, author.id == Comment.by_id)
        .outerjoin(Submission, Submission.id == Comment.submission_id)
        .where(Assignment.course_id == course_id, Enrollment.role == Role.STUDENT)
        .order_by(Comment.created_at, Comment.id)
    )
    return tuple(
        (
            one.user_id,
            one.item_id,
            CommentRow(one.id, by, one.text, one.created_at, one.submission_id, attempt),
        )
        for one, by, attempt in rows
    )
