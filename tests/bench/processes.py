"""What processes cost the machine, read from /proc: of another user's processes as well, for root."""

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def processor_seconds(pids: Iterable[int]) -> float:
    """Return how much processor time servers and their processes have had so far, those that ended included.

    On a machine that does other work as well, this says more than the clock does.

    Args:
        pids: The servers; the processes that they started are found.
    """
    parents = set(pids)
    ticks = 0
    for pid, fields in _all():
        if pid in parents:
            ticks += sum(map(int, fields[11:15]))
        elif int(fields[1]) in parents:
            ticks += sum(map(int, fields[11:13]))
    return ticks / _TICK


def memory(pid: int) -> list[float]:
    """Return how many MB a server and each process it started hold, a page of several counted in parts for each."""
    family = [pid, *(one for one, fields in _all() if int(fields[1]) == pid)]
    held = []
    for one in family:
        with contextlib.suppress(OSError):
            found = _PSS.search(Path(f"/proc/{one}/smaps_rollup").read_text())
            held.append(int(found[1]) / 1024 if found else 0.0)
    return held


def _all() -> Iterator[tuple[int, list[str]]]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # After the name, which may hold anything: state, parent, ..., utime, stime, cutime, cstime.
            yield int(path.parent.name), path.read_text().rpartition(")")[2].split()
