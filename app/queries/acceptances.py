"""What teachers accept as right beside the truth."""

import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.domain.regrading import Acceptance, RegradeKind, RegradeState
from app.models import Regrade


def acceptances(
    session: Session,
    item_ids: Collection[uuid.UUID | None],
    supposed: uuid.UUID | None = None,
) -> Mapping[uuid.UUID | None, tuple[Acceptance, ...]]:
    """Return what is accepted for items, from the moment a regrade that accepts it is applied until it is undone.

    Args:
        session: Reads.
        item_ids: The items; None stands for practice, for which nothing is ever accepted.
        supposed: A regrade that counts as applied, whatever its state.
    """
    holds = Regrade.state.in_([RegradeState.RUNNING, RegradeState.DONE])
    rows = session.execute(
        select(Regrade.item_id, Regrade.question, Regrade.answer, Regrade.code)
        .where(
            Regrade.item_id.in_([one for one in item_ids if one is not None]),
            Regrade.kind != RegradeKind.RECOMPUTE,
            or_(holds, Regrade.id == supposed) if supposed else holds,
        )
        .order_by(Regrade.created_at)
    )
    found: dict[uuid.UUID | None, tuple[Acceptance, ...]] = {}
    for item_id, question, answer, code in rows:
        found[item_id] = (*found.get(item_id, ()), Acceptance(question, answer, code))
    return found
