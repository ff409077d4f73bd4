"""The doorbell: how a service says, after its commit, that work is waiting."""

import uuid
from typing import Protocol


class Doorbell(Protocol):
    """Rings for a worker. A ring may be lost: the sweep finds what nobody heard."""

    def ring(self, work_id: uuid.UUID) -> None:
        """Say that this work waits; returns at once and never raises."""
