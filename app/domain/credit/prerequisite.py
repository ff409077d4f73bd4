"""What must be earned in another assignment before one opens."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Prerequisite:
    """So many points in another assignment of the course.

    Attributes:
        assignment_id: The other assignment.
        points: Who has earned as many there may begin.
    """

    assignment_id: uuid.UUID
    points: float

    def is_met(self, earned: float) -> bool:
        """Tell whether who has earned so much may begin; what rounding takes away is not asked for."""
        return earned >= self.points - 1e-9

    def to_json(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return {"assignment": str(self.assignment_id), "points": self.points}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Prerequisite":
        """Read what is stored."""
        return cls(uuid.UUID(stored["assignment"]), float(stored["points"]))


def leads_back(
    start: uuid.UUID, needed: uuid.UUID, prerequisites: Mapping[uuid.UUID, uuid.UUID]
) -> bool:
    """Tell whether needing `needed` before `start` would close a circle in which nothing opens.

    Args:
        start: The assignment that is to wait.
        needed: What it is to wait for.
        prerequisites: What each assignment of the course waits for already.
    """
    seen: set[uuid.UUID] = set()
    here: uuid.UUID | None = needed
    while here is not None and here not in seen:
        if here == start:
            return True
        seen.add(here)
        here = prerequisites.get(here)
    return False
