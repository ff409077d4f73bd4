"""What is counted and timed; docs/operations.md says how to read each."""

import os
from pathlib import Path
from typing import Final

from prometheus_client import Counter, Histogram, values

from app.metrics.slots import Slots

FOLDER_VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"
"""Where the processes of one server write their figures; the client reads this name itself."""

if FOLDER_VARIABLE in os.environ:
    # Before the first figure below is made.
    values.ValueClass = values.MultiProcessValue(  # type: ignore[no-untyped-call]  # the client's own way
        Slots(Path(os.environ[FOLDER_VARIABLE])).own
    )

_REQUEST_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_WORK_BUCKETS: Final = (0.005, 0.02, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0)
_WAIT_BUCKETS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 15.0, 60.0, 300.0)

REQUEST_SECONDS: Final = Histogram(
    "gradmark_http_request_seconds",
    "Time from a request to its response.",
    ["route", "method"],
    buckets=_REQUEST_BUCKETS,
)
RESPONSES: Final = Counter(
    "gradmark_http_responses", "Responses by status.", ["route", "method", "status"]
)
TASK_SECONDS: Final = Histogram(
    "gradmark_task_seconds", "Time of a task in a worker.", ["task"], buckets=_WORK_BUCKETS
)
TASK_FAILURES: Final = Counter("gradmark_task_failures", "Tasks that ended in an error.", ["task"])
MARKING_SECONDS: Final = Histogram(
    "gradmark_marking_seconds",
    "Time of a batch of submissions from its claim to its stored results.",
    buckets=_WORK_BUCKETS,
)
WAITED_SECONDS: Final = Histogram(
    "gradmark_submission_waited_seconds",
    "Time from a stored submission to a worker's claim.",
    buckets=_WAIT_BUCKETS,
)
SUBMISSIONS_ENDED: Final = Counter(
    "gradmark_submissions_ended", "Submissions marked or failed.", ["state"]
)
ENDED_AFTER: Final = Counter(
    "gradmark_submissions_ended_after",
    "Submissions that ended, by who had rung for the worker: a bell, or the sweep for lost bells.",
    ["rung_by"],
)
LIMITS_MET: Final = Counter(
    "gradmark_limits_met", "Requests refused because somebody asked too often.", ["limit"]
)
MARKS: Final = Counter("gradmark_marks", "Marks of single questions.", ["verdict"])
LEASES_LOST: Final = Counter(
    "gradmark_leases_lost",
    "Submissions taken over from a worker that did not end them, and results that came too late.",
    ["how"],
)
