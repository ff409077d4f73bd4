"""Celery, built from the settings: `celery --app worker.celery_app worker`."""

from app.dispatch import make_celery
from app.settings import read_settings
from worker.schedule import SCHEDULE

settings = read_settings()

celery_app = make_celery(settings.broker_url.get_secret_value())
celery_app.task_cls = "worker.bounds:BoundedTask"
celery_app.Task.Request = "worker.rings:Ring"
celery_app.conf.update(
    include=["worker.bounds", "worker.forking", "worker.lines", "worker.figures", "worker.tasks"],
    # The lease in the database stands in for late acknowledgement, which ends Celery 5.7 workers when Redis restarts.
    task_acks_late=False,
    worker_prefetch_multiplier=1,
    worker_disable_prefetch=True,
    task_soft_time_limit=9,
    task_time_limit=10,
    # Most tasks find that another has marked what rang for them.
    worker_max_tasks_per_child=5000,
    worker_max_memory_per_child=400_000,
    worker_concurrency=settings.worker_concurrency,
    beat_schedule=SCHEDULE,
    # The schedule is two seconds long: beat has nothing to remember and needs no file.
    beat_scheduler="celery.beat:Scheduler",
    beat_max_loop_interval=1,
)
