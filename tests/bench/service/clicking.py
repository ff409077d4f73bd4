"""How long students wait from their click to their mark, at a quarter, at half and at most of what the service bears."""

import asyncio
import itertools
import math
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from app.db import Database
from app.models import Result, Submission
from tests.bench.service.plan import Waits, arrivals
from tests.bench.service.report import Row, Section
from tests.bench.service.school import Exercise, School
from tests.bench.service.stack import Stack, since
from tests.bench.service.visits import Click, Diary, do_exercise, keep_open, sign_in

BAR_SECONDS, BAR_DRIVER = 1.0, 0.5
AT_ONCE, SECONDS_TO_SATURATE = 96, 30.0
LOADS, WARM_UP, SECONDS = (25, 50, 80), 10.0, 60.0
_SIGN_INS = 0.02
_THINKS = (1.0, 4.0)
_DASHBOARDS = 3
_LETS_END_SECONDS = 60.0


@dataclass(frozen=True)
class Lived:
    """What a load was like.

    Attributes:
        acknowledged: From the click until it was acknowledged.
        marked: From the click until the mark was stored.
        seen: From the click until the student's page showed it.
        diary: All the rest.
        costs: Processor seconds of each part.
        seconds: For how long.
    """

    acknowledged: Waits
    marked: Waits
    seen: Waits
    diary: Diary
    costs: dict[str, float]
    seconds: float

    @property
    def lost(self) -> int:
        """How many clicks never came to a mark that the student saw."""
        return sum(one.seen is None for one in self.diary.clicks)


def measure(stack: Stack, school: School, share: float) -> Section:
    """Find out what the service bears, and load it with parts of that."""
    exercises = school.exercises()
    with stack.up("web", "worker", "beat"):
        most = saturate(stack, school, exercises, max(10.0, share * SECONDS_TO_SATURATE))
        rows = [Row("saturation: opened, submitted, marked and seen", f"{most:.1f}/s")]
        for load in LOADS:
            rate = most * load / 100
            lived = live(stack, school, exercises, rate, max(5.0, share * SECONDS))
            rows += _rows(load, rate, lived)
    stack.empty_queue()
    school.begin_anew()
    return Section(
        "From click to mark",
        rows,
        f"Students come independently of each other, open an exercise, think for {_THINKS[0]:.0f} to {_THINKS[1]:.0f} s, "
        "submit, and their page asks until the mark is there; each wait is counted from the moment at which they meant "
        f"to click. {_DASHBOARDS} teachers have the dashboard of a class of {len(school.classes[0].students)} open, and "
        f"{100 * _SIGN_INS:.0f} of 100 who come sign in by the form instead. p50 / p95 / p99. Saturation is what "
        f"{AT_ONCE} students who never pause reach.",
    )


def _rows(load: int, rate: float, lived: Lived) -> Iterator[Row]:
    at = f"at {load} % ({rate:.1f}/s)"
    judged = load == 50
    driver = lived.costs["driver"] / lived.seconds
    yield Row(f"{at}: click to acknowledgement", str(lived.acknowledged))
    yield Row(
        f"{at}: click to mark",
        str(lived.marked),
        f"p95 < {BAR_SECONDS:g} s" if judged else "",
        lived.marked.p95 < BAR_SECONDS,
    )
    yield Row(f"{at}: click to mark on the student's page", str(lived.seen))
    yield Row(f"{at}: exercise opened", str(Waits(tuple(lived.diary.opened))))
    yield Row(f"{at}: signed in, home page included", str(Waits(tuple(lived.diary.signed_in))))
    yield Row(f"{at}: dashboard", str(Waits(tuple(lived.diary.boards))))
    parts = ("web", "worker", "postgres", "redis", "driver")
    yield Row(
        f"{at}: cores busy",
        ", ".join(f"{name} {lived.costs[name] / lived.seconds:.2f}" for name in parts),
        "driver < 0.5",
        driver < BAR_DRIVER,
    )
    errors = len(lived.diary.failures) + lived.lost
    yield Row(f"{at}: errors, of {len(lived.diary.clicks)} clicks", f"{errors}", "0", errors == 0)


def saturate(stack: Stack, school: School, exercises: Iterator[Exercise], seconds: float) -> float:
    """Return how many rounds from opening to mark are made a second by students who never pause."""

    async def run() -> float:
        diary = Diary()
        ends = time.monotonic() + seconds
        boards = _open_dashboards(stack, school, diary)

        async def go_on() -> None:
            while time.monotonic() < ends:
                await do_exercise(stack.web, next(exercises), diary, time.monotonic(), 0.0)

        await asyncio.gather(*(go_on() for _one in range(AT_ONCE)))
        await _close(boards)
        middle = [one.seen for one in diary.clicks if one.seen and one.seen < ends]
        counted = [one for one in middle if one > ends - 0.75 * seconds]
        return len(counted) / (0.75 * seconds)

    return asyncio.run(run())


def live(
    stack: Stack, school: School, exercises: Iterator[Exercise], rate: float, seconds: float
) -> Lived:
    """Let students come at a rate, and say how they fared after the first few seconds."""
    chance = random.Random(1)
    members = itertools.cycle(school.classes[0].students)

    async def run() -> Lived:
        diary, warm_diary = Diary(), Diary()
        boards = _open_dashboards(stack, school, diary)
        began = time.monotonic()
        clock = time.time() - began
        visits = []
        before = None
        for at in arrivals(rate, WARM_UP + seconds, seed=2):
            await asyncio.sleep(max(0.0, began + at - time.monotonic()))
            if before is None and at >= WARM_UP:
                before = stack.cost()
            noted = diary if at >= WARM_UP else warm_diary
            if chance.random() < _SIGN_INS:
                visit = sign_in(stack.web, next(members).email, noted, began + at)
            else:
                think = chance.uniform(*_THINKS)
                visit = do_exercise(stack.web, next(exercises), noted, began + at, think)
            visits.append(asyncio.ensure_future(visit))
        costs = since(before or stack.cost(), stack.cost())
        await asyncio.wait(visits, timeout=_LETS_END_SECONDS)
        await _close(boards)
        for one in visits:
            one.cancel()
        return _lived(stack, diary, clock, costs, seconds)

    return asyncio.run(run())


def _open_dashboards(stack: Stack, school: School, diary: Diary) -> list[asyncio.Task]:
    return [
        asyncio.ensure_future(keep_open(stack.web, one, diary))
        for one in school.classes[:_DASHBOARDS]
    ]


async def _close(boards: list[asyncio.Task]) -> None:
    for one in boards:
        one.cancel()
    await asyncio.gather(*boards, return_exceptions=True)


def _lived(
    stack: Stack, diary: Diary, clock: float, costs: dict[str, float], seconds: float
) -> Lived:
    db = stack.open()
    stored = marks(db)
    db.dispose()
    return Lived(
        acknowledged=Waits(
            tuple((one.acknowledged or math.inf) - one.meant for one in diary.clicks)
        ),
        marked=waits_until_marked(diary.clicks, stored, clock),
        seen=Waits(tuple((one.seen or math.inf) - one.meant for one in diary.clicks)),
        diary=diary,
        costs=costs,
        seconds=seconds,
    )


def marks(db: Database) -> dict[str, float]:
    """Return when each submission was marked, by its key, in seconds of the database's clock."""
    with db.reading() as session:
        rows = session.execute(
            select(Submission.idempotency_key, Result.marked_at).join(
                Result, Result.submission_id == Submission.id
            )
        )
        return {key: at.timestamp() for key, at in rows}


def waits_until_marked(clicks: list[Click], stored: dict[str, float], clock: float) -> Waits:
    """Return how long each click waited for its mark; for ever where there is none.

    Args:
        clicks: The submissions.
        stored: When each key's was marked.
        clock: What a monotonic second is by the database's clock, which is this machine's.
    """
    return Waits(tuple(stored.get(one.key, math.inf) - clock - one.meant for one in clicks))
