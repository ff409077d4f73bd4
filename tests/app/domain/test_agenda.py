import datetime as dt

import pytest

from app.domain.agenda import GROUP_TITLES, Group, group_of
from app.domain.credit import Step, Times

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def at(days):
    return NOW + dt.timedelta(days=days)


def group(times, *, begun=True, done=False, shown=True):
    return group_of(times, NOW, is_begun=begun, is_done=done, shows_results=shown)


def late_until(days, due=-1):
    return Times(due_at=at(due), steps=(Step(at(days), 50.0),))


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (Times(), Group.OPEN),
        (Times(due_at=at(7)), Group.DUE_SOON),
        (Times(due_at=at(7.1)), Group.OPEN),
        (Times(closes_at=at(2)), Group.DUE_SOON),
        (late_until(1), Group.LATE),
        (Times(opens_at=at(14)), Group.OPENS_SOON),
        (Times(opens_at=at(14.1)), None),
        (Times(due_at=at(-14)), Group.RESULTS),
        (Times(due_at=at(-14.1)), None),
    ],
)
def test_the_time_decides_where_something_left_to_do_stands(times, expected):
    assert group(times) is expected


def test_what_is_done_is_no_more_pressing():
    assert group(Times(due_at=at(1)), done=True) is Group.DONE
    assert group(late_until(1), done=True, shown=False) is Group.DONE


def test_results_are_out_once_they_are_shown_to_who_took_part():
    assert group(late_until(1), done=True) is Group.RESULTS
    assert group(Times(due_at=at(-1)), shown=False) is None
    assert group(Times(due_at=at(-1)), begun=False) is None


def test_every_group_has_a_title():
    assert set(GROUP_TITLES) == set(Group)
