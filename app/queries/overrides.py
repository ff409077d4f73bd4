"""What teachers have set in place of what was earned."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.domain.gradebook import Override
from app.models import AssignmentOverride, ItemOverride, User

Key: TypeAlias = tuple[uuid.UUID, uuid.UUID]
"""The ids of a student and of an item or assignment."""


@dataclass(frozen=True)
class OverrideRow(Override):
    """An override with its reason, who gave it (None once that account is deleted), and when."""

    reason: str
    by: str | None
    at: dt.datetime


def item_overrides(
    session: Session,
    item_ids: Collection[uuid.UUID],
    user_id: uuid.UUID | None = None,
    among: Collection[uuid.UUID] | None = None,
) -> Mapping[Key, OverrideRow]:
    """Return the overrides of items by (user id, item id), for one user, some or all."""
    return _read(session, ItemOverride, ItemOverride.item_id, item_ids, user_id, among)


def assignment_overrides(
    session: Session,
    assignment_ids: Collection[uuid.UUID],
    user_id: uuid.UUID | None = None,
    among: Collection[uuid.UUID] | None = None,
) -> Mapping[Key, OverrideRow]:
    """Return the overrides of whole assignments by (user id, assignment id), for one user, some or all."""
    of = AssignmentOverride.assignment_id
    return _read(session, AssignmentOverride, of, assignment_ids, user_id, among)


def _read(
    session: Session,
    kind: type[ItemOverride | AssignmentOverride],
    of: InstrumentedAttribute[uuid.UUID],
    ids: Collection[uuid.UUID],
    user_id: uuid.UUID | None,
    among: Collection[uuid.UUID] | None,
) -> dict[Key, OverrideRow]:
    giver = aliased(User)
    statement = (
        select(kind.user_id, of, kind.points, kind.reason, giver.display_name, kind.created_at)
        .outerjoin(giver, giver.id == kind.by_id)
        .where(of.in_(ids))
    )
    if user_id is not None:
        statement = statement.where(kind.user_id == user_id)
    if among is not None:
        statement = statement.where(kind.user_id.in_(among))
    return {
        (user, one): OverrideRow(points, reason, by, at)
        for user, one, points, reason, by, at in session.execute(statement)
    }
