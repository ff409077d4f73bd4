"""Orders of regrades: a click counts once, one follows another, and whoever may not orders nothing."""

import uuid

import pytest
from sqlalchemy import select

from app.domain.regrading import Mode, RegradeState
from app.errors import Conflict, InvalidInput, NotFound
from app.models import Change, Regrade
from app.services.regrading import (
    Order,
    accept_answer,
    apply_regrade,
    discard_regrade,
    order_regrade,
    undo_regrade,
)
from tests.app.regrades import REASON, apply, misjudged, order, students_of, undo, work


def test_a_second_click_orders_applies_and_undoes_nothing_more(classroom):
    misjudged(classroom)
    order_it = Order(uuid.uuid4(), REASON)
    who = {"user_id": classroom.instructor}
    for _click in range(2):
        order_regrade(
            classroom.db,
            classroom.doorbell,
            assignment_id=classroom.assignment,
            order=order_it,
            **who,
        )
    work(classroom.db)
    for _click in range(2):
        apply_regrade(
            classroom.db,
            classroom.doorbell,
            regrade_id=order_it.regrade_id,
            mode=Mode.REPLACE,
            **who,
        )
    work(classroom.db)
    for _click in range(2):
        undo_regrade(classroom.db, classroom.doorbell, regrade_id=order_it.regrade_id, **who)
    work(classroom.db)
    with classroom.db.reading() as session:
        assert session.scalars(select(Regrade.state)).all() == [RegradeState.UNDONE]
        trail = session.scalars(select(Change.action).order_by(Change.id)).all()
    assert [action.value for action in trail][-2:] == ["regraded", "regrade_undone"]


def test_one_regrade_of_an_assignment_follows_another(classroom):
    misjudged(classroom)
    first = order(classroom)
    with pytest.raises(Conflict, match="not decided yet"):
        order(classroom)
    apply(classroom, first)
    second = order(classroom, item_id=classroom.items[0], full=True)
    apply(classroom, second)

    with pytest.raises(Conflict, match="Undo that one first"):
        undo(classroom, first)
    undo(classroom, second)
    undo(classroom, first)


def test_a_discarded_regrade_leaves_nothing_and_holds_nothing_up(classroom):
    misjudged(classroom)
    first = order(classroom)
    for _click in range(2):
        discard_regrade(classroom.db, user_id=classroom.instructor, regrade_id=first)
    assert not students_of(classroom.db, first)
    with pytest.raises(Conflict):
        apply(classroom, first)
    order(classroom)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"reason": "x" * 301}, "reason"),
        ({"full": True}, "item"),
        ({"full": True, "item_id": 0, "question": "b_grad"}, "question"),
    ],
)
def test_an_order_that_cannot_be_carried_out_is_refused_at_its_field(classroom, given, field):
    classroom.deal(0)
    if "item_id" in given:
        given = {**given, "item_id": classroom.items[given["item_id"]]}
    with pytest.raises(InvalidInput) as refused:
        order_regrade(
            classroom.db,
            classroom.doorbell,
            user_id=classroom.instructor,
            assignment_id=classroom.assignment,
            order=Order(**{"regrade_id": uuid.uuid4(), "reason": REASON, **given}),
        )
    assert list(refused.value.fields) == [field]


def test_who_may_not_edit_the_assignment_regrades_nothing(classroom):
    sent = misjudged(classroom)
    regrade_id = order(classroom)
    stranger = {"user_id": classroom.student, "regrade_id": regrade_id}
    attempts = [
        lambda: apply_regrade(classroom.db, classroom.doorbell, mode=Mode.REPLACE, **stranger),
        lambda: discard_regrade(classroom.db, **stranger),
        lambda: undo_regrade(classroom.db, classroom.doorbell, **stranger),
        lambda: accept_answer(
            classroom.db,
            classroom.doorbell,
            submission_id=sent,
            question="a_grad",
            everywhere=True,
            reason=REASON,
            **stranger,
        ),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
