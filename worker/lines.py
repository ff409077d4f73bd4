"""What a worker writes: lines in the settings' form, each with the request that rang for the task."""

import logging
from typing import Any

from celery import Task, signals
from structlog.contextvars import bind_contextvars, clear_contextvars

from app.dispatch import RING_ID_HEADER
from app.errors import Unavailable
from app.logs import cause_of, read_request_id, set_up_logs
from worker.celery_app import settings


@signals.setup_logging.connect
def _write_as_set(**_how_celery_would: Any) -> None:
    set_up_logs(settings.log_format)
    logging.getLogger("celery.app.trace").addFilter(_leave_messages_out)


@signals.task_prerun.connect
def _begin(task: "Task[..., None]", **_rest: Any) -> None:
    clear_contextvars()
    bind_contextvars(task=task.name)
    if id_ := read_request_id(task.request.get(RING_ID_HEADER)):
        bind_contextvars(request_id=id_)


@signals.task_postrun.connect
def _end(**_rest: Any) -> None:
    clear_contextvars()


def _leave_messages_out(record: logging.LogRecord) -> bool:
    """Say that a task failed without the message of its exception, which Celery writes out."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, Unavailable):
        # Where it stood says nothing of it: what is away is named by the cause, and the sweep comes back to the work.
        record.msg, record.args = "unavailable: %s", (cause_of(error.__cause__ or error),)
        record.exc_info, record.levelno, record.levelname = None, logging.WARNING, "WARNING"
        return True
    record.msg, record.args = "a task failed", ()
    return True
