"""What may be wrong with the times that a teacher sets, and what to do about it."""

import itertools
import math
from collections.abc import Iterator

from app.domain.credit.times import Times

MOST_STEPS = 6
_MOST_PERCENT = 200.0


def check_times(times: Times) -> dict[str, str]:
    """Return what is wrong with an assignment's times and what to do, by field; empty where all is well.

    The fields are `due_at`, `closes_at` and `steps`.
    """
    errors = {}
    opens, due, closes = times.opens_at, times.due_at, times.closes_at
    if opens is not None and due is not None and due <= opens:
        errors["due_at"] = (
            "This is before the assignment opens. Choose a later due time, or open it earlier."
        )
    if opens is not None and closes is not None and closes <= opens:
        errors["closes_at"] = (
            "This is before the assignment opens. Choose a later closing time, or open it earlier."
        )
    elif due is not None and closes is not None and closes < due:
        errors["closes_at"] = (
            "This is before the assignment is due. Choose the due time or a later one, or leave it empty."
        )
    wrong = next(_wrong_steps(times), None) if times.steps else None
    if wrong is not None:
        errors["steps"] = wrong
    return errors


def _wrong_steps(times: Times) -> Iterator[str]:
    """Yield what is wrong with the steps, the most telling first."""
    if times.due_at is None:
        yield "Early and late credit are counted from the due time: set a due time, or leave these lines empty."
    if len(times.steps) > MOST_STEPS:
        yield f"There are more than {MOST_STEPS} lines. Leave some of them out."
    if not all(
        math.isfinite(step.percent) and 0 <= step.percent <= _MOST_PERCENT for step in times.steps
    ):
        yield f"Credit lies between 0 and {_MOST_PERCENT:.0f} percent."
    line = times.line
    if times.opens_at is not None and line[0].until <= times.opens_at:
        yield "A line ends before the assignment opens. Choose a later time, or open it earlier."
    if times.closes_at is not None and line[-1].until > times.closes_at:
        yield "A line ends after the assignment closes. Choose an earlier time, or close it later."
    for earlier, later in itertools.pairwise(line):
        if earlier.until == later.until:
            yield "Each line needs a time of its own, and other than the due time, when credit is 100 percent."
        if later.percent > earlier.percent:
            yield (
                "Credit must not grow with time: give at least 100 percent before the due time, "
                "at most 100 percent after it, and in no line more than in an earlier one."
            )
