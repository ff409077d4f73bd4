"""Comments of teachers to a student."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.domain.changes import Action
from app.domain.texts import say
from app.errors import Conflict, InvalidInput, NotFound
from app.models import Assignment, Comment, Item, Submission, Variant
from app.services.changes import record_change
from app.services.overriding import lock_student

_LONGEST = 2000


def comment(
    db: Database,
    *,
    user_id: uuid.UUID,
    item_id: uuid.UUID,
    student_id: uuid.UUID,
    text: str,
    submission_id: uuid.UUID | None = None,
    comment_id: uuid.UUID | None = None,
) -> None:
    """Write a comment to a student about their work on an item.

    Args:
        db: The store.
        user_id: Who writes.
        item_id: The item.
        student_id: To whom.
        text: What; paragraphs are kept.
        submission_id: The one submission that it is about; None for all of their work on the item.
        comment_id: The id that the form of this click carries: a second click writes no second comment.

    Raises:
        InvalidInput: The text is empty or longer than 2,000 characters.
        Conflict: `comment_id` is another comment's.
        NotFound: The user may grade in no course with such an item, it has no such student, or the submission is
            none of theirs on it.
    """
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if not 0 < len(text) <= _LONGEST:
        message = say("Write a comment of 1 to %(most)s characters.", most=_LONGEST)
        raise InvalidInput(message, {"text": message})
    with db.writing() as session:
        item, assignment = _commented_item(session, user_id, item_id, student_id)
        attempt = _attempt(session, item_id, student_id, submission_id) if submission_id else None
        key = (user_id, item_id, student_id)
        if comment_id is not None and _is_written(session, comment_id, key):
            return
        session.add(
            Comment(
                id=comment_id or uuid.uuid4(),
                item_id=item_id,
                user_id=student_id,
                submission_id=submission_id,
                by_id=user_id,
                text=text,
            )
        )
        record_change(
            session,
            Action.COMMENT,
            course_id=assignment.course_id,
            by_id=user_id,
            student_id=student_id,
            about=f"{assignment.title} · {item.title}",
            after={"text": text} | ({"attempt": attempt} if attempt else {}),
        )


def withdraw_comment(
    db: Database,
    *,
    user_id: uuid.UUID,
    item_id: uuid.UUID,
    student_id: uuid.UUID,
    comment_id: uuid.UUID,
) -> None:
    """Take a comment back; the trail keeps it. One that is taken back already stays so.

    Raises:
        NotFound: The user may grade in no course with such an item, or it has no such student.
    """
    with db.writing() as session:
        item, assignment = _commented_item(session, user_id, item_id, student_id)
        written = session.get(Comment, comment_id)
        if written is None or (written.item_id, written.user_id) != (item_id, student_id):
            return
        record_change(
            session,
            Action.COMMENT_UNDONE,
            course_id=assignment.course_id,
            by_id=user_id,
            student_id=student_id,
            about=f"{assignment.title} · {item.title}",
            before={"text": written.text},
        )
        session.delete(written)


def _commented_item(
    session: Session, user_id: uuid.UUID, item_id: uuid.UUID, student_id: uuid.UUID
) -> tuple[Item, Assignment]:
    item = session.get(Item, item_id)
    if item is None:
        raise NotFound
    assignment = session.get_one(Assignment, item.assignment_id)
    lock_student(session, user_id, assignment.course_id, student_id)
    return item, assignment


def _attempt(
    session: Session, item_id: uuid.UUID, student_id: uuid.UUID, submission_id: uuid.UUID
) -> int:
    attempt = session.scalars(
        select(Submission.attempt)
        .join(Variant, Variant.id == Submission.variant_id)
        .where(
            Submission.id == submission_id,
            Variant.item_id == item_id,
            Variant.user_id == student_id,
        )
    ).one_or_none()
    if attempt is None:
        raise NotFound
    return attempt


def _is_written(session: Session, comment_id: uuid.UUID, key: tuple[uuid.UUID, ...]) -> bool:
    """Tell whether an earlier click on the same form wrote it."""
    written = session.get(Comment, comment_id)
    if written is None:
        return False
    if (written.by_id, written.item_id, written.user_id) != key:
        raise Conflict(say("This form was used already. Reload the page and try again."))
    return True
