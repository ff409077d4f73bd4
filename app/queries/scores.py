"""What a student has earned on an item: the SQL that the pages share."""

import dataclasses
import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.domain.credit import Rules, earned_share
from app.domain.submissions import SubmissionState
from app.models import Assignment, Item, Result, Submission, Variant
from app.queries.extensions import untils
from app.queries.feedback import hidden_items

ItemState = Literal["new", "open", "waiting", "done"]


@dataclass(frozen=True)
class ItemScore:
    """One student's standing on one item.

    Attributes:
        attempts: Attempts used; a failed submission uses none.
        waiting: Submissions not yet marked.
        failed: Submissions that ended without a mark.
        best: Best score in [0, 1], None before the first mark.
        share: The share of the item's points that all attempts have earned, as the assignment's rules give credit;
            None before the first mark.
        newest: Id and state of the newest submission, None before the first.
    """

    attempts: int
    waiting: int
    failed: int
    best: float | None
    share: float | None
    newest: tuple[uuid.UUID, SubmissionState] | None

    def state(self, max_attempts: int) -> ItemState:
        """Say where the student stands: done is full marks or no attempt left."""
        if self.waiting:
            return "waiting"
        if self.best == 1 or self.attempts >= max_attempts:
            return "done"
        return "open"


def item_scores(
    session: Session,
    item_ids: Collection[uuid.UUID],
    user_id: uuid.UUID | None = None,
    among: Collection[uuid.UUID] | None = None,
) -> dict[tuple[uuid.UUID, uuid.UUID], ItemScore]:
    """Return the standing by (user id, item id), for one user, some or all; who was dealt nothing is left out."""
    failed = Submission.state == SubmissionState.FAILED
    waiting = Submission.state.in_((SubmissionState.QUEUED, SubmissionState.MARKING))
    statement = (
        select(
            Variant.user_id,
            Variant.item_id,
            func.count(Submission.id),
            func.coalesce(func.sum(case((failed, 1), else_=0)), 0),
            func.coalesce(func.sum(case((waiting, 1), else_=0)), 0),
            func.max(Result.score),
            func.max(Submission.attempt),
        )
        .outerjoin(Submission, Submission.variant_id == Variant.id)
        .outerjoin(Result, Result.submission_id == Submission.id)
        .where(Variant.item_id.in_(item_ids))
        .group_by(Variant.user_id, Variant.item_id)
    )
    submissions = (
        select(
            Variant.user_id,
            Item.id,
            Submission.attempt,
            Submission.id,
            Submission.state,
            Submission.created_at,
            Result.score,
        )
        .join(Submission, Submission.variant_id == Variant.id)
        .join(Item, Item.id == Variant.item_id)
        .outerjoin(Result, Result.submission_id == Submission.id)
        .where(Variant.item_id.in_(item_ids))
        .order_by(Submission.attempt)
    )
    if among is not None:
        statement = statement.where(Variant.user_id.in_(among))
        submissions = submissions.where(Variant.user_id.in_(among))
    if user_id is not None:
        statement = statement.where(Variant.user_id == user_id)
        submissions = submissions.where(Variant.user_id == user_id)
    rules = _rules(session, item_ids, user_id)
    by_attempt: dict[tuple[uuid.UUID, uuid.UUID, int], tuple[uuid.UUID, SubmissionState]] = {}
    attempts: defaultdict[tuple[uuid.UUID, uuid.UUID], list[tuple[dt.datetime, float | None]]]
    attempts = defaultdict(list)
    for user, item, attempt, one, state, received, score in session.execute(submissions):
        by_attempt[user, item, attempt] = one, state
        if state is not SubmissionState.FAILED:
            attempts[user, item].append((received, score))
    return {
        (user, item): ItemScore(
            attempts=int(count - failures),
            waiting=int(still),
            failed=int(failures),
            best=best,
            share=None
            if best is None
            else earned_share(rules(user, item).tries(attempts[user, item])),
            newest=by_attempt.get((user, item, last)),
        )
        for user, item, count, failures, still, best, last in session.execute(statement)
    }


def own_scores(
    session: Session, item_ids: Collection[uuid.UUID], user_id: uuid.UUID
) -> dict[tuple[uuid.UUID, uuid.UUID], ItemScore]:
    """Return a user's standing as they may see it: results that are not shown to them yet are left out."""
    scores = item_scores(session, item_ids, user_id)
    hidden = hidden_items(session, user_id)
    return {
        (user, item): dataclasses.replace(score, best=None, share=None) if item in hidden else score
        for (user, item), score in scores.items()
    }


def earned(score: ItemScore | None, item: Item) -> float | None:
    """Return the points that the attempts have earned, None before the first mark."""
    return None if score is None or score.share is None else score.share * item.points


def _rules(
    session: Session, item_ids: Collection[uuid.UUID], user_id: uuid.UUID | None
) -> Callable[[uuid.UUID, uuid.UUID], Rules]:
    """Return what gives the rules by which a student earns on an item, from both ids."""
    places = dict(
        session.execute(select(Item.id, Item.assignment_id).where(Item.id.in_(item_ids))).all()
    )
    assignments = session.scalars(
        select(Assignment).where(Assignment.id.in_(set(places.values())))
    ).all()
    usual = {assignment.id: assignment.rules for assignment in assignments}
    own = {
        (assignment, user): usual[assignment].extended(until)
        for (assignment, user), until in untils(session, set(usual), user_id).items()
    }
    return lambda user, item: own.get((places[item], user)) or usual[places[item]]
