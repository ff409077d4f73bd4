"""Redis stops, hangs, forgets, fills up or refuses: submissions are taken as ever, and all are marked."""

import secrets
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest

from app.dispatch import MARK_TASK, priority_of
from tests.faults.experiment import Experiments, UnderLoad
from tests.faults.stack import Stack, send

# The list of the priority that bells for marking have.
QUEUE = f"gradmark:celery\x06\x16{priority_of(MARK_TASK)}"
NO_BROKER = "the broker does not answer; the sweep will find"
FORGOTTEN = "Redis is new or has lost what it held"
MEGABYTE = 1 << 20


@pytest.fixture(autouse=True)
def _redis_comes_back(stack: Stack) -> Iterator[None]:
    yield
    if stack.redis.is_running:
        send(signal.SIGCONT, stack.redis.pid)
    else:
        stack.redis.start()


def taken_as_ever(load: UnderLoad) -> None:
    """Nobody who submits notices anything of a broker that is away."""
    assert load.count(503) == load.count(0) == 0


def test_a_broker_that_is_away_and_forgets_everything_holds_nobody_up(
    stack: Stack, experiments: Experiments
):
    started = stack.starts("worker")
    with experiments.run("6", "Redis is away and forgets everything", says=NO_BROKER) as load:
        stack.redis.kill()
        shutil.rmtree(stack.redis.folder / "appendonlydir")
        load.wait(experiments.form.pick(short=5, long=10))
        stack.redis.start()
    taken_as_ever(load)
    assert stack.starts("worker") <= started + 1


def test_a_broker_that_restarts_again_and_again_loses_nothing(
    stack: Stack, experiments: Experiments
):
    started = stack.starts("worker")
    with experiments.run(
        "7", "Redis restarts again and again", says="[Cc]onnection.*broker"
    ) as load:
        for _ in range(experiments.form.pick(short=4, long=10)):
            stack.redis.stop()
            load.wait(0.2)
            stack.redis.start()
            load.wait(0.5)
    taken_as_ever(load)
    assert stack.starts("worker") <= started + 1


def test_bells_that_are_flushed_away_are_rung_again(stack: Stack, experiments: Experiments):
    bells = 40
    with (
        experiments.run("8", f"Redis is flushed while {bells} bells wait", says=FORGOTTEN) as load,
        paused_worker(stack),
    ):
        load.wait_for(lambda: waiting_bells(stack) >= bells, f"{bells} bells")
        # Who rang later would be heard for all of them: so nobody does, and only the sweep is left.
        load.finish()
        stack.redis.ask("FLUSHALL")
    taken_as_ever(load)


def test_a_broker_that_hangs_holds_nobody_up(stack: Stack, experiments: Experiments):
    for seconds in experiments.form.pick(short=[6], long=[10, 70]):
        with experiments.run("9", f"Redis hangs for {seconds} s", says=NO_BROKER) as load:
            send(signal.SIGSTOP, stack.redis.pid)
            load.wait(seconds)
            send(signal.SIGCONT, stack.redis.pid)
        taken_as_ever(load)


def test_a_broker_that_is_full_holds_nobody_up(stack: Stack, experiments: Experiments):
    with (
        experiments.run("10", "Redis is full", says=NO_BROKER) as load,
        configured(stack, maxmemory=MEGABYTE),
    ):
        load.wait_for(lambda: broker_of(stack) == "not ready", "/readyz to say so", 5)
        load.wait(experiments.form.pick(short=3, long=10))
    taken_as_ever(load)


def test_a_broker_that_throws_bells_away_loses_nothing(stack: Stack, experiments: Experiments):
    with (
        experiments.run("11", "Redis throws away what it has no room for", says=FORGOTTEN) as load,
        configured(
            stack, **{"maxmemory-policy": "allkeys-lru", "maxmemory": memory_of(stack) + MEGABYTE}
        ),
        paused_worker(stack),
    ):
        load.wait_for(lambda: waiting_bells(stack) >= 10, "bells to throw away")
        waited = [waiting_bells(stack)]
        for number in range(experiments.form.pick(short=60, long=300)):
            stack.redis.ask("SET", f"filler:{number}", secrets.token_hex(MEGABYTE // 32))
            load.wait(0.03)
            waited.append(waiting_bells(stack))
        # Nobody hears them: fewer than before are there only where some were thrown away.
        assert any(after < before for before, after in pairwise(waited)), "nothing was thrown away"
    taken_as_ever(load)


def test_a_broker_that_is_killed_loses_nothing(stack: Stack, experiments: Experiments):
    with experiments.run(
        "12", "Redis is killed again and again", says="[Cc]onnection.*broker"
    ) as load:
        for _ in range(experiments.form.pick(short=2, long=6)):
            stack.redis.kill()
            stack.redis.start()
            load.wait(1)
    taken_as_ever(load)


def test_a_broker_that_only_reads_holds_nobody_up_and_is_told(
    stack: Stack, experiments: Experiments
):
    with experiments.run("13", "Redis takes no writes", says=NO_BROKER) as load:
        stack.redis.ask("REPLICAOF", "127.0.0.1", 1)
        load.wait_for(lambda: broker_of(stack) == "not ready", "/readyz to say so", 5)
        load.wait(experiments.form.pick(short=2, long=10))
        stack.redis.ask("REPLICAOF", "NO", "ONE")
    taken_as_ever(load)


def test_a_broker_with_another_password_holds_nobody_up_and_is_told(
    stack: Stack, experiments: Experiments
):
    right = stack.redis.password
    with experiments.run("13", "Redis has another password", says=NO_BROKER) as load:
        stack.redis.ask("CONFIG", "SET", "requirepass", "another")
        stack.redis.password = "another"
        try:
            stack.redis.ask("CLIENT", "KILL", "TYPE", "normal")
            load.wait_for(lambda: broker_of(stack) == "not ready", "/readyz to say so", 5)
            load.wait(experiments.form.pick(short=2, long=10))
            stack.redis.ask("CONFIG", "SET", "requirepass", right)
        finally:
            stack.redis.password = right
    taken_as_ever(load)


def broker_of(stack: Stack) -> str:
    return stack.readiness().get("broker", "")


def waiting_bells(stack: Stack) -> int:
    length = stack.redis.ask("LLEN", QUEUE)
    assert isinstance(length, int)
    return length


def memory_of(stack: Stack) -> int:
    told = stack.redis.ask("INFO", "memory")
    assert isinstance(told, dict)
    return int(told["used_memory"])


@contextmanager
def paused_worker(stack: Stack) -> Iterator[None]:
    """Let no process of the worker run."""
    paused = [stack.pid("worker"), *stack.children("worker")]
    send(signal.SIGSTOP, *paused)
    try:
        yield
    finally:
        send(signal.SIGCONT, *paused)


@contextmanager
def configured(stack: Stack, **settings: str | int) -> Iterator[None]:
    """Give Redis other settings for a while."""
    before = {"maxmemory": 0, "maxmemory-policy": "noeviction"}
    for name, value in settings.items():
        stack.redis.ask("CONFIG", "SET", name, value)
    try:
        yield
    finally:
        for name in settings:
            stack.redis.ask("CONFIG", "SET", name, before[name])
