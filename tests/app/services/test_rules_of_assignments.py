import uuid

import pytest

from app.domain.credit import Rules
from app.domain.feedback import Feedback, Shown
from app.errors import AttemptsUsedUp, InvalidInput, NotFound
from app.queries.assignments import assignment_page
from app.queries.exercises import exercise
from app.services.assignments import change_assignment
from app.services.grading import mark_waiting
from app.services.items import ItemChange


def change(classroom, rules=Rules(), items=(), user=None):  # noqa: B008 - it never changes
    change_assignment(
        classroom.db,
        user_id=user or classroom.instructor,
        assignment_id=classroom.assignment,
        title="Week 1",
        rules=rules,
        items=items,
    )


def page_of(classroom, user=None):
    with classroom.db.reading() as session:
        return assignment_page(session, user or classroom.student, classroom.assignment)


def exercise_of(classroom, variant):
    with classroom.db.reading() as session:
        return exercise(session, classroom.student, variant)


def test_a_later_attempt_earns_at_its_worth(classroom):
    change(classroom, Rules(percents=(100, 70, 50)))
    variant = classroom.deal()
    classroom.submit(variant, classroom.wrong_answers(variant))
    mark_waiting(classroom.db)

    item = exercise_of(classroom, variant).item
    assert (item.earned, item.still_to_earn) == (0, pytest.approx(2.8))

    classroom.submit(variant)
    mark_waiting(classroom.db)
    page = exercise_of(classroom, variant)
    assert (page.item.earned, page.item.still_to_earn) == (pytest.approx(2.8), 0)
    assert [one.points for one in page.submissions] == [pytest.approx(2.8), 0]
    assert page_of(classroom).earned == pytest.approx(2.8)


def test_points_and_attempts_can_be_changed_after_students_began(classroom):
    variant = classroom.deal()
    for value in ("1.5", "2.5"):
        classroom.submit(variant, classroom.wrong_answers(variant, value))
    first = classroom.items[0]

    change(classroom, items=[ItemChange(first, 10, 1)])
    with pytest.raises(AttemptsUsedUp):
        classroom.submit(variant)
    assert exercise_of(classroom, variant).attempts_left == 0
    assert len(exercise_of(classroom, variant).submissions) == 2

    change(classroom, items=[ItemChange(first, 10, 3)])
    classroom.submit(variant)
    mark_waiting(classroom.db)
    page = page_of(classroom)
    assert (page.items[0].earned, page.items[0].points) == (10, 10)
    assert page.possible == 42


def test_only_who_may_edit_is_told_how_many_have_begun(classroom):
    classroom.deal()
    classroom.deal(1)
    classroom.deal(student=classroom.add_student())
    classroom.deal(student=classroom.instructor)

    assert page_of(classroom, classroom.instructor).begun == 2
    assert page_of(classroom).begun == 0


@pytest.mark.parametrize(("points", "attempts"), [(0, 1), (1001, 1), (1, 0), (1, 101)])
def test_points_and_attempts_have_their_bounds(classroom, points, attempts):
    with pytest.raises(InvalidInput) as refusal:
        change(classroom, items=[ItemChange(classroom.items[0], points, attempts)])
    assert set(refusal.value.fields) == {"items"}


def test_a_list_of_credit_must_fall(classroom):
    with pytest.raises(InvalidInput) as refusal:
        change(classroom, Rules(percents=(50, 100)))
    assert set(refusal.value.fields) == {"attempt_percents"}
    assert page_of(classroom).rules == Rules()


def test_an_item_of_another_assignment_is_not_changed(classroom):
    with pytest.raises(NotFound):
        change(classroom, items=[ItemChange(uuid.uuid4(), 1, 1)])
    with pytest.raises(NotFound):
        change(classroom, user=classroom.student)


def test_while_results_are_hidden_nothing_earned_and_nothing_less_to_earn_is_told(classroom):
    change_assignment(
        classroom.db,
        user_id=classroom.instructor,
        assignment_id=classroom.assignment,
        title="Week 1",
        rules=Rules(),
        feedback=Feedback(Shown.NEVER),
    )
    variant = classroom.deal()
    classroom.submit(variant)
    mark_waiting(classroom.db)

    page = exercise_of(classroom, variant)
    assert (page.shows_verdict, page.item.earned, page.item.still_to_earn) == (False, 0, 4)
    with classroom.db.reading() as session:
        assert exercise(session, classroom.instructor, variant).submissions[0].score == 1
