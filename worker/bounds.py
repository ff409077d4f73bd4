"""How much memory a process that marks may take, and what it comes to where one takes more."""

import resource
from typing import Any

from celery import Task, signals

MOST_BYTES = 800_000_000
"""What a process may hold in memory of its own. Below what its container may have, so that it meets a MemoryError,
which concerns one submission, before the kernel kills a process, which concerns all that it had claimed."""


class PastMemory(Exception):
    """A task needed more memory than its process may have."""


class BoundedTask(Task[..., None]):
    """A task that fails by itself where memory runs out: Celery ends the whole worker over a MemoryError."""

    def __call__(self, *args: Any, **options: Any) -> None:
        """Run it.

        Raises:
            PastMemory: Memory ran out.
        """
        try:
            self.run(*args, **options)
        except MemoryError:
            raise PastMemory from None


@signals.worker_process_init.connect
def _bound_memory(**_rest: Any) -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = MOST_BYTES if hard == resource.RLIM_INFINITY else min(MOST_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
