"""Whether processes hold more and more memory while 100,000 submissions come in and are marked."""

import asyncio
import time
from collections.abc import Iterator

from tests.bench.processes import memory
from tests.bench.service.acknowledging import filled_in
from tests.bench.service.client import Browser
from tests.bench.service.marking import count_marked, wait_until_marked
from tests.bench.service.report import Row, Section
from tests.bench.service.school import Exercise, School
from tests.bench.service.stack import Stack

SUBMISSIONS, EVERY = 100_000, 20_000
BAR_GROWTH = 1.1
_OWN = ("web", "worker", "beat")
_AT_ONCE = 16
_OPENED_FIRST = 20
_MOST_SECONDS = 900.0


def measure(stack: Stack, school: School, share: float) -> Section:
    """Send them as fast as they are taken, and weigh all processes every 20,000."""
    number, every = round(share * SUBMISSIONS), round(share * EVERY)
    exercises = school.exercises()
    weighed: list[dict[str, list[float]]] = []
    taken = 0
    with stack.up("web", "worker", "beat"):
        db = stack.open()
        while taken < number:
            taken += _send(stack, exercises, every)
            # All at the same point: nothing waits, nothing is on its way.
            wait_until_marked(db, _MOST_SECONDS)
            weighed.append(_weigh(stack))
        marked = count_marked(db)
        db.dispose()
    stack.empty_queue()
    school.begin_anew()
    rows = [
        Row("acknowledged and marked", f"{marked:,} of {taken:,}", "all", marked == taken),
        *(_row(name, [one[name] for one in weighed]) for name in weighed[0]),
    ]
    return Section(
        "Memory",
        rows,
        f"All processes are weighed after every {every:,} submissions, when none waits; shared pages count in parts "
        "(PSS). gunicorn begins a process anew after some 20,000 requests and Celery after 5,000 tasks. One in "
        f"{_OPENED_FIRST} submissions is preceded by the exercise's page.",
    )


def _row(name: str, held: list[list[float]]) -> Row:
    """Say what each process of a service holds in the mean, and that it grows no more after the first weighing."""
    each = [sum(one) / len(one) for one in held]
    growth = each[-1] / each[0]
    return Row(
        f"{name}, MB a process ({len(held[-1])})",
        " → ".join(f"{one:.0f}" for one in each),
        f"last ≤ {BAR_GROWTH:g} of first" if name in _OWN else "",
        growth <= BAR_GROWTH,
    )


def _weigh(stack: Stack) -> dict[str, list[float]]:
    return {name: memory(process.pid) for name, process in sorted(stack.running.items())}


def _send(stack: Stack, exercises: Iterator[Exercise], number: int) -> int:
    """Return how many of so many submissions were acknowledged."""

    async def run() -> int:
        left, taken, ends = number, 0, time.monotonic() + _MOST_SECONDS

        async def go_on() -> None:
            nonlocal left, taken
            browser = Browser(stack.web)
            while left > 0 and time.monotonic() < ends:
                left -= 1
                exercise = next(exercises)
                browser.sign_in_as(exercise.student.cookie)
                path, form = filled_in(exercise)
                if left % _OPENED_FIRST == 0:
                    await browser.get(path)
                answer = await browser.post(path, form)
                taken += answer.status == 303
            browser.leave()

        await asyncio.gather(*(go_on() for _one in range(_AT_ONCE)))
        return taken

    return asyncio.run(run())
