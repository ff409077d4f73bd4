"""What a worker does once before it forks, so that no process of its pool does it again while students wait."""

import gc
from typing import Any

from celery import signals

from app.queries.problems import library_picks


@signals.worker_init.connect
def _read_library(**_rest: Any) -> None:
    """Read the library: a process that stands in for a killed one marks at once, and shares its memory with the others.

    The garbage collector passes over what is there now: where it looked, memory would not be shared any more.
    """
    library_picks()
    gc.collect()
    gc.freeze()
