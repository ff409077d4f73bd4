"""Which file of figures a process writes to: the lowest number that no living process of its server holds.

By process ids, as is usual, a server that renews its processes now and then would leave files without end, and each
would be read for ever. By numbers, the next process goes on counting where one that died has left off.
"""

import fcntl
import itertools
import os
from pathlib import Path


class Slots:
    """Numbers that processes hold for as long as they live; the kernel takes them back, however one dies.

    Args:
        folder: Shared by the processes of one server.
    """

    def __init__(self, folder: Path) -> None:
        # Never closed: with the file, a process would lose the lock on its number.
        self._file = os.open(folder / "slots", os.O_RDWR | os.O_CREAT, 0o600)
        self._process = 0
        self._number = 0

    def own(self) -> int:
        """Return this process's number; a forked process takes one of its own."""
        process = os.getpid()
        if process != self._process:
            self._number = next(filter(self._take, itertools.count()))
            self._process = process
        return self._number

    def _take(self, number: int) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
        except OSError:
            return False
        return True
