"""What an item asks."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.problems import Question
from app.models import Variant


def asked_of(session: Session, item_id: uuid.UUID) -> dict[str, Question]:
    """Return the questions of an item by their ids, as its newest exercise asks them; empty where none was dealt."""
    questions = session.scalars(
        select(Variant.questions)
        .where(Variant.item_id == item_id)
        .order_by(Variant.created_at.desc())
        .limit(1)
    ).first()
    return {one.id: one for one in map(Question.from_json, questions or [])}
