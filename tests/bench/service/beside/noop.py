"""Celery as Gradmark's worker sets it up, with a task that does nothing."""

import os

from app.dispatch import make_celery

celery_app = make_celery(os.environ["GRADMARK_BROKER_URL"])
celery_app.conf.update(
    worker_prefetch_multiplier=1,
    worker_disable_prefetch=True,
    task_soft_time_limit=9,
    task_time_limit=10,
    worker_concurrency=int(os.environ["GRADMARK_WORKER_CONCURRENCY"]),
)


@celery_app.task(name="bench.nothing")
def nothing(_id: str) -> None:
    """Do nothing."""
