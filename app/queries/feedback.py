"""What a student may not see yet."""

import uuid

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.db import database_now
from app.domain.feedback import Shown
from app.models import Assignment, Enrollment, Extension, Item, Variant


def hidden_items(session: Session, user_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return the items of a student's courses, or dealt to them, whose results they may not see right now.

    Whoever shows a student anything that follows from their scores leaves these out.
    """
    now = session.scalars(select(database_now())).one()
    rows = session.execute(
        select(Item.id, Assignment, Extension.until)
        .join(Assignment, Assignment.id == Item.assignment_id)
        .outerjoin(
            Extension,
            (Extension.assignment_id == Assignment.id) & (Extension.user_id == user_id),
        )
        .where(
            Assignment.show_verdict != Shown.AT_ONCE,
            or_(
                Item.id.in_(select(Variant.item_id).where(Variant.user_id == user_id)),
                Assignment.course_id.in_(
                    select(Enrollment.course_id).where(Enrollment.user_id == user_id)
                ),
            ),
        )
    ).all()
    return frozenset(
        item_id
        for item_id, assignment, until in rows
        if not assignment.feedback.shows_verdict(assignment.times.extended(until).phase(now))
    )
