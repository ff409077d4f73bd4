"""Which of a student's attempts at an item counts."""

from collections.abc import Mapping
from enum import StrEnum

from app.domain.texts import say


class Counting(StrEnum):
    """What a student's attempts at an item earn together."""

    BEST = "best"
    """What each attempt improves counts, at its worth: points never fall."""
    LAST = "last"
    """The last marked attempt counts, also where it is worse than an earlier one."""
    AVERAGE = "average"
    """The mean of all marked attempts counts."""
    STREAK = "streak"
    """Right answers add up, each in a row worth more than the one before: points never fall."""


COUNTING_NAMES: Mapping[Counting, str] = {
    Counting.BEST: say("The best attempt"),
    Counting.LAST: say("The last attempt"),
    Counting.AVERAGE: say("The average of all attempts"),
    Counting.STREAK: say("Right answers in a row"),
}
"""What teachers choose from."""

COUNTING_TOLD: Mapping[Counting, str] = {
    Counting.BEST: say("The best attempt counts: another one takes nothing away."),
    Counting.LAST: say("The last attempt counts, also if an earlier one was better."),
    Counting.AVERAGE: say("The average of all attempts counts."),
    Counting.STREAK: say(
        "Right answers add up, and in a row each is worth more than the one before. A wrong one takes nothing away."
    ),
}
"""What students are told of it."""
