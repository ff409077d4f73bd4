"""What marking needs to know of variants, read as plain columns with few statements for a whole batch."""

import logging
import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import problems
from app.models import Assignment, Item, Variant
from app.models.variants import AS_DEALT, read_dealt
from app.queries.acceptances import acceptances
from app.queries.problems import find_facts
from app.services.verdicts import Known

_log = logging.getLogger(__name__)

_READ = (
    Variant.id,
    Variant.item_id,
    *AS_DEALT,
    Variant.truth,
    Variant.predictions,
    Assignment.carries_slips,
)


def find_known(session: Session, variant_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Known]:
    """Return what is known of variants, by their ids; those that this release cannot read are left out."""
    rows = session.execute(
        select(*_READ)
        .select_from(Variant)
        .outerjoin(Item, Item.id == Variant.item_id)
        .outerjoin(Assignment, Assignment.id == Item.assignment_id)
        .where(Variant.id.in_(variant_ids))
    ).all()
    facts = find_facts(session, {row.problem for row in rows})
    accepted = acceptances(session, {row.item_id for row in rows})
    known = {}
    for row in rows:
        variant = _read(row)
        if variant is None:
            continue
        known[row.id] = Known(
            variant,
            truth=row.truth,
            predictions=row.predictions,
            # In practice nobody sets rules: there a slip counts once, which tells more of what was understood.
            carries_slips=row.carries_slips is not False,
            listed=facts[row.problem].misconceptions if row.problem in facts else (),
            accepted=accepted.get(row.item_id, ()),
        )
    return known


def _read(row: Any) -> problems.Variant | None:
    """Return what was dealt; None for what this release does not know, as the next one's questions."""
    try:
        return read_dealt(row)
    except (KeyError, TypeError, ValueError):
        _log.exception("variant %s cannot be read by this release", row.id)
        return None
