"""What a worker does while a teacher types: it looks at the newest text of each draft, and drops what is older.

As elsewhere the database carries the work, and what is written holds only for who still has the claim. A new text takes
the claim away: see `app.services.problem_drafts`.
"""

import logging
import time
import uuid
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from app.db import Database, database_now
from app.domain.authoring import (
    PREVIEW_LEASE_SECONDS,
    PREVIEW_TRIES,
    Preview,
    Refusal,
    preview,
)
from app.domain.texts import say
from app.models import ProblemDraft
from app.services.doorbell import Doorbell
from app.services.leasing import claim_first, claims_within

_log = logging.getLogger(__name__)

# One task makes no more: it must end well before Celery's time limits.
_TASK_SECONDS = 3.0
_HEARD_SECONDS = 2
_MOST_RINGS = 10
# How often a worker asks whether its text is still the newest.
_LOOK_SECONDS = 0.2
# What a file without a name of its own is called in messages.
_SLUG = "draft"

_free = or_(ProblemDraft.lease_until.is_(None), ProblemDraft.lease_until < database_now())
_waiting = and_(ProblemDraft.is_waiting, _free)

_GIVEN_UP = say(
    "Looking at this text was begun and never ended: the program takes too much time or memory. "
    "Use fewer turns of a loop, or smaller tensors."
)


@dataclass(frozen=True)
class _Claim:
    draft_id: uuid.UUID
    epoch: int
    text: str
    revision: int
    first_seed: int


def show_waiting(db: Database) -> int:
    """Make the previews that wait, as many as a task has time for; return how many were made."""
    return sum(_make(db, claim) for claim in claims_within(_TASK_SECONDS, partial(_claim, db)))


def sweep(db: Database, doorbell: Doorbell) -> int:
    """Ring for previews that a lost bell or a killed worker left behind, and give up what was tried too often.

    Returns:
        How many wait longer than a bell takes.
    """
    with db.writing() as session:
        tried = session.execute(
            select(ProblemDraft.id, ProblemDraft.revision, ProblemDraft.first_seed)
            .where(_waiting, ProblemDraft.tries >= PREVIEW_TRIES)
            .with_for_update(skip_locked=True)
        ).all()
        for draft_id, revision, first_seed in tried:
            shown = _told(Preview(refusal=Refusal(_GIVEN_UP)), revision, first_seed)
            session.execute(
                update(ProblemDraft)
                .where(ProblemDraft.id == draft_id)
                .values(is_waiting=False, lease_until=None, shown=shown)
            )
        ids = session.scalars(
            select(ProblemDraft.id)
            .where(_waiting, ProblemDraft.asked_at < database_now(-_HEARD_SECONDS))
            .order_by(ProblemDraft.asked_at)
            .limit(_MOST_RINGS)
        ).all()
    for draft_id in ids:
        doorbell.ring(draft_id)
    return len(ids)


def _claim(db: Database) -> _Claim | None:
    with db.writing() as session:
        draft = claim_first(
            session,
            ProblemDraft,
            waiting=and_(_waiting, ProblemDraft.tries < PREVIEW_TRIES),
            since=ProblemDraft.asked_at,
            lease_seconds=PREVIEW_LEASE_SECONDS,
        )
    if draft is None:
        return None
    return _Claim(draft.id, draft.epoch, draft.text, draft.revision, draft.first_seed)


def _make(db: Database, claim: _Claim) -> bool:
    """Look at a text until all is known, or until a newer one has come; tell whether it was looked at to the end."""
    try:
        looked = time.monotonic()
        for known in preview(claim.text, slug=_SLUG, first_seed=claim.first_seed):
            if known is not None and not _store(db, claim, known):
                return False
            if time.monotonic() - looked >= _LOOK_SECONDS:
                looked = time.monotonic()
                if not _is_newest(db, claim):
                    return False
    except Exception:  # noqa: BLE001 - whatever a stranger's text does, it is tried again and then given up
        _log.exception("draft %s could not be looked at and will be tried again", claim.draft_id)
        with db.writing() as session:
            _update(session, claim, lease_until=None)
        return False
    with db.writing() as session:
        return _update(session, claim, is_waiting=False, lease_until=None, tries=0)


def _store(db: Database, claim: _Claim, known: Preview) -> bool:
    with db.writing() as session:
        return _update(session, claim, shown=_told(known, claim.revision, claim.first_seed))


def _told(known: Preview, revision: int, first_seed: int) -> dict[str, Any]:
    return {"revision": revision, "first_seed": first_seed, "preview": known.to_json()}


def _is_newest(db: Database, claim: _Claim) -> bool:
    with db.reading() as session:
        found = select(ProblemDraft.id).where(
            ProblemDraft.id == claim.draft_id, ProblemDraft.epoch == claim.epoch
        )
        return session.scalars(found).one_or_none() is not None


def _update(session: Session, claim: _Claim, **values: Any) -> bool:
    """Write to the draft, if it is still at the claim's epoch; tell whether it was."""
    held = session.scalars(
        update(ProblemDraft)
        .where(ProblemDraft.id == claim.draft_id, ProblemDraft.epoch == claim.epoch)
        .values(**values)
        .returning(ProblemDraft.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return held is not None
