"""What may be wrong with the times and the credit that a teacher sets, and what to do about it."""

import itertools
import math
from collections.abc import Iterator

from app.domain.credit.counting import Counting
from app.domain.credit.rules import Rules
from app.domain.credit.times import Times
from app.domain.texts import say

MOST_STEPS = 6
MOST_PERCENTS = 20
_MOST_PERCENT = 200.0


def check_times(times: Times) -> dict[str, str]:
    """Return what is wrong with an assignment's times and what to do, by field; empty where all is well.

    The fields are `due_at`, `closes_at` and `steps`.
    """
    errors: dict[str, str] = {}
    opens, due, closes = times.opens_at, times.due_at, times.closes_at
    if opens is not None and due is not None and due <= opens:
        errors["due_at"] = say(
            "This is before the assignment opens. Choose a later due time, or open it earlier."
        )
    if opens is not None and closes is not None and closes <= opens:
        errors["closes_at"] = say(
            "This is before the assignment opens. Choose a later closing time, or open it earlier."
        )
    elif due is not None and closes is not None and closes < due:
        errors["closes_at"] = say(
            "This is before the assignment is due. Choose the due time or a later one, or leave it empty."
        )
    wrong = next(_wrong_steps(times), None) if times.steps else None
    if wrong is not None:
        errors["steps"] = wrong
    return errors


def check_credit(rules: Rules) -> dict[str, str]:
    """Return what is wrong with the credit over attempts and what to do, by field; empty where all is well.

    The fields are `attempt_percents`, `streak_percent` and `new_exercises`.
    """
    errors: dict[str, str] = {}
    wrong = next(_wrong_percents(rules.percents), None)
    if wrong is None and rules.percents and rules.counting is not Counting.BEST:
        wrong = say("This list holds where the best attempt counts. Empty it, or choose that.")
    if wrong is not None:
        errors["attempt_percents"] = wrong
    if rules.counting is Counting.STREAK:
        if not 1 <= rules.streak_percent <= 100:
            errors["streak_percent"] = say(
                "The first right answer is worth 1 to 100 percent of the points."
            )
        if not rules.new_exercises:
            errors["new_exercises"] = say(
                "Right answers in a row need a new exercise for each attempt. Choose that, or let other attempts count."
            )
    return errors


def _wrong_percents(percents: tuple[float, ...]) -> Iterator[str]:
    """Yield what is wrong with the list of percentages, the most telling first."""
    if len(percents) > MOST_PERCENTS:
        yield say(
            "There are more than %(most)s numbers. Leave some out: the last one holds for all that follow.",
            most=MOST_PERCENTS,
        )
    if not all(math.isfinite(percent) and 0 <= percent <= 100 for percent in percents):
        yield say("Each number lies between 0 and 100: the credit of an attempt in percent.")
    if any(later > earlier for earlier, later in itertools.pairwise(percents)):
        yield say(
            "A later attempt cannot be worth more than an earlier one. Begin with the highest number."
        )


def _wrong_steps(times: Times) -> Iterator[str]:
    """Yield what is wrong with the steps, the most telling first."""
    if times.due_at is None:
        yield say(
            "Early and late credit are counted from the due time: set a due time, or leave these lines empty."
        )
    if len(times.steps) > MOST_STEPS:
        yield say("There are more than %(most)s lines. Leave some of them out.", most=MOST_STEPS)
    if not all(
        math.isfinite(step.percent) and 0 <= step.percent <= _MOST_PERCENT for step in times.steps
    ):
        yield say("Credit lies between 0 and %(most)s percent.", most=f"{_MOST_PERCENT:.0f}")
    line = times.line
    if times.opens_at is not None and line[0].until <= times.opens_at:
        yield say(
            "A line ends before the assignment opens. Choose a later time, or open it earlier."
        )
    if times.closes_at is not None and line[-1].until > times.closes_at:
        yield say(
            "A line ends after the assignment closes. Choose an earlier time, or close it later."
        )
    for earlier, later in itertools.pairwise(line):
        if earlier.until == later.until:
            yield say(
                "Each line needs a time of its own, and other than the due time, when credit is 100 percent."
            )
        if later.percent > earlier.percent:
            yield say(
                "Credit must not grow with time: give at least 100 percent before the due time, "
                "at most 100 percent after it, and in no line more than in an earlier one."
            )
