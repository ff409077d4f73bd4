"""What each program of `gradmark up` does first: it ties its life to the supervisor's.

A supervisor that is killed stops nobody. So each program asks the kernel to be told to stop then, where there is
such a kernel (Linux), and holds a lock by which the next start knows that one still runs.

Run by its path and with the standard library alone, so that it takes no time: `python -I attending.py …`.
"""

import ctypes
import fcntl
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

# PR_SET_PDEATHSIG of <linux/prctl.h>: the signal that this process gets when its parent has died. It outlives exec.
_SIGNAL_AT_PARENTS_DEATH = 1


def attend(lock: Path, supervisor: int, command: Sequence[str]) -> NoReturn:
    """Become a program that ends when its supervisor does, however that ends.

    Args:
        lock: The file whose lock says that a program still runs; the program and all its children share it.
        supervisor: The process that starts this one.
        command: The program and its arguments.
    """
    file = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(file, fcntl.LOCK_SH)
    os.set_inheritable(file, True)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SIGNAL_AT_PARENTS_DEATH, signal.SIGTERM)
    if os.getppid() != supervisor:
        # It died before anybody asked to be told.
        sys.exit(1)
    os.execv(command[0], list(command))  # noqa: S606 - our own configuration's command


def wait_for_all(lock: Path, seconds: float) -> bool:
    """Wait until no attended program nor any child of one runs; return whether that came about.

    Args:
        lock: The file that they share.
        seconds: How long at most.
    """
    deadline = time.monotonic() + seconds
    with lock.open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if time.monotonic() > deadline:
                    return False
                time.sleep(0.1)
            else:
                return True


if __name__ == "__main__":
    attend(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
