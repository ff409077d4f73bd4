import datetime as dt
import itertools

import pytest

from app.domain.credit import ALWAYS_OPEN, Phase, Times
from app.domain.feedback import (
    DEFAULT_FEEDBACK,
    STORY_CHOICES,
    VERDICT_CHOICES,
    Feedback,
    Shown,
    check_feedback,
)

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
POLICIES = [
    Feedback(*chosen) for chosen in itertools.product(VERDICT_CHOICES, STORY_CHOICES, STORY_CHOICES)
]


def test_by_default_all_is_as_it_was_before_there_were_policies():
    for phase in Phase:
        assert DEFAULT_FEEDBACK.shows_verdict(phase)
        for solved in (True, False):
            assert not DEFAULT_FEEDBACK.shows_truth(phase, solved=solved)
            assert DEFAULT_FEEDBACK.shows_explanation(phase, solved=solved) is solved


@pytest.mark.parametrize(
    ("verdict", "phases"),
    [
        (Shown.AT_ONCE, set(Phase)),
        (Shown.DUE, {Phase.LATE, Phase.CLOSED}),
        (Shown.NEVER, set()),
    ],
)
def test_results_are_shown_in_their_phases(verdict, phases):
    assert {phase for phase in Phase if Feedback(verdict).shows_verdict(phase)} == phases


@pytest.mark.parametrize("feedback", POLICIES)
def test_while_work_is_taken_the_answers_are_told_only_to_who_knows_that_they_have_them(feedback):
    for phase in (Phase.OPEN, Phase.LATE):
        for shows in (feedback.shows_truth, feedback.shows_explanation):
            assert not shows(phase, solved=False)
            assert feedback.shows_verdict(phase) or not shows(phase, solved=True)


def test_what_is_shown_once_closed_is_shown_to_everybody_then():
    feedback = Feedback(Shown.NEVER, Shown.CLOSED, Shown.CLOSED)
    assert feedback.shows_truth(Phase.CLOSED, solved=False)
    assert feedback.shows_explanation(Phase.CLOSED, solved=False)


@pytest.mark.parametrize("feedback", POLICIES)
def test_with_a_due_time_every_choice_fits(feedback):
    assert check_feedback(feedback, Times(due_at=NOON)) == {}


@pytest.mark.parametrize(
    ("feedback", "fields"),
    [
        (Feedback(verdict=Shown.DUE), {"verdict"}),
        (Feedback(truth=Shown.CLOSED), {"truth"}),
        (Feedback(explanation=Shown.CLOSED), {"explanation"}),
        (Feedback(Shown.SOLVED, Shown.AT_ONCE, Shown.DUE), {"verdict", "truth", "explanation"}),
        (DEFAULT_FEEDBACK, set()),
    ],
)
def test_what_waits_for_a_time_needs_that_time(feedback, fields):
    assert set(check_feedback(feedback, ALWAYS_OPEN)) == fields
