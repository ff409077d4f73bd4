"""Processes of one server write to files of their own, and no more files than processes that live at once."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector

from app.metrics.slots import Slots


@contextmanager
def forked(slots: Slots) -> Iterator[int]:
    """Let a forked process take a number and live on; yields the number."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, str(slots.own()).encode())
        signal.pause()
    try:
        yield int(os.read(reading, 9))
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
        os.close(writing)


def test_processes_at_work_have_different_numbers_and_keep_them(tmp_path):
    slots = Slots(tmp_path)
    own = slots.own()

    with forked(slots) as first, forked(slots) as second:
        assert {own, first, second} == {0, 1, 2}
        assert slots.own() == own


def test_the_number_of_a_killed_process_goes_to_the_next(tmp_path):
    slots = Slots(tmp_path)
    slots.own()

    with forked(slots) as first:
        pass
    with forked(slots) as second:
        assert second == first


def test_the_next_process_goes_on_counting_where_one_has_ended(tmp_path):
    count = "from app import metrics; metrics.MARKS.labels('right').inc(2)"
    for _ in range(3):
        subprocess.run(
            [sys.executable, "-c", count],
            env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
            check=True,
        )

    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(tmp_path))
    assert registry.get_sample_value("gradmark_marks_total", {"verdict": "right"}) == 6.0
    assert len(list(tmp_path.glob("counter_*.db"))) == 1
