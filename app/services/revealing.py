"""Showing a practice variant's answers."""

import uuid

from sqlalchemy import select

from app.db import Database
from app.domain.submissions import SubmissionState
from app.domain.texts import say
from app.errors import Conflict
from app.models import Submission
from app.services.own_variants import find_own_variant


def reveal(db: Database, *, user_id: uuid.UUID, variant_id: uuid.UUID) -> None:
    """Show a practice variant's answers from now on; it takes no further submission.

    Raises:
        Conflict: Nothing was marked yet, or the variant belongs to an assignment.
        NotFound: No such variant of this user.
    """
    with db.writing() as session:
        variant = find_own_variant(session, user_id=user_id, variant_id=variant_id, locked=True)
        if variant.item_id is not None:
            raise Conflict(say("Answers are shown in practice only, not in an assignment."))
        marked = select(Submission.id).where(
            Submission.variant_id == variant_id, Submission.state == SubmissionState.MARKED
        )
        if session.scalars(marked.limit(1)).first() is None:
            raise Conflict(
                say("Submit an answer first; once it is marked, the answers can be shown.")
            )
        if variant.revealed_at is None:
            variant.revealed_at = db.now(session)
