"""Faults at random, one after the other, for as long as one likes: `make soak MINUTES=30`."""

import os
import random
import secrets
import signal
import time
from collections.abc import Callable, Sequence

import pytest

from tests.faults.experiment import Experiments
from tests.faults.stack import Stack

pytestmark = pytest.mark.timeout(0)

# No account submits more often than it may, and what is wrong is known soon after it happened.
_ROUND_SECONDS = 60.0
_PAUSE_SECONDS = (3.0, 8.0)


def kill_child(stack: Stack, chance: random.Random) -> None:
    """Kill a process that marks, or one that answers."""
    children = stack.children(chance.choice(["worker", "web"]))
    if children:
        _send(chance.choice(children), signal.SIGKILL)


def kill_parent(stack: Stack, chance: random.Random) -> None:
    """Kill the first process of the worker, of web or of beat; the supervisor starts it again."""
    _send(stack.pid(chance.choice(["worker", "worker", "web", "beat"])), signal.SIGKILL)


def stop_worker(stack: Stack, _chance: random.Random) -> None:
    """Ask the worker to stop."""
    _send(stack.pid("worker"), signal.SIGTERM)


def hold_child(stack: Stack, chance: random.Random) -> None:
    """Let a process that marks stand still for a while."""
    children = stack.children("worker")
    if not children:
        return
    held = chance.choice(children)
    _send(held, signal.SIGSTOP)
    time.sleep(chance.uniform(0.5, 4))
    _send(held, signal.SIGCONT)


def empty_redis(stack: Stack, _chance: random.Random) -> None:
    """Let the broker forget every bell."""
    stack.redis.ask("FLUSHALL")


def restart_redis(stack: Stack, chance: random.Random) -> None:
    """Kill the broker, and start it again after a while."""
    stack.redis.kill()
    time.sleep(chance.uniform(0, 3))
    stack.redis.start()


def hold_redis(stack: Stack, chance: random.Random) -> None:
    """Let the broker stand still for a while."""
    os.kill(stack.redis.pid, signal.SIGSTOP)
    time.sleep(chance.uniform(0.5, 4))
    os.kill(stack.redis.pid, signal.SIGCONT)


def kill_postgres(stack: Stack, chance: random.Random) -> None:
    """Cut the database's power, and let it recover."""
    stack.postgres.kill()
    time.sleep(chance.uniform(0, 2))
    stack.postgres.start()


FAULTS: Sequence[Callable[[Stack, random.Random], None]] = (
    kill_child,
    kill_child,
    kill_parent,
    stop_worker,
    hold_child,
    empty_redis,
    restart_redis,
    hold_redis,
    kill_postgres,
)


def test_faults_at_random_lose_nothing(stack: Stack, experiments: Experiments):
    seed = int(os.environ.get("SOAK_SEED") or secrets.randbelow(1_000_000))
    minutes = float(os.environ.get("SOAK_MINUTES") or experiments.form.pick(short=0.25, long=1))
    chance = random.Random(seed)
    ends = time.monotonic() + 60 * minutes
    rounds = 0
    while (left := ends - time.monotonic()) > 0:
        rounds += 1
        if rounds > 1:
            # Attempts are numbered without end in no exercise.
            experiments.students = experiments.add_class()
        disturb(stack, experiments, chance, f"{seed}, round {rounds}", min(left, _ROUND_SECONDS))


def disturb(
    stack: Stack, experiments: Experiments, chance: random.Random, name: str, seconds: float
) -> None:
    """Break something again and again under load, then hold everything that must."""
    ends = time.monotonic() + seconds
    done = []
    with experiments.run("40", f"Faults at random (seed {name})", says="marked", after=5.0) as load:
        while time.monotonic() < ends:
            fault = chance.choice(FAULTS)
            done.append(fault.__name__)
            print(f"seed {name}: {fault.__name__}", flush=True)  # noqa: T201 - who watches for hours
            fault(stack, chance)
            load.wait(chance.uniform(*_PAUSE_SECONDS))
        load.fault_ended()
    assert done


def _send(pid: int, number: int) -> None:
    try:
        if pid:
            os.kill(pid, number)
    except ProcessLookupError:
        # It fell just now, by an earlier fault.
        return
