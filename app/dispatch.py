"""The Celery producer: task names, how the broker is reached, and the doorbell that services ring.

The broker carries only hints that may be lost or doubled; the database holds the work.
"""

import contextlib
import logging
import queue
import threading
import time
import uuid
from enum import StrEnum

from celery import Celery
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from app.logs import cause_of, request_id

_log = logging.getLogger(__name__)

MARK_TASK = "gradmark.mark"
PREPARE_TASK = "gradmark.prepare"
BEHIND_TASK = "gradmark.behind"
SWEEP_TASK = "gradmark.sweep"
HAND_IN_TASK = "gradmark.hand_in"
FORGET_TASK = "gradmark.forget"

# The Redis transport hears the smallest number first. What is not named here is short and comes at its time, however
# many bells for marking wait.
_PRIORITIES = {MARK_TASK: 3, PREPARE_TASK: 6, BEHIND_TASK: 9, FORGET_TASK: 9}

_MOST_WAITING_RINGS = 1000
# Who hears a bell for marking marks all that waits: those that ring within so short a time ring once.
_TOGETHER_SECONDS = 0.02
# An unheard ring older than this is the sweep's business.
RING_EXPIRES_SECONDS = 60

# Headers of a message; a worker of the release before passes over them.
RUNG_BY_HEADER = "gradmark_rung_by"
RING_ID_HEADER = "gradmark_request_id"


def make_celery(broker_url: str) -> Celery:
    """Return a Celery application that reaches this broker, with no tasks of its own.

    A broker that refuses or hangs costs a producer two seconds at most; by default it would be for ever.
    """
    celery = Celery("gradmark", broker=broker_url, set_as_current=False)
    celery.conf.update(
        task_ignore_result=True,
        task_serializer="json",
        result_accept_content=["json"],
        accept_content=["json"],
        task_publish_retry=False,
        broker_pool_acquire_timeout=2,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            "socket_timeout": 2,
            "socket_connect_timeout": 1,
            "socket_keepalive": True,
            "health_check_interval": 10,
            "visibility_timeout": 300,
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "global_keyprefix": "gradmark:",
        },
    )
    return celery


class RungBy(StrEnum):
    """Why a worker is rung for: something was stored just now, or the sweep found that nobody had heard."""

    BELL = "bell"
    SWEEP = "sweep"


Ring = dict[str, str]


class CeleryDoorbell:
    """Rings outside the request's path: a thread publishes from a bounded queue, and what does not fit is dropped.

    Args:
        celery: The producer, see `make_celery`.
        task: The name of the task that hears it.
    """

    def __init__(self, celery: Celery, task: str = MARK_TASK) -> None:
        self._celery = celery
        self._task = task
        self._rings: queue.Queue[tuple[uuid.UUID, Ring]] = queue.Queue(_MOST_WAITING_RINGS)
        self._starting = threading.Lock()
        self._publisher: threading.Thread | None = None
        self._rung = 0.0

    def ring(self, work_id: uuid.UUID) -> None:
        """Say that this work waits; returns at once and never raises."""
        with self._starting:
            # Begun at the first ring, so that it lives in the process that rings and not in the one it was forked from.
            if self._publisher is None:
                self._publisher = threading.Thread(
                    target=self._publish, name="doorbell", daemon=True
                )
                self._publisher.start()
        try:
            self._rings.put_nowait((work_id, describe_ring()))
        except queue.Full:
            _log.warning("the doorbell is overrun; the sweep will find %s", work_id)

    def _publish(self) -> None:
        while True:
            work_id, ring = self._next()
            try:
                self._celery.send_task(
                    self._task,
                    [str(work_id)],
                    expires=RING_EXPIRES_SECONDS,
                    priority=priority_of(self._task),
                    headers=ring,
                )
            except (OperationalError, RedisError, OSError) as error:
                _log.warning(
                    "the broker does not answer; the sweep will find %s (%s)",
                    work_id,
                    cause_of(error),
                )

    def _next(self) -> tuple[uuid.UUID, Ring]:
        """Wait for a ring; of those for marking that have come since the last one, the newest stands for all."""
        newest = self._rings.get()
        if self._task == MARK_TASK:
            # The first rings at once, and what comes while it does waits for no longer than this.
            time.sleep(max(0.0, self._rung + _TOGETHER_SECONDS - time.monotonic()))
            with contextlib.suppress(queue.Empty):
                while True:
                    newest = self._rings.get_nowait()
            self._rung = time.monotonic()
        return newest


def describe_ring(rung_by: RungBy = RungBy.BELL) -> Ring:
    """Return what a message says of itself besides its id: who rang, and for which request."""
    return {RUNG_BY_HEADER: rung_by.value, RING_ID_HEADER: request_id()}


def rung_by(said: object) -> RungBy:
    """Return who rang, from what a message says; the release before says nothing, and its workers only ring bells."""
    return RungBy.SWEEP if said == RungBy.SWEEP else RungBy.BELL


def priority_of(task: str) -> int:
    """Return how urgent a task is, 0 at most and 9 at least: sweeps, marking, what a page waits for, all the rest."""
    return _PRIORITIES.get(task, 0)
