"""What the gradebook calls things."""

from collections.abc import Mapping
from typing import Final

from app.domain.gradebook import Status
from app.domain.texts import Message, say

STATUS_WORDS: Final[Mapping[Status, Message]] = {
    Status.COUNTS: say("counts"),
    Status.DROPPED: say("dropped, as one of the lowest"),
    Status.EXCUSED: say("excused"),
    Status.NOT_YET: say("not due yet"),
    Status.NO_GROUP: say("does not count towards the total"),
}
"""Whether an assignment is part of a total."""
