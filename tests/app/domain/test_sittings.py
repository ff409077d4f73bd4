import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.credit import Phase, Times
from app.domain.sittings import (
    GRACE,
    Conduct,
    HandIn,
    OwnTimes,
    Sitting,
    Stage,
    check_conduct,
    with_extra,
)

NOON = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)


def at(minutes, seconds=0):
    return NOON + dt.timedelta(minutes=minutes, seconds=seconds)


def sat(minutes=40, closes=None, ended=None):
    return OwnTimes(Times(closes_at=closes), minutes, Sitting(NOON, minutes, ended))


@pytest.mark.parametrize(
    ("minutes", "percent", "given"),
    [(40, 0, 40), (40, 25, 50), (45, 25, 57), (10, 33, 14), (1, 1, 2), (60, 300, 240)],
)
def test_extra_time_is_whole_minutes_and_never_rounded_down(minutes, percent, given):
    assert with_extra(minutes, percent) == given


@pytest.mark.parametrize(
    ("conduct", "hands_in"),
    [
        (Conduct(), False),
        (Conduct(40), True),
        (Conduct(40, HandIn.NEVER), False),
        (Conduct(None, HandIn.ALWAYS), True),
    ],
)
def test_drafts_are_handed_in_by_default_where_the_time_is_limited(conduct, hands_in):
    assert conduct.hands_in is hands_in


def test_a_sitting_ends_when_its_minutes_are_over_or_its_student_says_so():
    assert Sitting(NOON, 40).ends_at == at(40)
    assert Sitting(NOON, 40, at(12)).ends_at == at(12)
    assert Sitting(NOON, 40, at(50)).ends_at == at(40)


def test_the_assignments_closing_ends_a_sitting_too():
    cut = sat(closes=at(30))
    assert (cut.ends_at, cut.is_cut_short(NOON)) == (at(30), True)
    whole = sat(closes=at(60))
    assert (whole.ends_at, whole.is_cut_short(NOON)) == (at(40), False)


def test_who_has_not_started_does_no_work_however_open_it_is():
    own = OwnTimes(Times(), 40)
    assert (own.stage(NOON), own.takes_work(NOON)) == (Stage.TO_START, False)
    assert own.is_cut_short(NOON) is False


def test_work_is_taken_while_the_clock_runs_and_ten_seconds_longer_for_what_was_on_its_way():
    own = sat()
    for moment, stage, takes, received in (
        (at(0), Stage.RUNNING, True, at(0)),
        (at(40), Stage.RUNNING, True, at(40)),
        (at(40, 1), Stage.OVER, True, at(40)),
        (at(40, 10), Stage.OVER, True, at(40)),
        (at(40, 11), Stage.OVER, False, at(40, 11)),
    ):
        assert own.stage(moment) is stage
        assert own.takes_work(moment) is takes
        assert own.received(moment) == received
    assert own.settled_at == at(40) + GRACE


def test_what_is_on_its_way_at_closing_is_taken_and_nothing_shown_at_closing_can_be_sent_in():
    own = sat(closes=at(30))
    assert own.takes_work(at(30, 10))
    for seconds in range(12):
        closed = own.phase(at(30, seconds)) is Phase.CLOSED
        assert closed is not own.takes_work(at(30, seconds))


def test_without_a_limit_there_is_no_grace():
    own = OwnTimes(Times(closes_at=at(30)))
    assert (own.stage(NOON), own.settled_at) == (Stage.UNLIMITED, at(30))
    assert not own.takes_work(at(30, 1))
    assert own.phase(at(30, 1)) is Phase.CLOSED
    assert own.received(at(30, 1)) == at(30, 1)
    assert OwnTimes().settled_at is None


def test_a_limit_opens_nothing_before_its_time():
    own = OwnTimes(Times(opens_at=at(5)), 40, Sitting(NOON, 40))
    assert own.phase(at(1)) is Phase.BEFORE
    assert not own.takes_work(at(1))


def test_the_clock_shows_whole_seconds_and_stands_still_when_it_is_over():
    assert sat().seconds_left(at(39)) == 60
    assert sat().seconds_left(at(41)) == 0
    assert OwnTimes(Times(), 40).seconds_left(NOON) == 0


@given(
    st.integers(1, 200),
    st.integers(0, 200),
    st.integers(0, 100),
    st.one_of(st.none(), st.integers(0, 300)),
)
def test_more_minutes_never_end_a_sitting_earlier(minutes, more, ended, closes):
    closing = None if closes is None else at(closes)
    short, long = sat(minutes, closing), sat(minutes + more, closing)
    assert short.ends_at <= long.ends_at
    stopped = sat(minutes, closing, at(ended))
    assert stopped.ends_at <= short.ends_at


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_a_limit_has_its_bounds(minutes):
    assert set(check_conduct(Conduct(minutes))) == {"minutes"}


def test_a_day_and_no_limit_at_all_fit():
    assert check_conduct(Conduct(1440)) == check_conduct(Conduct()) == {}
