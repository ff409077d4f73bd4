import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.credit.earning import Try, best_share

tries = st.lists(
    st.builds(Try, st.none() | st.floats(0, 1), st.sampled_from([0.0, 0.25, 0.5, 1.0, 1.1]))
)


def test_nothing_marked_earns_nothing():
    assert best_share([]) == 0
    assert best_share([Try(None, 1)]) == 0


@given(st.lists(st.floats(0, 1), min_size=1))
def test_of_attempts_of_equal_worth_the_best_counts_exactly(scores):
    assert best_share(Try(score, 1.0) for score in scores) == max(scores)


def test_a_late_attempt_earns_on_what_it_improves():
    assert best_share([Try(0.5, 1.0), Try(1.0, 0.5)]) == 0.75


def test_an_early_bonus_is_kept():
    assert best_share([Try(1.0, 1.1), Try(1.0, 1.0)]) == pytest.approx(1.1)


@given(tries, tries)
def test_points_never_fall_on_a_new_attempt(before, then):
    assert best_share([*before, *then]) >= best_share(before) - 1e-12
