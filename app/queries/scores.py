"""What a student has earned on an item: the SQL that the pages share."""

import dataclasses
import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.credit import Rules
from app.domain.gradebook import ItemPoints
from app.domain.submissions import SubmissionState
from app.models import Assignment, Item, Result, Submission, Variant
from app.queries.extensions import untils
from app.queries.feedback import hidden_items
from app.queries.overrides import OverrideRow, item_overrides

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
        is_complete: No further attempt can earn more.
        newest: Id and state of the newest submission, None before the first.
        is_dealt: Whether they were dealt an exercise of it; somebody who was not may have an override.
        override: What a teacher has set in place of what was earned.
    """

    attempts: int
    waiting: int
    failed: int
    best: float | None
    share: float | None
    is_complete: bool
    newest: tuple[uuid.UUID, SubmissionState] | None
    is_dealt: bool = True
    override: OverrideRow | None = None

    def state(self, max_attempts: int) -> ItemState:
        """Say where the student stands: done is nothing left to earn, or no attempt left."""
        if self.waiting:
            return "waiting"
        if not self.is_dealt:
            return "new"
        if self.is_complete or self.attempts >= max_attempts:
            return "done"
        return "open"


def item_scores(
    session: Session,
    item_ids: Collection[uuid.UUID],
    user_id: uuid.UUID | None = None,
    among: Collection[uuid.UUID] | None = None,
    supposed: Mapping[uuid.UUID, float] = MappingProxyType({}),
) -> dict[tuple[uuid.UUID, uuid.UUID], ItemScore]:
    """Return the standing by (user id, item id), for one user, some or all.

    Who was dealt nothing, and was given no points either, is left out. A student's attempts are those at all exercises
    of the item that they were dealt. `supposed` holds scores, by submission, to count in place of the stored ones.
    """
    statement = (
        select(
            Variant.user_id,
            Item.id,
            Submission.id,
            Submission.state,
            Submission.created_at,
            Result.score,
        )
        .join(Item, Item.id == Variant.item_id)
        .outerjoin(Submission, Submission.variant_id == Variant.id)
        .outerjoin(Result, Result.submission_id == Submission.id)
        .where(Variant.item_id.in_(item_ids))
        .order_by(Submission.attempt)
    )
    if among is not None:
        statement = statement.where(Variant.user_id.in_(among))
    if user_id is not None:
        statement = statement.where(Variant.user_id == user_id)
    rules = _rules(session, item_ids, user_id)
    sent: defaultdict[tuple[uuid.UUID, uuid.UUID], list[_Sent]] = defaultdict(list)
    for user, item, one, state, received, score in session.execute(statement):
        # An exercise to which nothing was sent is there as well.
        sent[user, item] += (
            [] if one is None else [_Sent(one, state, received, supposed.get(one, score))]
        )
    scores = {(user, item): _score(rules(user, item), own) for (user, item), own in sent.items()}
    for key, override in item_overrides(session, item_ids, user_id, among).items():
        scores[key] = dataclasses.replace(scores.get(key, _NOT_DEALT), override=override)
    return scores


_NOT_DEALT = ItemScore(
    attempts=0,
    waiting=0,
    failed=0,
    best=None,
    share=None,
    is_complete=False,
    newest=None,
    is_dealt=False,
)


class _Sent(NamedTuple):
    id: uuid.UUID
    state: SubmissionState
    received: dt.datetime
    score: float | None


def _score(rules: Rules, sent: Sequence[_Sent]) -> ItemScore:
    used = [one for one in sent if one.state is not SubmissionState.FAILED]
    tries = rules.tries((one.received, one.score) for one in used)
    best = max((one.score for one in used if one.score is not None), default=None)
    return ItemScore(
        attempts=len(used),
        waiting=sum(not one.state.is_final for one in used),
        failed=len(sent) - len(used),
        best=best,
        share=None if best is None else rules.earned(tries),
        is_complete=rules.is_complete(tries),
        newest=(sent[-1].id, sent[-1].state) if sent else None,
    )


def own_scores(
    session: Session, item_ids: Collection[uuid.UUID], user_id: uuid.UUID
) -> dict[tuple[uuid.UUID, uuid.UUID], ItemScore]:
    """Return a user's standing as they may see it: results that are not shown to them yet are left out."""
    scores = item_scores(session, item_ids, user_id)
    hidden = hidden_items(session, user_id)
    return {
        (user, item): _without_result(score) if item in hidden else score
        for (user, item), score in scores.items()
    }


def _without_result(score: ItemScore) -> ItemScore:
    # To be excused is no result: whoever is need not begin.
    override = score.override if score.override and score.override.excuses else None
    return dataclasses.replace(score, best=None, share=None, is_complete=False, override=override)


def points_on(score: ItemScore | None, item: Item) -> ItemPoints:
    """Return a student's points on an item."""
    if score is None:
        return ItemPoints(item.points, None)
    share = None if score.share is None else score.share * item.points
    return ItemPoints(item.points, share, score.override)


def earned(score: ItemScore | None, item: Item) -> float | None:
    """Return the points that count: None before the first mark, and where the student is excused."""
    return points_on(score, item).counted


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
