"""Bells that are doubled, never rung, or rung for ten thousand at once; and a web server that dies before it rings."""

import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import text

from app.db import Database
from app.dispatch import MARK_TASK, make_celery
from app.services.submissions import submit
from tests.app.classroom import RecordingDoorbell
from tests.faults.experiment import Experiments, UnderLoad
from tests.faults.figures import quantile
from tests.faults.planning import clicks
from tests.faults.proxy import Proxy
from tests.faults.stack import Stack, send, slowed

MEGABYTE = 1 << 20
_SLOW_INSERT = """
CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_sleep(2); RETURN NULL; END $$;
CREATE TRIGGER slow_insert AFTER INSERT ON submissions FOR EACH ROW EXECUTE FUNCTION take_time();
"""
_QUICK_INSERT = "DROP TRIGGER slow_insert ON submissions; DROP FUNCTION take_time();"
# Those which have inserted, and have not committed for another while.
_INSERTING = """
SELECT CAST(backend_xid AS text) FROM pg_stat_activity
WHERE wait_event = 'PgSleep' AND backend_xid IS NOT NULL AND clock_timestamp() - query_start < interval '0.7 seconds'
"""


def test_a_message_that_comes_five_times_marks_nothing_twice(
    stack: Stack, experiments: Experiments
):
    celery = make_celery(stack.settings.broker_url.get_secret_value())
    chance = random.Random(1)
    with (
        another(stack, "worker"),
        experiments.run(
            "20", "Each message comes five times, to two workers", says='"marked"'
        ) as load,
    ):
        told = 0
        for _ in range(experiments.form.pick(short=5, long=30)):
            load.wait(1)
            # The id only says who rang: whichever it is, what waits is marked.
            ids = [str(uuid.uuid4()) for _ in range(len(load.acknowledged) - told)] * 5
            told = len(load.acknowledged)
            for id_ in chance.sample(ids, len(ids)):
                celery.send_task(MARK_TASK, [id_])
    celery.close()
    assert load.figures.begun_again == 0


def test_without_beat_what_is_heard_is_marked_and_the_silence_is_told(
    stack: Stack, experiments: Experiments
):
    with experiments.run("30", "Beat is dead", says="stopped: beat") as load:
        stack.stop("beat")
        load.wait_for(lambda: stack.readiness().get("worker") == "not ready", "/readyz to say so")
        load.wait(experiments.form.pick(short=1, long=45))
        marked = load.count(303)
        stack.start_again("beat")
    assert marked
    assert quantile(load.figures.to_mark, 0.95) < 2


def test_two_beats_ring_no_storm(stack: Stack, experiments: Experiments):
    with another(stack, "beat"), experiments.run("30", "Two beats", says='"marked"') as load:
        pushed = pushes(stack)
        load.wait(experiments.form.pick(short=6, long=30))
        pushed = pushes(stack) - pushed
        # Two of a beat's messages every two seconds, of two beats.
        usual = len(load.acknowledged) + 2 * experiments.form.pick(short=6, long=30)
    assert load.figures.begun_again == 0
    assert pushed <= 2 * usual


def test_a_backlog_is_marked_while_new_submissions_hardly_wait(
    stack: Stack, experiments: Experiments
):
    number = experiments.form.pick(short=500, long=10_000)
    with experiments.run(
        "34",
        f"{number:,} submissions wait for a worker",
        says="spawned: 'worker'",
        patience=experiments.form.pick(short=60, long=180),
    ) as load:
        stack.stop("worker")
        backlog = submit_many(stack, experiments, number)
        used = info(stack, "used_memory")
        stack.start_again("worker")
        load.wait_for(lambda: stack.children("worker"), "the worker to be back")
        back = time.time()
        load.wait_for(lambda: waiting(stack.db) < 5, "the backlog to be marked", 180)
    assert used < 50 * MEGABYTE
    seen = load.seen
    new = [one for one in seen.acknowledged.values() if one.clicked > back]
    took = sorted(seen.marked_at(one.key) - one.clicked for one in new)
    assert quantile(took, 0.95) < 3
    marked = sorted(seen.marked_at(key) for key in backlog)
    half = len(marked) // 2
    first, second = marked[half] - marked[0], marked[-1] - marked[half]
    # Of five hundred, halves are over before they can be told apart.
    assert number < 10_000 or second <= first / 0.8


def test_a_web_server_that_dies_between_commit_and_bell_loses_nothing(
    stack: Stack, experiments: Experiments
):
    kills = experiments.form.pick(short=4, long=100)
    proxy = Proxy(stack.redis.port)
    with (
        rerouted_web(stack, proxy),
        experiments.run(
            "35",
            f"A process of web is killed between commit and bell, {kills} times",
            says="was sent SIGKILL",
        ) as load,
    ):
        for _ in range(kills):
            proxy.cut()
            load.wait_for_acknowledged(4)
            # The one that has served the longest: the other goes on, or comes back.
            send(signal.SIGKILL, stack.children("web")[0])
            proxy.mend()
            wait_for_web(load)
            load.wait(1)
    proxy.close()


def test_a_web_server_that_dies_before_its_commit_has_stored_and_acknowledged_nothing(
    stack: Stack, experiments: Experiments
):
    ended = []
    with experiments.run(
        "36",
        "Web is killed between insertion and commit",
        says="was sent SIGKILL",
    ) as load:
        for _ in range(experiments.form.pick(short=2, long=10)):
            with slowed(stack, _SLOW_INSERT, _QUICK_INSERT):
                under_way = load.wait_for(lambda: inserting(stack), "a submission on its way")
                send(signal.SIGKILL, *stack.children("web"))
            ended += [how_ended(stack, one) for one in under_way]
            wait_for_web(load)
    assert set(ended) == {"aborted"}


@contextmanager
def another(stack: Stack, process: str) -> Iterator[None]:
    """Let a second worker, or a second beat, run beside the stack's own."""
    environment = {**os.environ, **stack.environment(process), "GRADMARK_METRICS_BIND": "off"}
    with (stack.folder / f"{process}.log").open("ab") as log:
        running = subprocess.Popen(
            [Path(sys.executable).with_name("gradmark"), process],
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        yield
    finally:
        running.terminate()
        assert running.wait(30) == 0


@contextmanager
def rerouted_web(stack: Stack, proxy: Proxy) -> Iterator[None]:
    """Let web reach Redis through the proxy."""
    stack.stop("web")
    stack.reroute("web", redis=proxy.port)
    stack.start_again("web")
    try:
        yield
    finally:
        proxy.mend()
        stack.stop("web")
        stack.reroute("web")
        stack.start_again("web")


def inserting(stack: Stack) -> list[str]:
    """Find the transactions that have inserted a submission and will not commit it for a while."""
    with stack.db.reading() as session:
        return list(session.scalars(text(_INSERTING)))


def how_ended(stack: Stack, transaction: str) -> str:
    with stack.db.reading() as session:
        return str(
            session.scalar(
                text("SELECT pg_xact_status(CAST(CAST(:xid AS text) AS xid8))"),
                {"xid": transaction},
            )
        )


def wait_for_web(load: UnderLoad) -> None:
    """Let the load go on until something that is sent from now on is acknowledged."""
    now = time.monotonic()
    load.wait_for(
        lambda: any(one.status in (201, 303) and one.at > now for one in load.heard[-20:]),
        "web to answer",
    )


def pushes(stack: Stack) -> int:
    return int(info(stack, "cmdstat_lpush")["calls"])


def info(stack: Stack, name: str) -> Any:
    told = stack.redis.ask("INFO", "everything")
    assert isinstance(told, dict)
    return told[name]


def waiting(db: Database) -> int:
    with db.reading() as session:
        return int(session.scalar(text("SELECT count(*) FROM submissions WHERE state <> 'marked'")))


def submit_many(stack: Stack, experiments: Experiments, number: int) -> list[str]:
    """Let another class submit without the pages, as fast as it goes; return the keys."""
    doorbell = RecordingDoorbell()
    sent = list(islice(clicks(experiments.add_class(), 1, seed=number), number))
    for click in sent:
        submit(
            stack.db,
            doorbell,
            user_id=click.student.id,
            variant_id=click.exercise.id,
            answers=click.answers,
            idempotency_key=click.key,
        )
    return [click.key for click in sent]
