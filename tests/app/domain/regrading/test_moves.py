"""Never lower is a promise: whatever the rules, nobody's points fall."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.credit import Counting, Rules, Times
from app.domain.credit.times import Step
from app.domain.regrading import Direction, Mode, direction, takes

START = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)
SCORES = st.sampled_from([0.0, 0.25, 1 / 3, 0.5, 2 / 3, 0.75, 1.0])
ATTEMPTS = st.lists(st.tuples(st.integers(0, 240), SCORES, SCORES), min_size=1, max_size=6)
LATE = Times(
    due_at=START + dt.timedelta(hours=100),
    steps=(
        Step(START + dt.timedelta(hours=50), 120.0),
        Step(START + dt.timedelta(hours=200), 50.0),
    ),
)


@pytest.mark.parametrize("counting", list(Counting))
@pytest.mark.parametrize("times", [Times(), LATE], ids=["always open", "late credit"])
@given(attempts=ATTEMPTS, percents=st.sampled_from([(), (100.0, 70.0, 50.0, 20.0)]))
def test_points_never_fall_where_no_score_does(counting, times, attempts, percents):
    rules = Rules(
        times,
        percents if counting is Counting.BEST else (),
        counting=counting,
        new_exercises=counting is Counting.STREAK,
    )
    ordered = sorted(attempts, key=lambda attempt: attempt[0])
    before = [(START + dt.timedelta(hours=hours), old) for hours, old, _new in ordered]
    after = [
        (START + dt.timedelta(hours=hours), new if takes(Mode.NEVER_LOWER, old, new) else old)
        for hours, old, new in ordered
    ]

    assert rules.earned(rules.tries(after)) >= rules.earned(rules.tries(before)) - 1e-9


def test_replacing_takes_lower_scores_too():
    assert takes(Mode.REPLACE, 1.0, 0.0)
    assert not takes(Mode.NEVER_LOWER, 1.0, 0.999)
    assert takes(Mode.NEVER_LOWER, 0.5, 0.5)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, None, Direction.SAME),
        (None, 0.0, Direction.SAME),
        (None, 1.0, Direction.UP),
        (2.0, 1.0, Direction.DOWN),
        (1.0, 1.0 + 1e-12, Direction.SAME),
    ],
)
def test_no_points_yet_are_as_good_as_none(before, after, expected):
    assert direction(before, after) is expected
