"""What teachers have written to students about their work."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.models import Comment, Submission, User


@dataclass(frozen=True)
class CommentRow:
    """A comment.

    Attributes:
        id: Which.
        by: Who wrote it; None once that account is deleted.
        text: What.
        at: When.
        submission_id: The submission that it is about; None for all of the work on the item.
        attempt: That submission's number.
    """

    id: uuid.UUID
    by: str | None
    text: str
    at: dt.datetime
    submission_id: uuid.UUID | None
    attempt: int | None


def comments_to(
    session: Session, item_ids: Collection[uuid.UUID], user_id: uuid.UUID
) -> dict[uuid.UUID, tuple[CommentRow, ...]]:
    """Return the comments to a student, by item, the oldest first."""
    author = aliased(User)
    rows = session.execute(
        select(
            Comment.item_id,
            Comment.id,
            author.display_name,
            Comment.text,
            Comment.created_at,
            Comment.submission_id,
            Submission.attempt,
        )
        .outerjoin(author, author.id == Comment.by_id)
        .outerjoin(Submission, Submission.id == Comment.submission_id)
        .where(Comment.item_id.in_(item_ids), Comment.user_id == user_id)
        .order_by(Comment.created_at, Comment.id)
    )
    found: dict[uuid.UUID, tuple[CommentRow, ...]] = {}
    for item_id, one, by, text, at, submission_id, attempt in rows:
        row = CommentRow(one, by, text, at, submission_id, attempt)
        found[item_id] = (*found.get(item_id, ()), row)
    return found
