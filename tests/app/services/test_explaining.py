"""Explanations of a course's own exercises: asked for by who may see them, made by a worker, and kept."""

import pytest
from sqlalchemy import select, update

from app.domain.authoring import MAX_TRIES
from app.domain.diagnosis import find_misconception
from app.errors import NotFound
from app.models import ToldRun, Variant
from app.queries.explanations import explanation_page
from app.services.dealing import deal_item
from app.services.explaining import ask_for_explanation, sweep, tell, tell_waiting
from app.services.grading import mark_waiting
from tests.app.own_problems import add_small, assign, slug_of


@pytest.fixture
def database_url(fresh_sqlite):
    """Claims and leases are those of versions, which test_workshop tests on both databases."""
    return fresh_sqlite


@pytest.fixture
def variant(classroom):
    """The student's exercise of an own problem, tried once with a misconception."""
    item = assign(classroom, slug_of(classroom.db, add_small(classroom)))
    variant = deal_item(classroom.db, user_id=classroom.student, item_id=item)
    classroom.submit(variant, classroom.mistaken_answers(variant, "overwrites"))
    mark_waiting(classroom.db)
    return variant


def page_of(classroom, variant, user=None):
    with classroom.db.reading() as session:
        return explanation_page(session, user or classroom.instructor, variant)


def orders(db):
    with db.reading() as session:
        return session.scalars(select(ToldRun)).all()


def test_a_worker_tells_once_what_every_later_reader_sees(db, doorbell, classroom, variant):
    before = page_of(classroom, variant)
    assert (before.in_library, before.told, before.is_asked_for) == (False, None, False)
    doorbell.rings.clear()
    for _click in range(2):
        ask_for_explanation(db, doorbell, user_id=classroom.instructor, variant_id=variant)
    assert doorbell.rings == [variant] * 2
    assert len(orders(db)) == 1
    assert page_of(classroom, variant).is_asked_for

    assert tell_waiting(db) == 1
    after = page_of(classroom, variant)
    with db.reading() as session:
        dealt = session.get_one(Variant, variant).as_dealt()
    told = tell(dealt, (find_misconception("overwrites"),))
    assert [row.text for row in after.told.explanation.shown] == [
        row.text for row in told.explanation.shown
    ]
    assert after.told.parting.mistaken.text == told.parting.mistaken.text
    # Nobody makes it again.
    ask_for_explanation(db, doorbell, user_id=classroom.instructor, variant_id=variant)
    assert tell_waiting(db) == 0


def test_who_may_not_know_yet_cannot_ask_for_it(db, doorbell, classroom, variant):
    for stranger in (classroom.student, classroom.add_student()):
        with pytest.raises(NotFound):
            ask_for_explanation(db, doorbell, user_id=stranger, variant_id=variant)
    assert orders(db) == []


def test_another_wrong_answer_has_a_story_of_its_own(db, doorbell, classroom, variant):
    ask_for_explanation(db, doorbell, user_id=classroom.instructor, variant_id=variant)
    tell_waiting(db)
    classroom.submit(variant)
    mark_waiting(db)
    classroom.submit(variant, classroom.wrong_answers(variant))
    mark_waiting(db)
    page = page_of(classroom, variant)
    assert page.beliefs == ()
    assert page.told is None
    ask_for_explanation(db, doorbell, user_id=classroom.student, variant_id=variant)
    tell_waiting(db)
    assert sorted(order.beliefs for order in orders(db)) == ["", "overwrites"]


def test_an_order_that_ends_every_worker_is_given_up_and_can_be_given_again(
    db, doorbell, classroom, variant
):
    ask_for_explanation(db, doorbell, user_id=classroom.instructor, variant_id=variant)
    with db.writing() as session:
        order = session.scalars(select(ToldRun)).one()
        order.created_at = order.created_at.replace(year=2020)
    doorbell.rings.clear()
    assert sweep(db, doorbell) == 1
    assert doorbell.rings == [variant]
    with db.writing() as session:
        session.execute(update(ToldRun).values(tries=MAX_TRIES))
    assert sweep(db, doorbell) == 0
    assert page_of(classroom, variant).is_given_up
    assert tell_waiting(db) == 0
    ask_for_explanation(db, doorbell, user_id=classroom.instructor, variant_id=variant)
    assert tell_waiting(db) == 1


def test_what_another_release_has_told_is_told_anew(db, doorbell, classroom, variant):
    ask_for_explanation(db, doorbell, user_id=classroom.instructor, variant_id=variant)
    tell_waiting(db)
    with db.writing() as session:
        session.execute(update(ToldRun).values(told={"story": "in another form"}))
    assert page_of(classroom, variant).told is None
    ask_for_explanation(db, doorbell, user_id=classroom.instructor, variant_id=variant)
    tell_waiting(db)
    assert page_of(classroom, variant).told is not None
