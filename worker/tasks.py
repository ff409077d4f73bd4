"""The tasks: ids in, nothing out; each opens the store and calls one service."""

import functools
import uuid
from typing import Any

from celery import Task

from app import metrics
from app.broker import tell_forgotten
from app.db import Database
from app.dispatch import (
    BEHIND_TASK,
    FORGET_TASK,
    HAND_IN_TASK,
    MARK_TASK,
    PREPARE_TASK,
    RING_EXPIRES_SECONDS,
    RUNG_BY_HEADER,
    SWEEP_TASK,
    RungBy,
    describe_ring,
    priority_of,
    rung_by,
)
from app.domain.authoring import TASK_SECONDS
from app.services import (
    explaining,
    foreseeing,
    grading,
    handing_in,
    previewing,
    regrading_work,
    replying,
    workshop,
)
from worker.celery_app import celery_app, settings
from worker.schedule import SWEEP_SECONDS
from worker.seats import Seats

_STATEMENT_SECONDS = 6

# Made before the pool forks, so that its processes share them. One process at least is left to live work.
_seats = Seats(max(1, settings.worker_concurrency - 1))


@functools.cache
def _database() -> Database:
    # Opened by the first task, so in a child process and never before the fork.
    # A database that is silent is given up before the task is, see `task_soft_time_limit`: then the log names it.
    return Database(
        settings.database_url.get_secret_value(), pool_size=1, statement_seconds=_STATEMENT_SECONDS
    )


class _Colleagues:
    """The doorbell a worker rings for the others."""

    def __init__(self, task: "Task[..., None]", rung_by: RungBy = RungBy.BELL) -> None:
        self._task, self._rung_by = task, rung_by

    def ring(self, work_id: uuid.UUID) -> None:
        self._task.apply_async(
            (str(work_id),),
            expires=RING_EXPIRES_SECONDS,
            priority=priority_of(self._task.name),
            headers=describe_ring(self._rung_by),
        )


@celery_app.task(name=MARK_TASK, bind=True)
def mark(self: Any, _submission_id: str) -> None:
    """Mark what waits; the id only says who rang."""
    ended = grading.mark_waiting(_database(), seconds=SWEEP_SECONDS)
    metrics.ENDED_AFTER.labels(rung_by(self.request.get(RUNG_BY_HEADER))).inc(ended)


@celery_app.task(name=PREPARE_TASK)
def prepare(_work_id: str) -> None:
    """Make the previews and the explanations that wait; the id only says who rang."""
    previewing.show_waiting(_database())
    explaining.tell_waiting(_database())


@celery_app.task(
    name=BEHIND_TASK, bind=True, soft_time_limit=TASK_SECONDS, time_limit=TASK_SECONDS + 5
)
def work_behind(self: Any, work_id: str) -> None:
    """Do one piece of each kind of long work, and ring for the next: live bells are heard before that one."""
    with _seats.taken() as is_seated:
        if not is_seated:
            # Whoever holds the last seat rings again.
            return
        checked = workshop.work_waiting(_database())
        regraded = regrading_work.work_waiting(_database())
        foreseen = foreseeing.work_waiting(_database())
    # With the seat given back: whoever hears this at once finds it free.
    if checked or regraded or foreseen:
        _Colleagues(self).ring(uuid.UUID(work_id))


@celery_app.task(name=SWEEP_TASK, bind=True)
def sweep(self: Any) -> None:
    """Ring for what nobody heard."""
    tell_forgotten(settings.broker_url.get_secret_value())
    grading.sweep(
        _database(),
        _Colleagues(mark, RungBy.SWEEP),
        worker=self.request.hostname,
        processes=settings.worker_concurrency,
    )
    workshop.sweep(_database(), _Colleagues(work_behind))
    regrading_work.sweep(_database(), _Colleagues(work_behind))
    foreseeing.sweep(_database(), _Colleagues(work_behind))
    explaining.sweep(_database(), _Colleagues(prepare))
    previewing.sweep(_database(), _Colleagues(prepare))


@celery_app.task(name=HAND_IN_TASK)
def hand_in() -> None:
    """Hand in at closing time what was typed and not submitted."""
    handing_in.hand_in_waiting(_database(), _Colleagues(mark))


@celery_app.task(name=FORGET_TASK)
def forget() -> None:
    """Forget what is kept for a day only: the answers to requests that might have been sent again."""
    replying.forget_replies(_database())
