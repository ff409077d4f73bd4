"""What marking needs to know of variants, read as plain columns with few statements for a whole batch."""

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import problems
from app.models import Assignment, Item, Variant
from app.queries.acceptances import acceptances
from app.queries.problems import find_facts
from app.services.verdicts import Known

_READ = (
    Variant.id,
    Variant.item_id,
    Variant.problem,
    Variant.version,
    Variant.seed,
    Variant.code,
    Variant.questions,
    Variant.rtol,
    Variant.atol,
    Variant.legacy,
    Variant.truth,
    Variant.predictions,
    Assignment.carries_slips,
)


def find_known(session: Session, variant_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Known]:
    """Return what is known of variants, by their ids."""
    rows = session.execute(
        select(*_READ)
        .select_from(Variant)
        .outerjoin(Item, Item.id == Variant.item_id)
        .outerjoin(Assignment, Assignment.id == Item.assignment_id)
        .where(Variant.id.in_(variant_ids))
    ).all()
    facts = find_facts(session, {row.problem for row in rows})
    accepted = acceptances(session, {row.item_id for row in rows})
    return {
        row.id: Known(
            problems.Variant(
                problem=row.problem,
                version=row.version,
                seed=row.seed,
                code=row.code,
                questions=tuple(map(problems.Question.from_json, row.questions)),
                rtol=row.rtol,
                atol=row.atol,
                legacy=row.legacy,
            ),
            truth=row.truth,
            predictions=row.predictions,
            # In practice nobody sets rules: there a slip counts once, which tells more of what was understood.
            carries_slips=row.carries_slips is not False,
            listed=facts[row.problem].misconceptions if row.problem in facts else (),
            accepted=accepted.get(row.item_id, ()),
        )
        for row in rows
    }
