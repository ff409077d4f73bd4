"""Whether a backlog of 50,000 submissions drains as fast as marking goes, while new ones are marked at once."""

import asyncio
import itertools
import random
import time
from collections.abc import Iterator

from tests.bench.service.clicking import marks, waits_until_marked
from tests.bench.service.marking import Marked, wait_until_marked
from tests.bench.service.plan import arrivals, rate_in_the_middle
from tests.bench.service.report import Row, Section
from tests.bench.service.school import Exercise, School, store_queued
from tests.bench.service.stack import Stack
from tests.bench.service.visits import Diary, do_exercise

BACKLOG, MINUTES = 50_000, 10.0
BAR_SECONDS, BAR_DRAINS = 3.0, 0.8
_NEW, _ALONE = 5.0, 0.5
_THINKS = (1.0, 2.0)
_MOST_SECONDS = 300.0


def measure(stack: Stack, school: School, marking: Marked, share: float) -> Section:
    """Store the backlog of one class, and let new ones come, of other classes and of one student of the seminar."""
    number = round(share * BACKLOG)
    flooded, *others = school.classes
    with stack.up("web", "worker", "beat"):
        db = stack.open()
        before = {*marks(db)}
        store_queued(db, flooded.exercises(), number, "backlog-", minutes=MINUTES)
        turns = (one.exercises() for one in (flooded, *others))
        new = itertools.chain.from_iterable(zip(*turns, strict=True))
        alone = itertools.cycle(school.seminar.students[0].exercises)
        crowd, single, clock = asyncio.run(_while_it_drains(stack, new, alone))
        wait_until_marked(db, _MOST_SECONDS)
        stored = marks(db)
        db.dispose()
    stack.empty_queue()
    school.begin_anew()
    drained = [at for key, at in stored.items() if key.startswith("backlog-")]
    rate = rate_in_the_middle(drained)
    ratio = rate / marking.rate
    rows = [
        Row(
            "the backlog drains at",
            f"{rate:,.0f}/s, the last after {max(drained) - min(drained):.0f} s",
        ),
        Row(
            "of what is marked with nothing else to do",
            f"{ratio:.2f}",
            f"≥ {BAR_DRAINS:g}",
            ratio >= BAR_DRAINS,
        ),
        Row(
            "marked of the backlog",
            f"{len(drained):,} of {number:,}",
            "all",
            len(drained) == number,
        ),
    ]
    ended = max(drained)
    for name, diary in (("new submissions", crowd), ("a single student of another course", single)):
        meanwhile = [one for one in diary.clicks if one.meant + clock < ended]
        waits = waits_until_marked(meanwhile, stored, clock)
        rows.append(
            Row(
                f"{name} meanwhile, click to mark ({len(meanwhile)})",
                str(waits),
                f"p95 < {BAR_SECONDS:g} s",
                waits.p95 < BAR_SECONDS,
            )
        )
        rows.append(Row(f"{name}: errors", f"{len(diary.failures)}", "0", not diary.failures))
    assert not before
    return Section(
        "Catching up",
        rows,
        f"{number:,} submissions of one class came in over the last {MINUTES:.0f} minutes and are queued without a bell. "
        f"While two processes of a worker mark them, {_NEW:g} students a second of all large classes open an exercise and "
        f"submit, and one of the seminar every {1 / _ALONE:.0f} s. What web takes of the two cores, marking has not: "
        f"hence the bar of {BAR_DRAINS:g}.",
    )


async def _while_it_drains(
    stack: Stack, new: Iterator[Exercise], alone: Iterator[Exercise]
) -> tuple[Diary, Diary, float]:
    crowd, single = Diary(), Diary()
    began = time.monotonic()
    clock = time.time() - began
    chance = random.Random(3)
    planned = sorted(
        [(at, new, crowd) for at in arrivals(_NEW, _MOST_SECONDS, seed=4)]
        + [(at, alone, single) for at in arrivals(_ALONE, _MOST_SECONDS, seed=5)],
        key=lambda one: one[0],
    )
    visits = []
    looked = began
    for at, exercises, diary in planned:
        await asyncio.sleep(max(0.0, began + at - time.monotonic()))
        if time.monotonic() > looked + 1:
            looked = time.monotonic()
            if not await asyncio.to_thread(_backlog_waits, stack):
                break
        think = chance.uniform(*_THINKS)
        visit = do_exercise(stack.web, next(exercises), diary, began + at, think)
        visits.append(asyncio.ensure_future(visit))
    await asyncio.gather(*visits)
    return crowd, single, clock


def _backlog_waits(stack: Stack) -> bool:
    waiting = "select 1 from submissions where state in ('queued', 'marking') and idempotency_key like 'backlog-%' limit 1"
    return bool(stack.postgres_run(waiting))
