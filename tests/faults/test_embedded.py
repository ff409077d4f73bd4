"""The experiments that make sense where one command runs everything on one machine, on SQLite."""

import os
import random
import signal
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from app.cli import attending
from app.db import Database
from tests.app.people import add_account
from tests.faults.embedded import Embedded
from tests.faults.experiment import Experiments, Form
from tests.faults.figures import Figures

pytestmark = pytest.mark.timeout(900)

WRITERS = 8


@pytest.fixture(scope="module")
def embedded() -> Iterator[Embedded]:
    """`gradmark up`, for the experiments of this file."""
    service = Embedded()
    try:
        service.start()
        yield service
    finally:
        service.end()


@pytest.fixture(scope="module")
def experiments(
    embedded: Embedded, form: Form, report: Callable[[Figures], None]
) -> Iterator[Experiments]:
    experiments = Experiments(embedded, form, report, seed=100)
    yield experiments
    experiments.close()


def test_killing_marking_processes_loses_nothing(embedded, experiments):
    chance = random.Random(1)
    with experiments.run(
        "1e", "One command: a marking process is killed every 0.8 s", says="exited with 'signal 9"
    ) as load:
        for _ in range(experiments.form.pick(short=4, long=8)):
            os.kill(chance.choice(embedded.children("worker")), signal.SIGKILL)
            load.wait(0.8)


def test_killing_or_stopping_the_worker_loses_nothing(embedded, experiments):
    with experiments.run(
        "2e, 3e",
        "One command: the worker is killed, then stopped",
        says=r"exited: worker \(terminated by SIGKILL",
    ) as load:
        for number in experiments.form.pick(short=[9, 15], long=[9, 15] * 5):
            os.kill(embedded.pid("worker"), number)
            load.wait(experiments.form.pick(short=2, long=5))
        load.fault_ended()


def test_a_killed_broker_comes_back_by_itself(embedded, experiments):
    with experiments.run(
        "6e, 12e",
        "One command: the broker is killed",
        says=r"exited: broker \(terminated by SIGKILL",
    ) as load:
        for _ in range(experiments.form.pick(short=1, long=3)):
            os.kill(embedded.pid("broker"), signal.SIGKILL)
            load.wait(2)


def test_an_emptied_broker_loses_no_submission(embedded, experiments):
    with experiments.run(
        "8e",
        "One command: the broker is emptied while bells wait",
        says="Redis is new or has lost what it held",
    ) as load:
        # While the next worker starts, nobody hears. One that stood still might hold the store's only lock.
        os.kill(embedded.pid("worker"), signal.SIGKILL)
        load.wait_for_acknowledged(10)
        embedded.flush_broker()


def test_a_broker_that_stands_still_delays_no_submission(embedded, experiments):
    with experiments.run(
        "9e", "One command: the broker stands still", says="the broker does not answer"
    ) as load:
        broker = embedded.pid("broker")
        os.kill(broker, signal.SIGSTOP)
        try:
            load.wait(experiments.form.pick(short=5, long=10))
        finally:
            os.kill(broker, signal.SIGCONT)


def test_many_writers_at_once_wait_for_each_other(embedded, experiments):
    url = f"sqlite:///{embedded.data / 'gradmark.db'}"
    writes = experiments.form.pick(short=15, long=60)
    # A process of its own each, begun anew: a fork would share what must not be shared.
    with (
        ProcessPoolExecutor(WRITERS, mp_context=get_context("spawn")) as writers,
        experiments.run(
            "18e", f"One command: {WRITERS} more processes write {writes} times each", says="marked"
        ),
    ):
        assert list(writers.map(write, [url] * WRITERS, [writes] * WRITERS)) == [writes] * WRITERS


def write(url: str, times: int) -> int:
    """Write again and again; return how often, if none failed."""
    db = Database(url)
    for _ in range(times):
        add_account(db)
    db.dispose()
    return times


def test_a_killed_supervisor_takes_all_with_it_and_the_next_start_goes_on(embedded):
    # Not under load: who asks while web starts is answered when it has, which may take a slow machine its time.
    embedded.supervisor.kill()
    embedded.supervisor.wait(10)
    embedded.db.dispose()
    embedded.start()


def test_the_store_is_whole_after_all_that(embedded, experiments):
    with sqlite3.connect(embedded.data / "gradmark.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    assert embedded.stop() == 0
    assert attending.wait_for_all(embedded.data / "running", 30)
