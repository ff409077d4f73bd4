"""Seats for long work, so that however much of it waits, some process of a worker is free for live marking."""

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Seats:
    """A number of seats that processes forked later share; who dies gives a seat back, however it dies.

    Each is a byte of a nameless file under a lock that the kernel keeps for a process.

    Args:
        number: How many processes may sit at once, at least 1.
    """

    def __init__(self, number: int) -> None:
        # Open for as long as the worker lives, with a name for no longer than it takes.
        self._file, name = tempfile.mkstemp()
        Path(name).unlink()
        self._number = number

    @contextmanager
    def taken(self) -> Iterator[bool]:
        """Take a seat for the length of a `with` block; yields whether one was free."""
        seat = next(filter(self._take, range(self._number)), None)
        try:
            yield seat is not None
        finally:
            if seat is not None:
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, seat)

    def _take(self, seat: int) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, seat)
        except OSError:
            return False
        return True
