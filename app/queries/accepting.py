"""A submission of which a teacher may accept an answer."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.problems import Question
from app.errors import NotFound
from app.models import Item, Submission, User, Variant
from app.queries.regrades import AssignmentHead, regrading_head


@dataclass(frozen=True)
class AnswerToAccept:
    """A submission of which an answer may be accepted: what was asked and typed, where the marks are not full."""

    head: AssignmentHead
    submission_id: uuid.UUID
    student: str
    item: tuple[int, str]
    typed: tuple[tuple[Question, str], ...]


def answer_to_accept(
    session: Session, user_id: uuid.UUID, submission_id: uuid.UUID
) -> AnswerToAccept:
    """Return a submission of which an answer may be accepted, for who may regrade its assignment.

    Raises:
        NotFound: There is none for them.
    """
    found = session.execute(
        select(Submission, Variant, Item, User.display_name)
        .join(Variant, Variant.id == Submission.variant_id)
        .join(Item, Item.id == Variant.item_id)
        .join(User, User.id == Submission.user_id)
        .where(Submission.id == submission_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    submission, variant, item, student = found
    head = regrading_head(session, user_id, item.assignment_id)
    typed = tuple(
        (question, submission.answers.get(question.id, ""))
        for question in variant.as_dealt().questions
    )
    return AnswerToAccept(head, submission_id, student, (item.position, item.title), typed)
