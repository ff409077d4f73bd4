import datetime as dt

import numpy as np
import pytest

from app.domain.item_analysis import Attempt, ItemWork, Missing, Work, analyse, working_time

EXACT = {"rel": 1e-12, "abs": 1e-12}
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def at(minutes):
    return NOON + dt.timedelta(minutes=minutes)


def work(*scores, opened=0, every=5):
    """Somebody who opens an item and submits every few minutes."""
    attempts = [
        Attempt(at(opened + every * number), score) for number, score in enumerate(scores, start=1)
    ]
    return Work(at(opened), tuple(attempts))


ITEMS = (
    ItemWork(4, {"ada": work(0, 0.5, 1), "blaise": work(0.5), "carl": work(), "emmy": work(1)}),
    ItemWork(2, {"ada": work(0.5, 1), "blaise": work(0, 0), "emmy": work(1, opened=200)}),
    ItemWork(6, {"ada": work(0, 0.5), "emmy": work(0, 0, 1)}),
)


def test_best_first_last_and_mean_scores_are_each_students_own():
    found = analyse(ITEMS).items[0]

    assert found.opened == 4
    assert found.score.n == 3
    assert found.submissions == 5
    assert found.score.mean.value == pytest.approx((1 + 0.5 + 1) / 3, **EXACT)
    assert found.first.value == pytest.approx((0 + 0.5 + 1) / 3, **EXACT)
    assert found.last.value == pytest.approx((1 + 0.5 + 1) / 3, **EXACT)
    assert found.average.value == pytest.approx((0.5 + 0.5 + 1) / 3, **EXACT)
    assert found.attempts.value == pytest.approx(5 / 3, **EXACT)


def test_a_last_score_can_be_lower_than_the_best():
    found = analyse([ItemWork(1, {"ada": work(1, 0.25)})]).items[0]

    assert (found.score.mean.value, found.last.value) == (1, 0.25)


def test_attempts_and_time_to_the_first_right_answer_leave_out_who_has_none():
    found = analyse(ITEMS).items[0]

    assert found.solved == 2
    assert found.attempts_to_right.value == 2
    assert found.mean_attempts_to_right.value == 2
    assert found.seconds_to_right.value == (15 + 5) * 60 / 2
    assert found.attempt_counts == (1, 0, 1)


def test_nobody_right_has_no_time_to_it():
    found = analyse([ItemWork(1, {"ada": work(0)})]).items[0]

    assert found.attempts_to_right.missing is Missing.NOBODY
    assert found.seconds_to_right.missing is Missing.NOBODY
    assert found.attempt_counts == ()


def test_what_compares_items_counts_unanswered_ones_as_nothing_as_the_total_does():
    points = np.array([[4, 2, 4], [2, 0, 2], [3, 0, 6]], float)
    totals = points.sum(axis=0)
    found = analyse(ITEMS)

    scores = {student: total.score for student, total in found.totals.items()}
    assert scores == pytest.approx({"ada": 9 / 12, "blaise": 2 / 12, "emmy": 1})
    assert found.score.mean.value == pytest.approx(totals.mean() / 12, **EXACT)
    assert found.score.sd.value == pytest.approx(totals.std(ddof=1) / 12, **EXACT)
    for item, own in zip(found.items, points, strict=True):
        rest = totals - own
        assert item.item_total.value == pytest.approx(np.corrcoef(own, totals)[0, 1], **EXACT)
        assert item.item_rest.value == pytest.approx(np.corrcoef(own, rest)[0, 1], **EXACT)
    parts = points.var(axis=1, ddof=1).sum() / totals.var(ddof=1)
    assert found.alpha.value == pytest.approx(1.5 * (1 - parts), **EXACT)


def test_who_only_opened_an_item_is_no_participant():
    found = analyse(ITEMS)

    assert "carl" not in found.totals
    assert found.score.n == 3
    assert sum(found.histogram) == 3


def test_a_single_item_has_a_total_but_no_rest_and_no_consistency():
    found = analyse(
        [ItemWork(1, {name: work(score) for name, score in zip("abc", (0, 0.5, 1), strict=True)})]
    )

    assert found.items[0].item_total.value == pytest.approx(1, **EXACT)
    assert found.items[0].item_rest.missing is Missing.ONE_ITEM
    assert found.alpha.missing is Missing.ONE_ITEM


def test_an_untouched_assignment_has_no_figures_at_all():
    found = analyse([ItemWork(1, {}), ItemWork(2, {})])

    assert found.score.n == 0
    assert found.alpha.missing is Missing.NOBODY
    assert found.items[0].item_total.missing is Missing.NOBODY
    assert found.items[0].item_rest.missing is Missing.NOBODY
    assert {figure.missing for figure in found.items[0].quintiles} == {Missing.NOBODY}
    assert found.minutes.missing is Missing.NOBODY


def test_an_item_that_everybody_solves_discriminates_nobody():
    easy = ItemWork(1, {name: work(1) for name in "abcd"})
    hard = ItemWork(
        1, {name: work(score) for name, score in zip("abcd", (0, 0, 1, 1), strict=True)}
    )

    found = analyse([easy, hard]).items[0]
    assert found.item_total.missing is Missing.NO_VARIANCE
    assert found.item_rest.missing is Missing.NO_VARIANCE


def test_working_time_leaves_out_pauses():
    moments = [at(minutes) for minutes in (0, 10, 30, 30 + 61, 100, 100 + 60)]

    assert working_time(reversed(moments)) == dt.timedelta(minutes=10 + 20 + 9 + 60)
    assert working_time([]) == working_time([NOON]) == dt.timedelta()


def test_working_time_runs_over_all_items_of_a_student():
    found = analyse(ITEMS)

    # Ada: 0, 5, 10, 15 on the first item, and no later sign of life; Emmy: 0, 5, 10, 15, then 200, 205.
    assert found.totals["ada"].working_time == dt.timedelta(minutes=15)
    assert found.totals["emmy"].working_time == dt.timedelta(minutes=20)
    assert found.minutes.value == 15
