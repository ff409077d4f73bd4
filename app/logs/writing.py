"""How lines are written: as JSON for machines, or plain for a person at a terminal."""

import logging
import sys
from collections.abc import MutableMapping
from enum import StrEnum
from typing import Any, Final

import structlog
from structlog.processors import ExceptionRenderer
from structlog.typing import Processor

from app.logs.causes import describe


class LogFormat(StrEnum):
    """How a line is written."""

    JSON = "json"
    PLAIN = "plain"


FIELDS: Final = (
    "route",
    "method",
    "status",
    "milliseconds",
    "ids",
    "task",
    "submissions",
    "failed",
)
"""What a line may say in a field of its own (`extra=`); anything else is left out, so that nothing slips in."""

# One line for each task would drown the rest: four a second come from the sweep alone.
_QUIET: Final = ("celery.beat", "celery.app.trace", "celery.worker.strategy", "kombu", "alembic")


def set_up_logs(form: LogFormat) -> None:
    """Write every line of this process to standard output in this form."""
    handler = logging.StreamHandler(sys.__stdout__)
    handler.setFormatter(make_formatter(form))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def make_formatter(form: LogFormat) -> logging.Formatter:
    """Return what turns an event into a line of this form."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_known_of_each_line(),
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *_written(form),
        ],
    )


def _known_of_each_line() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(allow=FIELDS),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        _add_process,
        ExceptionRenderer(describe),
    ]


def _add_process(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    record = line.get("_record")
    if isinstance(record, logging.LogRecord):
        line["process"] = record.process
    return line


def _keep_on_one_line(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    event = str(line["event"])
    if not event.isprintable():
        line["event"] = "".join(one if one.isprintable() else ascii(one)[1:-1] for one in event)
    return line


def _written(form: LogFormat) -> list[Processor]:
    if form is LogFormat.JSON:
        return [structlog.processors.JSONRenderer()]
    return [
        _keep_on_one_line,
        structlog.dev.ConsoleRenderer(
            colors=sys.__stdout__ is not None and sys.__stdout__.isatty(),
            timestamp_key="time",
            pad_event_to=0,
        ),
    ]
