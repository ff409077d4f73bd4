"""What a worker does once before it forks, and what each process of its pool does first."""

import ctypes
import gc
import os
import signal
import sys
from typing import Any

from billiard import pool
from celery import signals

from app.queries.problems import library_picks

# Of a tenth of a second each.
_WAITS_TO_BE_HEARD = 10
# PR_SET_PDEATHSIG of <linux/prctl.h>: the signal that this process gets when its parent has died.
_SIGNAL_AT_PARENTS_DEATH = 1
# This module is imported before the first fork.
_WORKER = os.getpid()


@signals.worker_init.connect
def _read_library(**_rest: Any) -> None:
    """Read the library: a process that stands in for a killed one marks at once, and shares its memory with the others.

    The garbage collector passes over what is there now: where it looked, memory would not be shared any more.
    """
    library_picks()
    gc.collect()
    gc.freeze()


@signals.worker_process_init.connect
def _end_with_the_worker(**_rest: Any) -> None:
    """Leave nothing behind a worker that is killed: else its processes wait for each other to let go of its pipes."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SIGNAL_AT_PARENTS_DEATH, signal.SIGKILL)
        if os.getppid() != _WORKER:
            # It died before anybody asked to be told.
            os._exit(1)


@signals.worker_process_init.connect
def _end_in_time(**_rest: Any) -> None:
    """Wait a second, and not thirty, for the worker to have heard of what was done before this process ends.

    Of what a process was given while the worker was told to stop, Celery 5.7 hears nothing any more; and nobody needs
    to: what was done stands in the database.
    """
    pool.GUARANTEE_MESSAGE_CONSUMPTION_RETRY_LIMIT = _WAITS_TO_BE_HEARD
