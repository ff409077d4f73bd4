"""Which items of an assignment hold somebody's work already."""

import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session

from app.domain.roles import RIGHTS, Right, Role
from app.models import Enrollment, ItemOverride, User, Variant

_TEACHING = [role for role in Role if Right.SEE_WORK in RIGHTS[role]]


def begun_by(
    session: Session, course_id: uuid.UUID, item_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, int]:
    """Return how many people have begun an item, or were given points on it, by item; the others are left out.

    What the teaching team tries out is no work. Of who has left the course, it is.
    """
    teachers = select(Enrollment.user_id).where(
        Enrollment.course_id == course_id, Enrollment.role.in_(_TEACHING)
    )
    work = union(
        *(
            select(kind.item_id, kind.user_id).where(kind.item_id.in_(item_ids))
            for kind in (Variant, ItemOverride)
        )
    ).subquery()
    rows = session.execute(
        select(work.c.item_id, func.count())
        .join(User, User.id == work.c.user_id)
        .where(work.c.user_id.not_in(teachers), User.is_administrator.is_(False))
        .group_by(work.c.item_id)
    )
    return dict(rows.all())
