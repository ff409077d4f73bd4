"""The life of a regrade, and the bounds of the work on it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from app.domain.texts import Message, say

MOST_REASON: Final = 300
"""How long the reason may be that students read, in characters."""
MAX_TRIES: Final = 3
"""How often a worker may begin with one student: who ends three workers keeps the marks they have."""
SLICE_SECONDS: Final = 1.0
"""After so long a worker begins with no further student, and rings: live marking is heard before that bell."""
SLICE_STUDENTS: Final = 25
"""How many students a worker takes on at once."""
LEASE_SECONDS: Final = 45
"""How long a worker owns a slice; above the end of its task, so that the owner is surely gone."""


class RegradeKind(StrEnum):
    """What is marked anew, and how."""

    RECOMPUTE = "recompute"
    """All of it, by the problem, the engine and the rules as they are now."""
    ACCEPT = "accept"
    """The same, and one more answer counts as right."""
    FULL = "full"
    """The same, and every answer to a question or to a whole item counts as right."""

    @property
    def word(self) -> Message:
        """Say what it does."""
        return _KINDS[self]


_KINDS: Final[Mapping[RegradeKind, Message]] = {
    RegradeKind.RECOMPUTE: say("Marked anew"),
    RegradeKind.ACCEPT: say("An answer accepted"),
    RegradeKind.FULL: say("Full marks for every answer"),
}


class RegradeState(StrEnum):
    """Where a regrade stands.

    `previewing` computes what would change and changes nothing; `ready` waits for a teacher, who applies or discards
    it; `running` writes student after student, until it is `done`. Then it can be undone: `undoing`, `undone`.
    """

    PREVIEWING = "previewing"
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    DISCARDED = "discarded"

    @property
    def word(self) -> Message:
        """Say where it stands."""
        return _WORDS[self]

    @property
    def stage(self) -> "Stage | None":
        """How far a worker brings each student in this state; None where nothing is left for workers."""
        return _STAGES.get(self)

    @property
    def is_open(self) -> bool:
        """Whether another regrade of the same assignment has to wait for it."""
        return self is RegradeState.READY or self.stage is not None

    @property
    def next(self) -> "RegradeState":
        """What it is once every student has come so far; only asked of a state in which workers work."""
        return _NEXT[self]


class Stage(StrEnum):
    """How far a regrade has come with one student."""

    WAITING = "waiting"
    PREVIEWED = "previewed"
    APPLIED = "applied"
    UNDONE = "undone"


_STAGES: Final[Mapping[RegradeState, Stage]] = {
    RegradeState.PREVIEWING: Stage.PREVIEWED,
    RegradeState.RUNNING: Stage.APPLIED,
    RegradeState.UNDOING: Stage.UNDONE,
}
_NEXT: Final[Mapping[RegradeState, RegradeState]] = {
    RegradeState.PREVIEWING: RegradeState.READY,
    RegradeState.RUNNING: RegradeState.DONE,
    RegradeState.UNDOING: RegradeState.UNDONE,
}
_WORDS: Final[Mapping[RegradeState, Message]] = {
    RegradeState.PREVIEWING: say("Being computed"),
    RegradeState.READY: say("Waits for your decision"),
    RegradeState.RUNNING: say("Being applied"),
    RegradeState.DONE: say("Applied"),
    RegradeState.UNDOING: say("Being undone"),
    RegradeState.UNDONE: say("Undone"),
    RegradeState.DISCARDED: say("Discarded"),
}
