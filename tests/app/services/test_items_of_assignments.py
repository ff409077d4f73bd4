"""Adding, removing and ordering the items of an assignment."""

import uuid

import pytest
from sqlalchemy import func, select

from app.domain.changes import Action
from app.domain.credit import Counting, Prerequisite, Rules
from app.errors import Conflict, InvalidInput
from app.models import Assignment, Change, Item, ItemOverride, Variant
from app.queries.begun import begun_by
from app.services.assignments import change_assignment, create_assignment
from app.services.courses import create_course
from app.services.items import ItemChange, NewItem
from app.services.members import leave_course


@pytest.fixture
def database_url(fresh_sqlite):
    """Nothing here waits for a lock."""
    return fresh_sqlite


def change(classroom, items=(), removed=(), rules=Rules()):  # noqa: B008 - it never changes
    change_assignment(
        classroom.db,
        user_id=classroom.instructor,
        assignment_id=classroom.assignment,
        title="Week 1",
        rules=rules,
        items=items,
        removed=removed,
    )


def same(*item_ids):
    return [ItemChange(item_id, 4, 3) for item_id in item_ids]


def held(classroom):
    """Return the ids of the assignment's items, each at its place from 1 on."""
    with classroom.db.reading() as session:
        rows = session.execute(
            select(Item.position, Item.id)
            .where(Item.assignment_id == classroom.assignment)
            .order_by(Item.position)
        ).all()
    assert [position for position, _id in rows] == list(range(1, len(rows) + 1))
    return [item_id for _position, item_id in rows]


def trail(classroom):
    with classroom.db.reading() as session:
        return session.scalars(select(Change.action).order_by(Change.created_at)).all()


def test_items_are_put_in_the_order_in_which_they_are_named_the_others_behind(classroom):
    first, second, third, *rest = classroom.items

    change(classroom, same(third, first))

    assert held(classroom) == [third, first, second, *rest]
    assert trail(classroom)[-1] == Action.ITEMS_MOVED


def test_an_item_is_added_at_its_place_and_taken_out_at_once(classroom):
    first, second, *rest = classroom.items
    new = NewItem("a-dot-product", 6, 2, uuid.uuid4())

    change(classroom, [*same(second), new], removed=[first])

    assert held(classroom) == [second, new.item_id, *rest]
    with classroom.db.reading() as session:
        item = session.get_one(Item, new.item_id)
    assert (item.title, item.points, item.max_attempts) == ("A dot product", 6, 2)
    assert set(trail(classroom)) >= {Action.ITEM_ADDED, Action.ITEM_REMOVED}
    assert Action.ITEMS_MOVED not in trail(classroom)


def test_a_second_click_on_the_same_form_adds_and_removes_nothing_more(classroom):
    first, *rest = classroom.items
    new = NewItem("a-dot-product", 6, 2, uuid.uuid4())
    for _click in range(2):
        change(classroom, [new, *same(*rest)], removed=[first])
    change(classroom, [new, ItemChange(new.item_id, 6, 2)])

    assert held(classroom) == [new.item_id, *rest]


def test_what_somebody_has_begun_stays_with_all_that_was_to_change_with_it(classroom):
    variant = classroom.deal()
    first, second, *_rest = classroom.items

    with pytest.raises(InvalidInput) as refusal:
        change(classroom, same(second), removed=[first])

    assert "stays: 1 student has begun it" in refusal.value.fields["items"]
    assert held(classroom) == classroom.items
    with classroom.db.reading() as session:
        assert session.get_one(Variant, variant).item_id == first


def test_work_of_who_left_the_course_is_kept_as_well(classroom):
    classroom.deal()
    leave_course(classroom.db, user_id=classroom.student, course_id=classroom.course)

    with pytest.raises(InvalidInput):
        change(classroom, removed=classroom.items[:1])


def test_points_that_were_given_on_an_item_keep_it_as_well(classroom):
    first = classroom.items[0]
    with classroom.db.writing() as session:
        session.add(ItemOverride(item_id=first, user_id=classroom.student, points=4, reason="ill"))

    with pytest.raises(InvalidInput):
        change(classroom, removed=[first])


def test_what_the_teaching_team_tried_goes_with_its_item(classroom):
    classroom.deal(student=classroom.instructor)
    first = classroom.items[0]
    with classroom.db.reading() as session:
        assert begun_by(session, classroom.course, classroom.items) == {}

    change(classroom, removed=[first])

    assert first not in held(classroom)
    with classroom.db.reading() as session:
        assert session.scalars(select(func.count()).select_from(Variant)).one() == 0


@pytest.mark.parametrize(
    ("new", "what"),
    [
        (NewItem("no-such-problem", 4, 3), "There is no problem “no-such-problem”"),
        (NewItem("a-dot-product", 0, 3), "above 0"),
        (NewItem("a-dot-product", 4, 101), "1 to 100 attempts"),
    ],
)
def test_an_item_that_does_not_fit_is_refused(classroom, new, what):
    with pytest.raises(InvalidInput) as refusal:
        change(classroom, [new])

    assert what in refusal.value.fields["items"]
    assert held(classroom) == classroom.items


def test_an_assignment_keeps_an_item_and_has_at_most_fifty(classroom):
    for items, removed in (
        ((), classroom.items),
        ([NewItem("a-dot-product", 1, 1)] * 42, ()),
    ):
        with pytest.raises(InvalidInput, match="items need another look"):
            change(classroom, items, removed)
    assert held(classroom) == classroom.items


def test_items_keep_the_points_that_another_assignment_waits_for(classroom):
    create_assignment(
        classroom.db,
        user_id=classroom.instructor,
        course_id=classroom.course,
        title="Week 2",
        items=[NewItem("a-dot-product", 4, 3)],
        prerequisite=Prerequisite(classroom.assignment, 36),
    )

    with pytest.raises(InvalidInput) as refusal:
        change(classroom, removed=classroom.items[:1])

    assert "“Week 2” opens at 36 points here" in refusal.value.fields["items"]
    assert held(classroom) == classroom.items


def test_a_streak_asks_for_as_many_attempts_as_all_points_take(classroom):
    streak = Rules(counting=Counting.STREAK, streak_percent=10, new_exercises=True)

    with pytest.raises(InvalidInput) as refusal:
        change(classroom, rules=streak)
    assert "All points take 4 right answers in a row" in refusal.value.fields["items"]

    change(classroom, [ItemChange(item, 4, 4) for item in classroom.items], rules=streak)
    with classroom.db.reading() as session:
        assert session.get_one(Assignment, classroom.assignment).rules == streak


def make(classroom, course, made_id):
    return create_assignment(
        classroom.db,
        user_id=classroom.instructor,
        course_id=course,
        title="Week 2",
        items=[NewItem("a-dot-product", 4, 3)],
        assignment_id=made_id,
    )


def test_two_clicks_on_one_form_make_one_assignment(classroom):
    made_id = uuid.uuid4()
    assert {make(classroom, classroom.course, made_id) for _click in range(2)} == {made_id}

    with classroom.db.reading() as session:
        assert session.scalars(select(func.count(Assignment.id))).one() == 2


def test_an_id_of_another_course_makes_no_assignment(classroom):
    other = create_course(classroom.db, user_id=classroom.instructor, title="Other")

    with pytest.raises(Conflict, match="Reload it"):
        make(classroom, other, classroom.assignment)
