"""A worker that is killed while it marks loses nothing, and nothing is marked twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis

import migrations
from app.db import Database
from app.dispatch import BEHIND_TASK, MARK_TASK, CeleryDoorbell, make_celery
from app.domain.authoring import VersionState
from app.domain.submissions import SubmissionState
from app.models import ProblemVersion, Result, Submission, Variant
from app.services.authoring import add_problem
from tests.app.classroom import Classroom, make_classroom
from tests.deployment.visiting import Visitor
from tests.faults.stack import children_of, send
from tests.real_parts.process import find_free_port

GRADMARK = Path(sys.executable).with_name("gradmark")
BY_THE_SWEEP = 'gradmark_submissions_ended_after_total{rung_by="sweep"}'
# Some tens of milliseconds each, so that a kill meets a batch half done.
SLOW = "for i in range(3000):\n    j = i * i\n"


@contextmanager
def process(command: str, environment: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen]:
    """Run a gradmark process and all it starts in a group of its own."""
    with log.open("ab") as file:
        running = subprocess.Popen(
            [GRADMARK, command],
            env={**os.environ, **environment},
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    try:
        yield running
    finally:
        kill_group(running)


def kill_group(running: subprocess.Popen) -> None:
    """Kill a process and all it started, as the kernel does when memory runs out."""
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait(10)


def wait_until(condition, seconds: float, log: Path) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, log.read_text(errors="replace")[-4000:]
        time.sleep(0.01)


@pytest.fixture(
    params=[("fresh_sqlite", "valkey_url"), ("fresh_postgres", "redis_url")],
    ids=["embedded", "compose"],
)
def service(request, tmp_path) -> Iterator[tuple[Classroom, dict[str, str]]]:
    """A classroom on a real store and broker, and the environment of its processes."""
    database_url, broker_url = (request.getfixturevalue(name) for name in request.param)
    migrations.upgrade(database_url)
    db = Database(database_url)
    environment = {
        "GRADMARK_SECRET_KEY": "k" * 32,
        "GRADMARK_DATABASE_URL": database_url,
        "GRADMARK_BROKER_URL": broker_url,
    }
    yield make_classroom(db, CeleryDoorbell(make_celery(broker_url))), environment
    db.dispose()


def states(classroom: Classroom) -> set[SubmissionState]:
    with classroom.db.reading() as session:
        return set(session.scalars(session.query(Submission.state).statement))


def submit_slow_work(classroom: Classroom, students: int) -> int:
    """Let a class submit right answers to exercises that take a moment; return how many."""
    count = 0
    for student in [classroom.add_student(f"student {number}") for number in range(students)]:
        for position in range(3):
            variant = classroom.deal(position, student)
            with classroom.db.writing() as session:
                stored = session.get_one(Variant, variant)
                # Without its truth, as what the release before dealt: else no worker would run it.
                stored.code, stored.truth = SLOW + stored.code, None
            classroom.submit(variant, student=student)
            count += 1
    return count


def test_a_worker_killed_while_it_marks_loses_nothing(service, tmp_path):
    classroom, environment = service
    log = tmp_path / "processes.log"
    submitted = submit_slow_work(classroom, students=10)

    with process("worker", environment, log) as worker:
        wait_until(lambda: SubmissionState.MARKING in states(classroom), 30, log)
        kill_group(worker)
    assert SubmissionState.MARKING in states(classroom), "the kill came too late to prove anything"

    with process("worker", environment, log), process("beat", environment, log):
        wait_until(lambda: states(classroom) == {SubmissionState.MARKED}, 60, log)

    with classroom.db.reading() as session:
        scores = session.scalars(session.query(Result.score).statement).all()
    assert list(scores) == [1.0] * submitted


def test_a_bell_rung_after_the_commit_is_heard_without_any_sweep(service, tmp_path):
    classroom, environment = service
    log = tmp_path / "processes.log"
    with process("worker", environment, log):
        wait_until(lambda: "ready." in log.read_text(errors="replace"), 30, log)
        classroom.submit(classroom.deal())
        wait_until(lambda: states(classroom) == {SubmissionState.MARKED}, 10, log)


def test_work_is_found_by_the_sweep_when_the_broker_forgot_every_bell(service, tmp_path):
    classroom, environment = service
    log = tmp_path / "processes.log"
    classroom.doorbell = _Deaf()
    classroom.submit(classroom.deal())
    figures = f"127.0.0.1:{find_free_port()}"
    tells = {**environment, "GRADMARK_METRICS_BIND": figures}
    with process("worker", tells, log), process("beat", environment, log):
        wait_until(lambda: states(classroom) == {SubmissionState.MARKED}, 60, log)
        # Who has found it is counted just after it is stored.
        wait_until(lambda: f"{BY_THE_SWEEP} 1.0" in told_at(figures), 10, log)


def told_at(address: str) -> str:
    return Visitor(address).get("/metrics").read().decode()


def test_a_worker_asked_to_stop_ends_what_it_has_begun(service, tmp_path):
    classroom, environment = service
    log = tmp_path / "processes.log"
    submit_slow_work(classroom, students=5)
    with process("worker", environment, log) as worker:
        wait_until(lambda: SubmissionState.MARKING in states(classroom), 30, log)
        worker.terminate()
        assert worker.wait(20) == 0

    assert SubmissionState.MARKING not in states(classroom)


@pytest.mark.parametrize("service", [("fresh_sqlite", "valkey_url")], indirect=True)
def test_a_worker_asked_to_stop_as_a_bell_comes_in_stops_in_seconds(service, tmp_path):
    classroom, environment = service
    log, broker_url = tmp_path / "processes.log", environment["GRADMARK_BROKER_URL"]
    with process("worker", environment, log) as worker, Redis.from_url(broker_url) as broker:
        wait_until(lambda: "ready." in log.read_text(errors="replace"), 30, log)
        marking = children_of(worker.pid)
        send(signal.SIGSTOP, *marking)
        make_celery(broker_url).send_task(MARK_TASK, [str(classroom.student)])
        wait_until(lambda: not broker.exists("gradmark:celery"), 10, log)
        # It is with a process now that cannot say so.
        time.sleep(0.5)
        worker.terminate()
        wait_until(lambda: "Warm shutdown" in log.read_text(errors="replace"), 10, log)
        time.sleep(0.5)
        send(signal.SIGCONT, *marking)
        assert worker.wait(10) == 0


def test_long_work_is_done_one_piece_after_another_from_one_bell(service, tmp_path):
    classroom, environment = service
    log = tmp_path / "processes.log"
    # The first bell is lost: who has done one piece rings for the next.
    bells = _Deaf(), CeleryDoorbell(make_celery(environment["GRADMARK_BROKER_URL"]), BEHIND_TASK)
    with process("worker", environment, log):
        wait_until(lambda: "ready." in log.read_text(errors="replace"), 60, log)
        for bell in bells:
            add_problem(
                classroom.db,
                bell,
                user_id=classroom.instructor,
                course_id=classroom.course,
                text="Read in no time, and refused.",
            )
        wait_until(lambda: version_states(classroom) == {VersionState.REFUSED}, 30, log)


def version_states(classroom: Classroom) -> set[VersionState]:
    with classroom.db.reading() as session:
        return set(session.scalars(session.query(ProblemVersion.state).statement))


class _Deaf:
    """A broker that loses every bell."""

    def ring(self, submission_id) -> None:
        """Lose it."""
