"""Timing of contestants side by side, so that a noisy machine is noisy for all of them."""

import statistics
import time
from collections.abc import Callable, Mapping

REPEATS = 15
_SECONDS = 0.03


def race(contestants: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """How long one call of each takes.

    Every contestant is run in turn, `REPEATS` times, for about as long each time. Processor time of
    this thread is counted, which what else the machine does disturbs less than the clock does.

    Args:
        contestants: what to call, by name.

    Returns:
        The median time of one call in microseconds, by name.
    """
    counts = {name: _calls(function) for name, function in contestants.items()}
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(REPEATS):
        for name, function in contestants.items():
            times[name].append(_timed(function, counts[name]))
    return {name: statistics.median(measured) for name, measured in times.items()}


def _calls(function: Callable[[], object]) -> int:
    """How many calls take about as long as one repeat should, after warming up."""
    _timed(function, 3)
    return max(1, int(_SECONDS * 1e6 / _timed(function, 10)))


def _timed(function: Callable[[], object], calls: int) -> float:
    started = time.thread_time()
    for _ in range(calls):
        function()
    return (time.thread_time() - started) / calls * 1e6
