"""PostgreSQL restarts, stays away, is full, or lets nobody in: who asks is told so at once, and nothing is lost."""

import asyncio
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import text

from tests.faults.asking import Answer, ask
from tests.faults.experiment import Experiments, UnderLoad
from tests.faults.proxy import Proxy
from tests.faults.stack import Stack, children_of
from tests.real_parts.process import MissingPartError, make_folder

# A database that refuses says so at once; what is left is the page that says it.
AT_ONCE_SECONDS = 2.0
_UNAVAILABLE = "unavailable: "


def refused_since(load: UnderLoad, began: float) -> list[float]:
    """Return how long each request took that was sent since and told to come back."""
    return [one.seconds for one in load.heard if one.at > began and one.status == 503]


def look(stack: Stack, experiments: Experiments) -> Answer:
    """Open an exercise as a student does."""
    student = experiments.students[0]
    path = f"/variants/{student.exercises[0].id}"
    return asyncio.run(ask(stack.address, "GET", path, {"Cookie": student.cookies}))


def require_told_to_come_back(answer: Answer) -> None:
    assert answer.status == 503
    assert int(answer.headers["retry-after"]) > 0


def test_a_restart_at_once_is_told_and_lost_by_nobody(stack: Stack, experiments: Experiments):
    with experiments.run("14", "PostgreSQL restarts without waiting", says=_UNAVAILABLE) as load:
        for _ in range(experiments.form.pick(short=1, long=5)):
            os.kill(stack.postgres.pid, signal.SIGQUIT)
            stack.postgres.restart()
            load.wait_for_acknowledged(1, seconds=3)
            load.wait(1)
    assert stack.starts("worker") == 1


def test_while_it_is_away_everybody_is_told_at_once_to_come_back(
    stack: Stack, experiments: Experiments
):
    with experiments.run("15", "PostgreSQL is away", says=_UNAVAILABLE) as load:
        stack.postgres.stop()
        try:
            load.wait(0.5)
            began = time.monotonic()
            require_told_to_come_back(look(stack, experiments))
            assert stack.readiness()["database"] == "not ready"
            load.wait(experiments.form.pick(short=4, long=20))
            refused = refused_since(load, began)
        finally:
            stack.postgres.start()
        load.wait_for_acknowledged(1, seconds=3)
    assert refused
    assert max(refused) < AT_ONCE_SECONDS
    assert stack.starts("worker") == 1
    assert '"a task failed"' not in stack.log("worker"), "one line says what is away"


def test_while_it_is_silent_nobody_waits_longer_than_for_anything_else(
    stack: Stack, experiments: Experiments
):
    with experiments.run("15", "PostgreSQL hears and does not answer", says=_UNAVAILABLE) as load:
        silent = [stack.postgres.pid, *children_of(stack.postgres.pid)]
        try:
            for pid in silent:
                os.kill(pid, signal.SIGSTOP)
            load.wait(experiments.form.pick(short=6, long=20))
        finally:
            for pid in silent:
                os.kill(pid, signal.SIGCONT)
    assert load.count(503)


def test_without_a_free_connection_everybody_is_told_at_once(
    stack: Stack, experiments: Experiments
):
    with experiments.run(
        "16", "Others hold all connections", says="remaining connection slots|too many clients"
    ) as load:
        began = time.monotonic()
        with all_connections(stack):
            require_told_to_come_back(look(stack, experiments))
            load.wait(experiments.form.pick(short=4, long=20))
            refused = refused_since(load, began)
        load.wait_for_acknowledged(1, seconds=3)
    assert max(refused) < AT_ONCE_SECONDS


def test_a_table_that_somebody_locks_is_waited_for_shortly(stack: Stack, experiments: Experiments):
    with (
        experiments.run("17", "Somebody locks the submissions", says="lock timeout") as load,
        stack.db.writing() as session,
    ):
        session.execute(text("LOCK TABLE submissions"))
        load.wait(experiments.form.pick(short=6, long=10))
    assert load.count(503)


def test_a_full_disk_is_told_and_what_was_stored_stays(stack: Stack, experiments: Experiments):
    with disk_of_its_own(stack) as disk:
        with experiments.run(
            "19", "PostgreSQL's disk is full", says="DiskFull|No space left on device"
        ) as load:
            filler = disk / "filler"
            try:
                fill(filler)
                load.wait_for(lambda: load.count(503) > 5, "the disk to be full", 60)
                answer = look(stack, experiments)
                assert answer.status in (200, 503)
                load.wait(experiments.form.pick(short=1, long=10))
            finally:
                filler.unlink(missing_ok=True)
            if not stack.postgres.is_ready():
                stack.postgres.restart()
            load.wait_for_acknowledged(1, seconds=10)
        assert stack.starts("web") == 1


def test_a_network_that_is_cut_loses_nothing(stack: Stack, experiments: Experiments):
    with proxies(stack, "web", "worker") as (of_web, of_worker):
        with experiments.run(
            "39",
            "The network between worker and PostgreSQL is cut",
            says="Silent|ConnectionTimeout",
        ) as load:
            of_worker.cut()
            load.wait(experiments.form.pick(short=10, long=15))
            of_worker.mend()
        with experiments.run(
            "39", "The network between web and PostgreSQL is cut", says=_UNAVAILABLE
        ) as load:
            of_web.cut()
            load.wait(experiments.form.pick(short=6, long=15))
            of_web.mend()
            load.wait_for_acknowledged(1, seconds=10)
        assert load.count(503)


@contextmanager
def proxies(stack: Stack, *processes: str) -> Iterator[Sequence[Proxy]]:
    """Let processes reach the database through networks that can be cut."""
    all_proxies = [Proxy(stack.postgres.port) for _ in processes]
    try:
        for process, proxy in zip(processes, all_proxies, strict=True):
            stack.reroute(process, postgres=proxy.port)
            stack.restart(process)
        yield all_proxies
    finally:
        for proxy in all_proxies:
            proxy.mend()
        for process in processes:
            stack.reroute(process)
            stack.restart(process)
        for proxy in all_proxies:
            proxy.close()


@contextmanager
def all_connections(stack: Stack) -> Iterator[None]:
    """Hold every connection that the server grants, but those of its administrators."""
    application = stack.environment("web")["GRADMARK_DATABASE_URL"].replace("+psycopg", "")
    with ExitStack() as held:
        while True:
            stack.postgres.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE usename = 'gradmark_app' AND application_name <> 'holder'"
            )
            try:
                while True:
                    held.enter_context(
                        psycopg.connect(application, application_name="holder", autocommit=True)
                    )
            except psycopg.OperationalError:
                if not others(stack):
                    break
        yield


def others(stack: Stack) -> int:
    """Return how many connections the service itself has."""
    ((count,),) = stack.postgres.execute(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE usename = 'gradmark_app' AND application_name <> 'holder'"
    )
    return int(str(count))


@contextmanager
def disk_of_its_own(stack: Stack) -> Iterator[Path]:
    """Let the database's files be on a small disk, which is memory."""
    disk, data = make_folder(), stack.postgres.folder / "data"
    aside = data.with_name("aside")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200m,mode=755", "none", disk], check=False
    )
    if mounted.returncode != 0:
        raise MissingPartError("A small disk can be mounted by root only: run the tests as root.")
    try:
        stack.postgres.stop()
        subprocess.run(["cp", "-a", f"{data}/.", disk], check=True)
        disk.chmod(0o700)
        owner = data.stat()
        os.chown(disk, owner.st_uid, owner.st_gid)
        data.rename(aside)
        data.symlink_to(disk)
        stack.postgres.start()
        stack.wait_until_ready()
        # Its connections were to the server before.
        stack.db.dispose()
        yield disk
    finally:
        stack.postgres.stop()
        if data.is_symlink():
            data.unlink()
            subprocess.run(["cp", "-a", f"{disk}/.", data], check=True)
            owner = aside.stat()
            os.chown(data, owner.st_uid, owner.st_gid)
            data.chmod(0o700)
            shutil.rmtree(aside)
        stack.postgres.start()
        subprocess.run(["umount", disk], check=True)
        disk.rmdir()


def fill(file: Path) -> None:
    """Take all room that is left on a disk."""
    with file.open("wb", buffering=0) as filler:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    filler.write(b"x" * size)
            except OSError:
                continue
