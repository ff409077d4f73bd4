"""The tasks: ids in, nothing out; each opens the store and calls one service."""

import functools
import uuid
from typing import Any

from celery import Task

from app.db import Database
from app.dispatch import (
    HAND_IN_TASK,
    MARK_TASK,
    PREPARE_TASK,
    RING_EXPIRES_SECONDS,
    SWEEP_TASK,
)
from app.domain.authoring import TASK_SECONDS
from app.services import explaining, grading, handing_in, workshop
from worker.celery_app import celery_app, settings


@functools.cache
def _database() -> Database:
    # Opened by the first task, so in a child process and never before the fork.
    return Database(settings.database_url.get_secret_value(), pool_size=1)


class _Colleagues:
    """The doorbell a worker rings for the others."""

    def __init__(self, task: "Task[..., None]") -> None:
        self._task = task

    def ring(self, work_id: uuid.UUID) -> None:
        self._task.apply_async((str(work_id),), expires=RING_EXPIRES_SECONDS)


@celery_app.task(name=MARK_TASK)
def mark(_submission_id: str) -> None:
    """Mark what waits; the id only says who rang."""
    grading.mark_waiting(_database())


@celery_app.task(name=PREPARE_TASK, soft_time_limit=TASK_SECONDS, time_limit=TASK_SECONDS + 5)
def prepare(_work_id: str) -> None:
    """Make the explanations that wait, and check or prepare one problem; the id only says who rang."""
    explaining.tell_waiting(_database())
    workshop.work_waiting(_database())


@celery_app.task(name=SWEEP_TASK, bind=True)
def sweep(self: Any) -> None:
    """Ring for what nobody heard."""
    grading.sweep(_database(), _Colleagues(mark), worker=self.request.hostname)
    workshop.sweep(_database(), _Colleagues(prepare))
    explaining.sweep(_database(), _Colleagues(prepare))


@celery_app.task(name=HAND_IN_TASK)
def hand_in() -> None:
    """Hand in at closing time what was typed and not submitted."""
    handing_in.hand_in_waiting(_database(), _Colleagues(mark))
