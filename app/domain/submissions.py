"""The life of a submission: its states, its bounds, and what its answers look like at rest."""

from enum import StrEnum

from app.domain.texts import say


class SubmissionState(StrEnum):
    """Where a stored submission stands.

    `queued` waits for a worker; `marking` is claimed by one, under a lease; `marked` has its result;
    `failed` has a reason in its place, uses no attempt and can be queued again by an instructor.
    """

    QUEUED = "queued"
    MARKING = "marking"
    MARKED = "marked"
    FAILED = "failed"

    @property
    def is_final(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self in (SubmissionState.MARKED, SubmissionState.FAILED)


MAX_TRIES = 5
"""How often a worker may begin to mark one submission before it is called failed."""

# Without numbers: it is stored as it is, and found again in the catalogue.
NEVER_ENDED = say(
    "Marking was begun several times and never ended. No attempt was used; "
    "your teaching team sees this and can queue it again."
)
"""What is said of a submission that was tried too often."""

LEASE_SECONDS = 15
"""How long a worker owns what it has claimed; above Celery's hard time limit, so that the owner is surely gone."""

BATCH = 100
"""How many submissions a worker claims at once."""
