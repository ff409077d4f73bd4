import math

import pytest

from app.domain.gradebook import ItemPoints, Override, Standing, check_points, stand

FULL, HALF, NOTHING_YET = ItemPoints(4, 4), ItemPoints(4, 2), ItemPoints(4, None)


def test_points_of_items_add_up():
    assert stand([FULL, HALF, NOTHING_YET]) == Standing(6, 12)


def test_before_the_first_mark_there_are_no_points_rather_than_zero():
    assert stand([NOTHING_YET]) == Standing(None, 4)
    assert stand([ItemPoints(4, 0)]) == Standing(0, 4)


def test_an_override_of_an_item_stands_in_place_of_what_was_earned_even_where_nothing_was():
    given = Override(3)

    assert stand([FULL, ItemPoints(4, 4, given)]) == Standing(7, 8)
    assert stand([ItemPoints(4, None, given)]) == Standing(3, 4)


def test_an_item_from_which_a_student_is_excused_is_not_asked_of_them():
    excused = ItemPoints(4, 1, Override(None))

    assert excused.counted is None
    assert stand([FULL, excused]) == Standing(4, 4)
    assert stand([excused]).is_excused


def test_an_override_of_the_whole_stands_above_those_of_items():
    items = [FULL, ItemPoints(4, None, Override(3))]

    assert stand(items, Override(1)) == Standing(1, 8)
    assert stand([FULL, ItemPoints(4, 1, Override(None))], Override(2)) == Standing(2, 4)
    assert stand(items, Override(None)).is_excused


@pytest.mark.parametrize("points", [-0.5, math.nan, math.inf, 8.5])
def test_points_that_are_a_slip_of_the_keyboard_are_refused(points):
    assert check_points(points, 4) is not None


@pytest.mark.parametrize("points", [0, 4, 8])
def test_a_bonus_is_no_slip(points):
    assert check_points(points, 4) is None
