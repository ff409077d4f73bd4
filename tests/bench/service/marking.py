"""How many submissions a second are marked, beside Celery tasks that do nothing on the same broker."""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.db import Database
from app.dispatch import (
    MARK_TASK,
    RING_EXPIRES_SECONDS,
    describe_ring,
    make_celery,
    priority_of,
)
from app.domain.submissions import SubmissionState
from app.models import Result, Submission
from tests.bench.service.plan import rate_in_the_middle
from tests.bench.service.report import Row, Section
from tests.bench.service.school import School, store_queued
from tests.bench.service.stack import Stack, since
from tests.real_parts.process import wait_until

BAR, SAME = 2.0, 0.95
TASKS, SUBMISSIONS = 10_000, 15_000
PROCESSES = (1, 2, 4)
TURNS = 3
_MOST_SECONDS = 120.0


@dataclass(frozen=True)
class Marked:
    """What a worker did with submissions that waited for it.

    Attributes:
        rate: Marked in a second.
        worker: Processor seconds of the worker for each.
        postgres: Processor seconds of PostgreSQL for each.
    """

    rate: float
    worker: float
    postgres: float

    @property
    def of_processor(self) -> float:
        """How many are marked by a second of processor time, worker and PostgreSQL together."""
        return 1 / (self.worker + self.postgres)


def measure(stack: Stack, school: School, share: float) -> tuple[Section, Marked]:
    """Let one, two and four processes of a worker do nothing, and mark."""
    tasks, submissions = round(share * TASKS), round(share * SUBMISSIONS)
    nothing = {number: run_nothing(stack, number, tasks) for number in PROCESSES}
    turns = [
        {number: run_marking(stack, school, number, submissions) for number in PROCESSES}
        for _ in range(TURNS)
    ]
    marked = {number: middle([turn[number] for turn in turns]) for number in PROCESSES}
    without_bells = run_marking(stack, school, 2, submissions, with_bells=False)
    rows = []
    for number in PROCESSES:
        one = marked[number]
        rows += [
            Row(f"tasks that do nothing, processes: {number}", f"{nothing[number]:,.0f}/s"),
            Row(
                f"marked, processes: {number}",
                f"{one.rate:,.0f}/s (worker {1000 * one.worker:.2f}, PostgreSQL {1000 * one.postgres:.2f} ms each)",
            ),
        ]
    ratio = marked[2].rate / nothing[2]
    rows.append(Row("marked, of tasks that do nothing", f"{ratio:.2f}", f"≥ {BAR:g}", ratio >= BAR))
    for fewer, more in ((1, 2), (2, 4)):
        gain = marked[more].rate / marked[fewer].rate
        rows.append(
            Row(
                f"{more} processes, of {fewer}",
                f"{gain:.2f}",
                "never slower (≥ 0.95)",
                gain >= SAME,
            )
        )
    rows.append(
        Row("marked although every bell was lost, processes: 2", f"{without_bells.rate:,.0f}/s")
    )
    section = Section(
        "Marked submissions",
        rows,
        f"{submissions:,} submissions of {len(school.classes)} classes wait with a bell each, or {tasks:,} tasks, when "
        "the worker starts; counted from the first tenth to the last twentieth. Truths and predictions were found at "
        f"dealing, as in life. Workers of different size mark in turns, {TURNS} times; the middle one counts.",
    )
    return section, marked[2]


def middle(runs: Sequence[Marked]) -> Marked:
    """Return the run that was neither among the slower nor among the faster half."""
    return sorted(runs, key=lambda one: one.rate)[len(runs) // 2]


def run_nothing(stack: Stack, processes: int, tasks: int) -> float:
    """Return how many tasks a second a worker of so many processes takes."""
    stack.empty_broker()
    celery = make_celery(stack.broker_url)
    for number in range(tasks):
        celery.send_task("bench.nothing", [str(number)], expires=600)
    celery.close()
    stack.values["GRADMARK_WORKER_CONCURRENCY"] = str(processes)
    command = ("-m", "celery", "--quiet", "--app", "noop", "worker")
    quiet = ("--without-gossip", "--without-mingle")
    times: list[float] = []
    with stack.beside("nothing", *command, *quiet, service="worker"):
        deadline = time.monotonic() + _MOST_SECONDS
        while (left := stack.waiting_messages()) and time.monotonic() < deadline:
            times += [time.monotonic()] * (tasks - left - len(times))
            time.sleep(0.02)
    return rate_in_the_middle(times)


def run_marking(
    stack: Stack,
    school: School,
    processes: int,
    number: int,
    *,
    with_bells: bool = True,
    problem: str = "",
) -> Marked:
    """Let a worker of so many processes mark submissions that wait, and forget them.

    Args:
        stack: The deployment.
        school: Whose submissions.
        processes: How many processes the worker has.
        number: How many submissions.
        with_bells: Whether a bell for each waits as well, or the sweep finds them.
        problem: All are of this one; empty for any.
    """
    db = stack.open()
    exercises = (
        one for one in school.exercises() if problem in ("", one.text.dealt.variant.problem)
    )
    ids = store_queued(db, exercises, number, f"wait{processes}-", minutes=1)
    stack.tidy()
    if with_bells:
        ring(stack, ids)
    with stack.up("worker", "beat", processes=processes):
        # What its processes need to start is no part of marking.
        wait_until(lambda: count_marked(db) > 0, _MOST_SECONDS, "the first mark")
        early, before = count_marked(db), stack.cost()
        wait_until_marked(db)
        costs = since(before, stack.cost())
    times = marked_at(db)
    db.dispose()
    stack.empty_queue()
    school.begin_anew()
    return Marked(
        rate_in_the_middle(times),
        costs["worker"] / max(1, len(times) - early),
        costs["postgres"] / max(1, len(times) - early),
    )


def ring(stack: Stack, ids: Sequence[uuid.UUID]) -> None:
    """Ring for each submission as web does."""
    celery = make_celery(stack.broker_url)
    for id in ids:
        celery.send_task(
            MARK_TASK,
            [str(id)],
            expires=RING_EXPIRES_SECONDS,
            priority=priority_of(MARK_TASK),
            headers=describe_ring(),
        )
    celery.close()


def wait_until_marked(db: Database, most: float = _MOST_SECONDS) -> None:
    """Wait until nothing waits.

    Raises:
        TimeoutError: Something still does.
    """
    waiting = select(Submission.id).where(
        Submission.state.in_([SubmissionState.QUEUED, SubmissionState.MARKING])
    )
    deadline = time.monotonic() + most
    while True:
        with db.reading() as session:
            if session.scalars(waiting.limit(1)).first() is None:
                return
        if time.monotonic() > deadline:
            raise TimeoutError(f"Submissions still wait after {most:.0f} s.")
        time.sleep(0.25)


def marked_at(db: Database) -> list[float]:
    """Return when each result was written, by the database's clock."""
    with db.reading() as session:
        return [one.timestamp() for one in session.scalars(select(Result.marked_at))]


def count_marked(db: Database) -> int:
    """Return how many results there are."""
    with db.reading() as session:
        return session.scalars(select(func.count()).select_from(Result)).one()
