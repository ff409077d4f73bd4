"""What every process of a worker needs is there before the first of them begins."""

import os
import subprocess
import sys

# As Celery begins: the modules that the settings name are imported, then the worker is made, then it forks.
BEGIN = """
import worker.celery_app
from celery import signals
worker.celery_app.celery_app.loader.import_default_modules()
from app.domain.problems import library
read = library.cache_info().currsize
signals.worker_init.send(sender=None)
print(read, library.cache_info().currsize)
"""


def test_the_library_is_read_once_before_a_worker_forks():
    environment = {
        "GRADMARK_SECRET_KEY": "k" * 32,
        "GRADMARK_DATABASE_URL": "sqlite:////nowhere/gradmark.db",
        "GRADMARK_BROKER_URL": "redis://:x@127.0.0.1:1/0",
    }

    said = subprocess.check_output(
        [sys.executable, "-c", BEGIN], env={**os.environ, **environment}, text=True, timeout=120
    )

    assert said.split() == ["0", "1"]
