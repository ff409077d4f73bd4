"""A student's own variant: nobody else's is there for them."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.models import Variant


def find_own_variant(
    session: Session, *, user_id: uuid.UUID, variant_id: uuid.UUID, locked: bool = False
) -> Variant:
    """Return a variant of a user.

    Args:
        session: Reads, or writes where it is locked.
        user_id: Whose it must be.
        variant_id: Which.
        locked: Whether others that want it locked wait: the second of two clicks then finds what the first has
            written.

    Raises:
        NotFound: No such variant of this user.
    """
    statement = select(Variant).where(Variant.id == variant_id, Variant.user_id == user_id)
    if locked:
        statement = statement.with_for_update()
    variant = session.scalars(statement).one_or_none()
    if variant is None:
        raise NotFound
    return variant
