"""What decides whether an attempt is taken: one statement for the rules, and one for what was sent before.

Both stand here ready made, because nothing is asked more often in a class's last minutes before a deadline.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from app.db import database_now
from app.domain.credit import Rules
from app.domain.problems import Question
from app.domain.sittings import Conduct, OwnTimes
from app.domain.submissions import SubmissionState
from app.errors import NotFound
from app.models import (
    Assignment,
    Course,
    Item,
    Submission,
    User,
    Variant,
)
from app.models.assignments import RULES, read_rules
from app.queries.membership import Membership, role_in
from app.queries.own_times import OWN_TIMES, read_own_times, with_own_times


@dataclass(frozen=True)
class AtItem:
    """What holds for a student at an item; `membership` is None where they are in its course no more."""

    item_id: uuid.UUID
    course_id: uuid.UUID
    membership: Membership | None
    rules: Rules
    own: OwnTimes
    conduct: Conduct
    max_attempts: int


@dataclass(frozen=True)
class Ground:
    """What an attempt at an exercise is judged by.

    Attributes:
        now: When it was asked for, by the database's clock.
        revealed_at: Since when the answers of a practice exercise are shown.
        at: Its item, None in practice.
    """

    now: dt.datetime
    user_id: uuid.UUID
    variant_id: uuid.UUID
    questions: tuple[Question, ...]
    rtol: float
    atol: float
    revealed_at: dt.datetime | None
    at: AtItem | None


@dataclass(frozen=True)
class Sent:
    """A submission that is stored already."""

    id: uuid.UUID
    variant_id: uuid.UUID
    attempt: int
    state: SubmissionState
    answers: Mapping[str, str]
    idempotency_key: str


@dataclass(frozen=True)
class SoFar:
    """What a student was dealt of an item and has sent, both in their order; of practice, one exercise."""

    dealt: tuple[uuid.UUID, ...]
    is_revealed: bool
    sent: tuple[Sent, ...]


def find_ground(session: Session, *, user_id: uuid.UUID, variant_id: uuid.UUID) -> Ground:
    """Return what an attempt of a user at their own exercise is judged by.

    Raises:
        NotFound: No such variant of this user.
    """
    row = session.execute(_GROUND, {"user": user_id, "variant": variant_id}).one_or_none()
    if row is None:
        raise NotFound
    return Ground(
        now=row.now,
        user_id=user_id,
        variant_id=variant_id,
        questions=tuple(map(Question.from_json, row.questions)),
        rtol=row.rtol,
        atol=row.atol,
        revealed_at=row.revealed_at,
        at=None if row.item_id is None else _at_item(row),
    )


def find_so_far(session: Session, ground: Ground) -> SoFar:
    """Return what was dealt and sent until now; another attempt may be stored at this very moment."""
    if ground.at is None:
        rows = session.execute(_OF_VARIANT, {"variant": ground.variant_id}).all()
    else:
        rows = session.execute(_OF_ITEM, {"user": ground.user_id, "item": ground.at.item_id}).all()
    dealt = {row.dealt_id: row.revealed_at for row in rows}
    sent = [
        Sent(row.id, row.dealt_id, row.attempt, row.state, row.answers, row.idempotency_key)
        for row in rows
        if row.id is not None
    ]
    return SoFar(
        dealt=tuple(dealt),
        is_revealed=dealt.get(ground.variant_id) is not None,
        sent=tuple(sorted(sent, key=lambda one: one.attempt)),
    )


def _at_item(row: Row[Any]) -> AtItem:
    rules = read_rules(row)
    return AtItem(
        item_id=row.item_id,
        course_id=row.course_id,
        membership=row.role
        and Membership(row.course_id, row.role, is_archived=row.archived_at is not None),
        rules=rules,
        own=read_own_times(rules.times, row),
        conduct=Conduct(row.minutes, row.hand_in),
        max_attempts=row.max_attempts,
    )


_USER = bindparam("user", type_=User.id.type)
_VARIANT = bindparam("variant", type_=Variant.id.type)
_V, _I, _A, _C, _S = (
    Variant.__table__,
    Item.__table__,
    Assignment.__table__,
    Course.__table__,
    Submission.__table__,
)
_GROUND = (
    select(
        database_now().label("now"),
        _V.c.item_id,
        _V.c.questions,
        _V.c.rtol,
        _V.c.atol,
        _V.c.revealed_at,
        _I.c.max_attempts,
        _A.c.course_id,
        *RULES,
        *OWN_TIMES,
        _A.c.hand_in,
        _C.c.archived_at,
        role_in(_USER, _A.c.course_id).label("role"),
    )
    .select_from(
        with_own_times(
            _V.outerjoin(_I, _I.c.id == _V.c.item_id)
            .outerjoin(_A, _A.c.id == _I.c.assignment_id)
            .outerjoin(_C, _C.c.id == _A.c.course_id),
            _USER,
        )
    )
    .where(_V.c.id == _VARIANT, _V.c.user_id == _USER)
)
_SO_FAR = select(
    _V.c.id.label("dealt_id"),
    _V.c.revealed_at,
    _S.c.id,
    _S.c.attempt,
    _S.c.state,
    _S.c.answers,
    _S.c.idempotency_key,
).outerjoin_from(_V, _S, _S.c.variant_id == _V.c.id)
_OF_VARIANT = _SO_FAR.where(_V.c.id == _VARIANT)
_OF_ITEM = _SO_FAR.where(
    _V.c.user_id == _USER, _V.c.item_id == bindparam("item", type_=Item.id.type)
).order_by(_V.c.number)
