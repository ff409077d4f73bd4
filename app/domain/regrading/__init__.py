"""Regrading: marking anew what was marked before, once a problem is mended or an answer is accepted. Pure rules."""

from app.domain.regrading.accepting import Acceptance, accept
from app.domain.regrading.mending import mended
from app.domain.regrading.moves import Direction, Mode, direction, takes
from app.domain.regrading.states import (
    LEASE_SECONDS,
    MAX_TRIES,
    MOST_REASON,
    SLICE_SECONDS,
    SLICE_STUDENTS,
    RegradeKind,
    RegradeState,
    Stage,
)

__all__ = [
    "LEASE_SECONDS",
    "MAX_TRIES",
    "MOST_REASON",
    "SLICE_SECONDS",
    "SLICE_STUDENTS",
    "Acceptance",
    "Direction",
    "Mode",
    "RegradeKind",
    "RegradeState",
    "Stage",
    "accept",
    "direction",
    "mended",
    "takes",
]
