"""The tasks: ids in, nothing out; each opens the store and calls one service."""

import functools
import uuid
from typing import Any

from app.db import Database
from app.dispatch import MARK_TASK, RING_EXPIRES_SECONDS, SWEEP_TASK
from app.services import grading
from worker.celery_app import celery_app, settings


@functools.cache
def _database() -> Database:
    # Opened by the first task, so in a child process and never before the fork.
    return Database(settings.database_url.get_secret_value(), pool_size=1)


class _Colleagues:
    """The doorbell a worker rings for the others."""

    def ring(self, submission_id: uuid.UUID) -> None:
        mark.apply_async((str(submission_id),), expires=RING_EXPIRES_SECONDS)


@celery_app.task(name=MARK_TASK)
def mark(_submission_id: str) -> None:
    """Mark what waits; the id only says who rang."""
    grading.mark_waiting(_database())


@celery_app.task(name=SWEEP_TASK, bind=True)
def sweep(self: Any) -> None:
    """Ring for what nobody heard."""
    grading.sweep(_database(), _Colleagues(), worker=self.request.hostname)
