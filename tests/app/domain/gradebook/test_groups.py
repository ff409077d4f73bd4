import math

import pytest

from app.domain.gradebook import GroupFields, check_groups

HOMEWORK = GroupFields("Homework", 1.5, 2)


def test_groups_that_can_be_used_have_no_errors():
    assert check_groups([]) == {}
    assert check_groups([HOMEWORK, GroupFields("Exam", 100, 0)]) == {}


@pytest.mark.parametrize(
    ("field", "group"),
    [
        ("title.1", GroupFields("", 1, 0)),
        ("title.1", GroupFields("x" * 61, 1, 0)),
        ("title.1", GroupFields("HOMEWORK", 1, 0)),
        ("weight.1", GroupFields("Exam", None, 0)),
        ("weight.1", GroupFields("Exam", 0, 0)),
        ("weight.1", GroupFields("Exam", math.nan, 0)),
        ("weight.1", GroupFields("Exam", 1001, 0)),
        ("drop.1", GroupFields("Exam", 1, None)),
        ("drop.1", GroupFields("Exam", 1, -1)),
    ],
)
def test_each_slip_is_told_at_its_field(field, group):
    assert set(check_groups([HOMEWORK, group])) == {field}


def test_there_are_not_endlessly_many():
    assert set(check_groups([GroupFields(str(n), 1, 0) for n in range(21)])) == {"groups"}
