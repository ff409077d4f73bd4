"""Releases side by side: messages and engines of another one mark nothing wrongly, and each mark says whose it is.

Two whole releases over one migration: `make upgrade-check`.
"""

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

import migrations
from app.db import Database
from app.dispatch import MARK_TASK, make_celery
from app.domain.problems import ENGINE_VERSION
from app.domain.submissions import SubmissionState
from app.models import Result, Submission, Variant
from tests.app.classroom import Classroom, RecordingDoorbell, make_classroom
from tests.deployment.compose import ROOT
from tests.faults.undisturbed import UndisturbedRun, marked_of
from tests.real_parts.process import make_folder, wait_until
from tests.upgrade.before import Release

_PACKAGES = ("app", "engine", "migrations", "worker")
_SECONDS = 60


@pytest.fixture
def classroom(fresh_postgres) -> Iterator[Classroom]:
    """A course whose bells nobody hears."""
    migrations.upgrade(fresh_postgres)
    db = Database(fresh_postgres)
    yield make_classroom(db, RecordingDoorbell())
    db.dispose()


@pytest.fixture
def environment(fresh_postgres, redis_url) -> dict[str, str]:
    return {
        "GRADMARK_SECRET_KEY": os.urandom(32).hex(),
        "GRADMARK_DATABASE_URL": fresh_postgres,
        "GRADMARK_BROKER_URL": redis_url,
    }


@pytest.fixture
def logs(tmp_path) -> Path:
    return tmp_path


def submit_some(classroom: Classroom) -> set[uuid.UUID]:
    """Submit right answers and wrong ones."""
    variants = [classroom.deal(position) for position in range(6)]
    answers = [
        *map(classroom.right_answers, variants[:3]),
        *map(classroom.wrong_answers, variants[3:]),
    ]
    receipts = [
        classroom.submit(variant, given) for variant, given in zip(variants, answers, strict=True)
    ]
    return {receipt.submission_id for receipt in receipts}


def states(classroom: Classroom) -> set[SubmissionState]:
    with classroom.db.reading() as session:
        return set(session.scalars(select(Submission.state)))


def test_a_bell_of_a_later_release_marks_nothing_wrongly_and_the_sweep_finds_its_submission(
    classroom, environment, redis_url, logs
):
    submitted = submit_some(classroom)
    now = Release("now", ROOT, environment, logs)
    try:
        now.start("worker")
        wait_until(now.has_a_worker, _SECONDS, "the worker")
        later = make_celery(redis_url)
        later.send_task("gradmark.mark_with_more", [str(uuid.uuid4())])
        later.send_task(MARK_TASK, [str(uuid.uuid4()), {"version": 2}], {"of": "tomorrow"})
        for refusal in ("unregistered task of type 'gradmark.mark_with_more'", "a task failed"):
            wait_for_line(logs, refusal)
        assert states(classroom) == {SubmissionState.QUEUED}

        now.start("beat")
        wait_until(lambda: states(classroom) == {SubmissionState.MARKED}, _SECONDS, "the sweep")
    finally:
        now.end()
    assert_marked_as_undisturbed(classroom, submitted)


def wait_for_line(logs: Path, words: str) -> None:
    """Wait until the worker has written a line with these words."""
    log = next(logs.glob("*-worker.log"))
    try:
        wait_until(lambda: words in log.read_text(), _SECONDS, words)
    except Exception as error:
        raise AssertionError(f"{error}\n{log.read_text()[-4000:]}") from error


def test_a_worker_with_another_engine_says_so_and_marks_alike(classroom, environment, logs):
    submitted = submit_some(classroom)
    with classroom.db.writing() as session:
        # Dealing has run these programs already, on this engine.
        session.execute(update(Variant).values(truth=None, predictions=None))
    other = Release("other", tree_with_another_engine(), environment, logs)
    try:
        other.start("worker")
        other.start("beat")
        wait_until(lambda: states(classroom) == {SubmissionState.MARKED}, _SECONDS, "the worker")
    finally:
        other.end()

    with classroom.db.reading() as session:
        versions = set(session.scalars(select(Result.engine_version)))
    assert len(versions) == 1
    assert versions != {ENGINE_VERSION}
    assert_marked_as_undisturbed(classroom, submitted)


def tree_with_another_engine() -> Path:
    """Copy the sources, and change the engine by a comment: whose truth it is, is told by its text."""
    folder = make_folder()
    for package in _PACKAGES:
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "vendor")
        )
    with (folder / "engine" / "__init__.py").open("a") as file:
        file.write("\n# Another release.\n")
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def assert_marked_as_undisturbed(classroom: Classroom, submitted: set[uuid.UUID]) -> None:
    """Hold the marks to those of this release's engine, to the last digit."""
    folder = make_folder()
    undisturbed = UndisturbedRun(folder)
    try:
        marked = marked_of(classroom.db, submitted)
        assert marked.keys() == submitted
        assert marked == undisturbed.mark(classroom.db, submitted)
    finally:
        undisturbed.close()
        shutil.rmtree(folder)
