"""Figures of web and workers for Prometheus, summed over all processes of a server."""

from app.metrics.exposing import (
    OnAPortOfTheirOwn,
    make_folder,
    port_of,
    remove_folder,
    serve_beside,
)
from app.metrics.figures import (
    ENDED_AFTER,
    LEASES_LOST,
    LIMITS_MET,
    MARKING_SECONDS,
    MARKS,
    REQUEST_SECONDS,
    RESPONSES,
    SUBMISSIONS_ENDED,
    TASK_FAILURES,
    TASK_SECONDS,
    WAITED_SECONDS,
)

__all__ = [
    "ENDED_AFTER",
    "LEASES_LOST",
    "LIMITS_MET",
    "MARKING_SECONDS",
    "MARKS",
    "REQUEST_SECONDS",
    "RESPONSES",
    "SUBMISSIONS_ENDED",
    "TASK_FAILURES",
    "TASK_SECONDS",
    "WAITED_SECONDS",
    "OnAPortOfTheirOwn",
    "make_folder",
    "port_of",
    "remove_folder",
    "serve_beside",
]
