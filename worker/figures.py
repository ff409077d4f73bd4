"""What a worker counts of its tasks, and where it tells that."""

import logging
import time
from typing import Any

from celery import Task, signals

from app import metrics
from app.logs import cause_of
from worker.celery_app import settings

_log = logging.getLogger(__name__)

# A process of the pool works on one task at a time.
_began: dict[str, float] = {}


@signals.task_prerun.connect
def _begin(task_id: str, **_rest: Any) -> None:
    _began[task_id] = time.perf_counter()


@signals.task_postrun.connect
def _end(task_id: str, task: "Task[..., None]", **_rest: Any) -> None:
    seconds = time.perf_counter() - _began.pop(task_id)
    metrics.TASK_SECONDS.labels(task.name).observe(seconds)


@signals.task_failure.connect
def _fail(sender: "Task[..., None]", **_rest: Any) -> None:
    metrics.TASK_FAILURES.labels(sender.name).inc()


@signals.worker_ready.connect
def _serve(**_rest: Any) -> None:
    if not settings.tells_metrics:
        return
    try:
        metrics.serve_beside(settings.metrics_bind)
    except OSError as error:
        # Marking goes on: who watches sees that nothing answers there.
        _log.error("figures cannot be told at %s: %s", settings.metrics_bind, cause_of(error))


@signals.worker_shutdown.connect
def _clear_up(**_rest: Any) -> None:
    metrics.remove_folder()
