"""What opening an exercise asks for: one statement for it and its place, and one for what was sent.

Both stand here ready made: no page is opened more often.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, and_, bindparam, case, exists, select
from sqlalchemy.orm import Session

from app.db import database_now
from app.domain.submissions import SubmissionState
from app.errors import NotFound
from app.models import (
    Assignment,
    Comment,
    Course,
    Draft,
    Inquiry,
    Item,
    ItemOverride,
    RegradedResult,
    Result,
    Submission,
    User,
    Variant,
)
from app.models.assignments import RULES
from app.models.variants import AS_DEALT
from app.queries.membership import role_in
from app.queries.own_times import OWN_TIMES, with_own_times
from app.queries.waiting import place_among


@dataclass(frozen=True)
class Work:
    """What a student was dealt of an item, in its order, and sent to any of it, the newest first.

    Of practice it is one exercise. Each of `sent` is a row of `_SENT`.
    """

    dealt: tuple[uuid.UUID, ...]
    sent: Sequence[Row[Any]]


def find_opened(session: Session, *, reader_id: uuid.UUID, variant_id: uuid.UUID) -> Row[Any]:
    """Return an exercise with its place, a row of `_OPENED`; whether its reader may see it is not asked here.

    Raises:
        NotFound: There is none.
    """
    row = session.execute(_OPENED, {"reader": reader_id, "variant": variant_id}).one_or_none()
    if row is None:
        raise NotFound
    return row


def find_work(session: Session, opened: Row[Any]) -> Work:
    """Return what was dealt and sent where an exercise stands."""
    if opened.item_id is None:
        rows = session.execute(_SENT_TO_VARIANT, {"variant": opened.id}).all()
    else:
        of = {"student": opened.user_id, "item": opened.item_id}
        rows = session.execute(_SENT_TO_ITEM, of).all()
    sent: list[Any] = [row for row in rows if row.id is not None]
    return Work(
        dealt=tuple(dict.fromkeys(row.variant_id for row in rows)),
        sent=sorted(sent, key=lambda row: row.attempt, reverse=True),
    )


_READER = bindparam("reader", type_=User.id.type)
_VARIANT = bindparam("variant", type_=Variant.id.type)
_V, _I, _A, _C = (
    Variant.__table__,
    Item.__table__,
    Assignment.__table__,
    Course.__table__,
)
_D, _O, _N, _Q = (
    Draft.__table__,
    ItemOverride.__table__,
    Comment.__table__,
    Inquiry.__table__,
)
_S, _R, _G = Submission.__table__, Result.__table__, RegradedResult.__table__
_STUDENT, _GIVER = User.__table__.alias("student"), User.__table__.alias("giver")


def _neighbour(step: int) -> ScalarSelect[uuid.UUID]:
    other = _I.alias()
    return (
        select(other.c.id)
        .where(
            other.c.assignment_id == _I.c.assignment_id, other.c.position == _I.c.position + step
        )
        .scalar_subquery()
    )


def _any(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(*where)


# The times, what was set by hand and the comments are the student's, whoever reads; a draft is shown to them alone.
_OPENED = (
    select(
        database_now().label("now"),
        role_in(_READER, _A.c.course_id).label("role"),
        _V.c.id,
        _V.c.user_id,
        _STUDENT.c.display_name.label("student_name"),
        _V.c.item_id,
        _V.c.number,
        *AS_DEALT,
        _V.c.truth,
        _V.c.revealed_at,
        _I.c.position,
        _I.c.points,
        _I.c.max_attempts,
        _neighbour(-1).label("previous_item_id"),
        _neighbour(+1).label("next_item_id"),
        _A.c.id.label("assignment_id"),
        _A.c.title.label("assignment_title"),
        _A.c.course_id,
        *RULES,
        _A.c.show_verdict,
        _A.c.show_truth,
        _A.c.show_explanation,
        *OWN_TIMES,
        _A.c.hand_in,
        _C.c.title.label("course_title"),
        _C.c.time_zone,
        _D.c.answers.label("draft_answers"),
        _D.c.counter.label("draft_counter"),
        _O.c.points.label("set_points"),
        _O.c.reason.label("set_reason"),
        _O.c.created_at.label("set_at"),
        _GIVER.c.display_name.label("set_by"),
        _any(_N.c.item_id == _V.c.item_id, _N.c.user_id == _V.c.user_id).label("is_commented"),
        _any(_Q.c.variant_id == _V.c.id).label("is_asked_about"),
    )
    .select_from(
        with_own_times(
            _V.join(_STUDENT, _STUDENT.c.id == _V.c.user_id)
            .outerjoin(_D, and_(_D.c.variant_id == _V.c.id, _V.c.user_id == _READER))
            .outerjoin(_I, _I.c.id == _V.c.item_id)
            .outerjoin(_A, _A.c.id == _I.c.assignment_id)
            .outerjoin(_C, _C.c.id == _A.c.course_id),
            _V.c.user_id,
        )
        .outerjoin(_O, and_(_O.c.item_id == _V.c.item_id, _O.c.user_id == _V.c.user_id))
        .outerjoin(_GIVER, _GIVER.c.id == _O.c.by_id)
    )
    .where(_V.c.id == _VARIANT)
)

_SENT = (
    select(
        _V.c.id.label("variant_id"),
        _S.c.id,
        _S.c.attempt,
        _S.c.state,
        _S.c.created_at,
        _S.c.handed_in,
        _S.c.answers,
        _S.c.failure,
        _S.c.tries,
        case((_S.c.state == SubmissionState.QUEUED, place_among(_S))).label("position_in_queue"),
        _R.c.marked_at,
        _R.c.score,
        _R.c.marks,
        _R.c.diagnosis,
        _any(_G.c.submission_id == _S.c.id, _G.c.is_applied).label("is_regraded"),
    )
    .outerjoin_from(_V, _S, _S.c.variant_id == _V.c.id)
    .outerjoin(_R, _R.c.submission_id == _S.c.id)
)
_SENT_TO_VARIANT = _SENT.where(_V.c.id == _VARIANT)
_SENT_TO_ITEM = _SENT.where(
    _V.c.user_id == bindparam("student", type_=User.id.type),
    _V.c.item_id == bindparam("item", type_=Item.id.type),
).order_by(_V.c.number)
