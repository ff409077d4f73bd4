"""Submissions that hang, fill or kill the process that marks them, and a worker that comes back from the dead."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.submissions import LEASE_SECONDS, MAX_TRIES, SubmissionState
from tests.faults.experiment import Experiments
from tests.faults.poison import (
    BUSY_FOR_A_MOMENT,
    BUSY_FOR_SECONDS,
    LARGE,
    Poison,
    failed_since,
    largest,
    let_leases_run_out,
)
from tests.faults.stack import Stack
from tests.real_parts.process import wait_until
from worker.bounds import MOST_BYTES

DEATHS = (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGKILL)

TOO_LATE = "too late, as others had taken them over"


def test_a_submission_that_kills_its_process_each_time_is_given_up(
    stack: Stack, experiments: Experiments
):
    assert len(DEATHS) == MAX_TRIES
    with experiments.run(
        "29",
        "A submission kills whatever process marks it",
        says=r"exited with 'signal 11 \(SIGSEGV\)'",
        may_fail=True,
    ) as load:
        poison = Poison(stack.db, BUSY_FOR_SECONDS)
        for tries, death in enumerate(DEATHS, start=1):
            poison.wait_until_marking(tries)
            for child in stack.children("worker"):
                os.kill(child, death)
            let_time_pass(stack, experiments)
        row = poison.wait_until_ended()
        load.fault_ended()

    assert (row.state, row.tries) == (SubmissionState.FAILED, MAX_TRIES)
    assert "begun several times and never ended" in row.failure
    assert failed_since(stack, poison.id) == {poison.id}, "it took nobody with it"


def test_a_process_that_hangs_is_ended_and_its_work_begun_again(
    stack: Stack, experiments: Experiments
):
    hangs = experiments.form.pick(short=1, long=MAX_TRIES)
    with experiments.run(
        "27", "A marking process hangs", says=r"Hard time limit \(10s\) exceeded", may_fail=True
    ) as load:
        poison = Poison(stack.db, BUSY_FOR_SECONDS)
        for tries in range(1, hangs + 1):
            poison.wait_until_marking(tries)
            hung = largest(stack.children("worker"))
            os.kill(hung, signal.SIGSTOP)
            wait_for_the_end(stack, hung)
            let_time_pass(stack, experiments)
        row = poison.wait_until_ended()
        load.fault_ended()

    assert row.state is SubmissionState.FAILED
    assert row.failure
    assert failed_since(stack, poison.id) == {poison.id}


def test_a_submission_without_end_is_failed_by_the_bounds_of_the_language(
    stack: Stack, experiments: Experiments
):
    with experiments.run(
        "27a", "An exercise computes without end", says="failed, as .* is broken", may_fail=True
    ) as load:
        poison = Poison(stack.db, BUSY_FOR_SECONDS)
        row = poison.wait_until_ended()
        load.fault_ended()

    assert (row.state, row.tries) == (SubmissionState.FAILED, 1)
    assert "our fault" in row.failure
    assert failed_since(stack, poison.id) == {poison.id}


def test_a_submission_that_wants_too_much_memory_fails_and_the_worker_lives(
    stack: Stack, experiments: Experiments
):
    worker, children = stack.pid("worker"), stack.children("worker")
    assert {data_limit(child) for child in children} == {MOST_BYTES}, "each has a bound of its own"
    with experiments.run(
        "28",
        "Memory does not suffice for a submission",
        says="failed, as .* is broken",
        may_fail=True,
    ) as load:
        for child in children:
            # So little that the bounds of the language come too late, also where what was marked before left some free.
            least = (data_size(child) + 30_000_000, MOST_BYTES)
            resource.prlimit(child, resource.RLIMIT_DATA, least)
        poison = Poison(stack.db, LARGE)
        row = poison.wait_until_ended()
        load.fault_ended()

    assert (row.state, row.tries) == (SubmissionState.FAILED, 1)
    assert stack.pid("worker") == worker
    assert failed_since(stack, poison.id) == {poison.id}
    for child in set(children) & set(stack.children("worker")):
        resource.prlimit(child, resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))


def test_a_worker_that_comes_back_from_the_dead_changes_no_mark(
    stack: Stack, experiments: Experiments, tmp_path: Path
):
    with experiments.run(
        "26",
        "A worker stands still for three leases, and goes on",
        says=TOO_LATE,
    ) as load:
        parent, children = stack.pid("worker"), stack.children("worker")
        poison = Poison(stack.db, BUSY_FOR_A_MOMENT)
        poison.wait_until_marking()
        for pid in (parent, *children):
            os.kill(pid, signal.SIGSTOP)
        assert poison.row().state is SubmissionState.MARKING, "it stood still too late"
        load.wait(experiments.form.pick(short=0, long=3 * LEASE_SECONDS))
        let_leases_run_out(stack.db)
        with another_worker(stack, tmp_path):
            assert poison.wait_until_ended().state is SubmissionState.MARKED
            written = len(stack.log("worker"))
            for pid in children:
                os.kill(pid, signal.SIGCONT)
            # Its parent would end it at once, as it took too long.
            wait_until(lambda: TOO_LATE in stack.log("worker")[written:], 30, "the late result")
            os.kill(parent, signal.SIGCONT)
            load.fault_ended()
            stack.wait_until_ready()

    row = poison.row()
    assert (row.state, row.tries) == (SubmissionState.MARKED, 2)


def wait_for_the_end(stack: Stack, child: int) -> None:
    """Wait until the worker has ended a process that hangs: Celery's time limit for a task is ten seconds."""
    wait_until(lambda: child not in stack.children("worker"), 30, "the end of what hangs")


def let_time_pass(stack: Stack, experiments: Experiments) -> None:
    """In the short form, let the time of what a dead process had claimed be over at once; the long form waits for it."""
    if not experiments.form.is_long:
        let_leases_run_out(stack.db)


@contextmanager
def another_worker(stack: Stack, folder: Path) -> Iterator[None]:
    """Run one more worker beside the stack's."""
    environment = {**os.environ, **stack.environment("worker"), "GRADMARK_METRICS_BIND": "off"}
    with (folder / "another-worker.log").open("wb") as log:
        running = subprocess.Popen(
            [Path(sys.executable).with_name("gradmark"), "worker"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield
        running.terminate()
        assert running.wait(60) == 0
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait(10)


def data_limit(pid: int) -> int:
    """Return how much memory of its own a process may have."""
    return resource.prlimit(pid, resource.RLIMIT_DATA)[0]


def data_size(pid: int) -> int:
    """Return how much memory of its own a process has, in bytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmData"))
    return int(line.split()[1]) * 1024


pytestmark = pytest.mark.timeout(900)
