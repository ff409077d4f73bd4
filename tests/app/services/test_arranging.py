"""One change to an assignment's items at a time."""

import uuid

import pytest
from sqlalchemy import select

from app.errors import InvalidInput, NotFound
from app.models import Item
from app.services.arranging import add_item, change_item, order_items, remove_item
from app.services.items import NewItem


@pytest.fixture
def arrange(classroom):
    """Call a change as the instructor."""
    return lambda change, **what: change(
        classroom.db, user_id=classroom.instructor, assignment_id=classroom.assignment, **what
    )


def items_of(room):
    with room.db.reading() as session:
        return session.scalars(
            select(Item).where(Item.assignment_id == room.assignment).order_by(Item.position)
        ).all()


def test_an_item_is_added_once_at_the_end(classroom, arrange):
    new = NewItem("backward-twice", 2, 5, uuid.uuid4())
    for _ in range(2):
        arrange(add_item, item=new)

    ids = [one.id for one in items_of(classroom)]
    assert ids == [*classroom.items, new.item_id]


def test_items_are_put_into_another_order_and_the_others_stay_behind(classroom, arrange):
    first, second, third, *others = classroom.items

    arrange(order_items, item_ids=[third, first, third])

    found = items_of(classroom)
    assert [one.id for one in found] == [third, first, second, *others]
    assert [one.position for one in found] == list(range(1, len(found) + 1))


def test_a_change_leaves_what_it_does_not_name(classroom, arrange):
    arrange(change_item, item_id=classroom.items[0], points=7)
    arrange(change_item, item_id=classroom.items[0], max_attempts=2)

    item = items_of(classroom)[0]
    assert (item.points, item.max_attempts) == (7, 2)


def test_what_nobody_has_begun_is_taken_out_and_what_is_begun_stays(classroom, arrange):
    classroom.deal(0)

    with pytest.raises(InvalidInput):
        arrange(remove_item, item_id=classroom.items[0])
    for _ in range(2):
        arrange(remove_item, item_id=classroom.items[1])

    assert [one.id for one in items_of(classroom)] == [
        classroom.items[0],
        *classroom.items[2:],
    ]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (change_item, {"item_id": uuid.uuid4(), "points": 1}),
        (order_items, {"item_ids": [uuid.uuid4()]}),
    ],
    ids=["change", "order"],
)
def test_an_item_of_another_assignment_is_none(arrange, change, what):
    with pytest.raises(NotFound):
        arrange(change, **what)


def test_a_student_arranges_nothing(classroom):
    with pytest.raises(NotFound):
        remove_item(
            classroom.db,
            user_id=classroom.student,
            assignment_id=classroom.assignment,
            item_id=classroom.items[0],
        )
