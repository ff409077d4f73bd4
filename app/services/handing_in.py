"""Handing in at closing time what was typed and not submitted, where the assignment says so."""

import uuid

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from app.db import Database, database_now
from app.domain.credit import Phase
from app.errors import Conflict
from app.models import Assignment, Draft, Item, Result, Submission, Variant
from app.queries.attempts import find_ground, find_so_far
from app.queries.own_times import find_own_times
from app.services.doorbell import Doorbell
from app.services.taking import Attempt, Receipt, find_repeated, store_attempt

_BATCH = 100
# A worker that was killed over a draft leaves it to another one after this long.
_LEASE_SECONDS = 30


def hand_in_waiting(db: Database, doorbell: Doorbell) -> int:
    """Look at a batch of drafts whose time may be over, and submit those whose time is; return how many were.

    A draft is submitted as it could be read last, as received at the student's own closing time, exactly once, and only
    if an attempt is left and nothing equal was submitted. Whoever made the times later is found out here, too.
    """
    with db.reading() as session:
        # Most sweeps find nothing: they must not keep the writers of SQLite waiting.
        is_any = session.scalars(_due().limit(1)).first() is not None
    if not is_any:
        return 0
    with db.writing() as session:
        claimed = session.scalars(
            update(Draft)
            .where(Draft.variant_id.in_(_due().limit(_BATCH).with_for_update(skip_locked=True)))
            .values(look_at=database_now(_LEASE_SECONDS))
            .returning(Draft.variant_id)
            .execution_options(synchronize_session=False)
        ).all()
    handed_in = 0
    for variant_id in claimed:
        with db.writing() as session:
            receipt = _look(db, session, variant_id)
        if receipt is not None and not receipt.repeated:
            handed_in += 1
            doorbell.ring(receipt.submission_id)
    return handed_in


def _due() -> Select[uuid.UUID]:
    return select(Draft.variant_id).where(Draft.look_at <= database_now()).order_by(Draft.look_at)


def _look(db: Database, session: Session, variant_id: uuid.UUID) -> Receipt | None:
    """Hand one draft in, or put it off, or find that there is nothing to hand in."""
    found = _locked(session, variant_id)
    if found is None:
        # Its item was removed in between, or its student's account, and the draft with it.
        return None
    variant, assignment, draft = found
    given, draft.look_at = draft.to_hand_in, None
    own = find_own_times(session, assignment, variant.user_id)
    if given is None or not assignment.conduct.hands_in or not own.settled_at or not own.ends_at:
        return None
    if db.now(session) <= own.settled_at:
        draft.look_at = own.settled_at
        return None
    draft.to_hand_in = None
    if _knows_it_solved(session, assignment, own.phase(own.ends_at), variant_id):
        return None
    ground = find_ground(session, user_id=variant.user_id, variant_id=variant_id)
    so_far = find_so_far(session, ground)
    key = f"hand-in:{variant_id}:{own.ends_at.timestamp():.0f}"
    attempt = Attempt(given, own.ends_at, key, handed_in=True)
    try:
        receipt = find_repeated(ground, so_far, attempt) or store_attempt(
            session.connection(), ground, so_far, attempt
        )
    except Conflict:
        # No attempt is left, the course was archived, or they are in it no longer: nothing is handed in.
        return None
    if receipt is None:
        # Another attempt was stored at this very moment: the next sweep looks at what is there then.
        draft.to_hand_in, draft.look_at = given, db.now(session)
    return receipt


def _locked(session: Session, variant_id: uuid.UUID) -> tuple[Variant, Assignment, Draft] | None:
    found = session.execute(
        select(Variant, Assignment)
        .join(Item, Item.id == Variant.item_id)
        .join(Assignment, Assignment.id == Item.assignment_id)
        .where(Variant.id == variant_id)
    ).one_or_none()
    if found is None:
        return None
    variant, assignment = found
    draft = session.scalars(
        select(Draft).where(Draft.variant_id == variant_id).with_for_update()
    ).one_or_none()
    return None if draft is None else (variant, assignment, draft)


def _knows_it_solved(
    session: Session, assignment: Assignment, phase: Phase, variant_id: uuid.UUID
) -> bool:
    """Tell whether the page offered no further attempt because the exercise is solved; what is hidden stays so."""
    solved = (
        select(Result.submission_id)
        .join(Submission, Submission.id == Result.submission_id)
        .where(Submission.variant_id == variant_id, Result.score == 1)
    )
    return (
        assignment.feedback.shows_verdict(phase)
        and session.scalars(solved.limit(1)).first() is not None
    )
