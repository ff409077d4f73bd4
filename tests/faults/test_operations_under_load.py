"""What operators do, and what the world does, while students submit: a backup, a migration, a wrong clock, slow clients."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import select, text

import migrations
from app.db import Database
from app.domain.submissions import SubmissionState
from app.models import Result, Submission
from app.services.grading import mark_waiting
from tests.deployment.compose import ROOT
from tests.faults.experiment import Experiments
from tests.faults.stack import Stack
from tests.real_parts.process import MissingPartError, wait_until

SLOW_CLIENTS = 200
# A migration as the next release might bring it: a column, an index and a table beside those that everybody uses.
_NEXT = '''"""What the next release adds."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"
branch_labels = depends_on = None


def upgrade():
    op.add_column("submissions", sa.Column("seen", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_results_score", "results", ["score"])
    op.create_table(
        "remarks",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("submission_id", sa.Uuid(), sa.ForeignKey("submissions.id", ondelete="CASCADE")),
        sa.Column("user_id", sa.Uuid(), sa.ForeignKey("users.id", ondelete="CASCADE")),
    )


def downgrade():
    op.drop_table("remarks")
    op.drop_index("ix_results_score", "results")
    op.drop_column("submissions", "seen")
'''


@pytest.mark.parametrize("jump", ["+2h", "-2h"])
def test_a_worker_whose_clock_is_wrong_marks_as_any_other(
    stack: Stack, experiments: Experiments, jump: str
):
    with (
        experiments.run(
            "25", f"The worker's clock is wrong by {jump}", says="clock is -?7200 seconds off"
        ) as load,
        clock_of(stack, "worker", jump),
    ):
        load.wait(experiments.form.pick(short=3, long=20))
    assert load.figures.begun_again == 0


def test_a_migration_under_load_is_felt_by_nobody(
    stack: Stack, experiments: Experiments, tmp_path: Path
):
    tree = tree_of_the_next_release(tmp_path)
    with experiments.run(
        "31", "The next release's migration runs, and back", says="answered"
    ) as load:
        # Somebody who reads for long, as a backup does, is in the migration's way: it must be in nobody's.
        with stack.db.reading() as reading:
            reading.execute(text("BEGIN"))
            reading.execute(text("SELECT count(*) FROM submissions"))
            upgrading = threading.Thread(target=migrate, args=(stack, tree, "upgrade(url)"))
            upgrading.start()
            load.wait(3)
            assert upgrading.is_alive()
            reading.execute(text("COMMIT"))
        upgrading.join()
        assert revision_of(stack) == "9999"
        load.wait(1)
        migrate(stack, tree, f"downgrade(url, {migrations.head()!r})")
        assert revision_of(stack) == migrations.head()
    assert load.count(503) == load.count(500) == 0


@pytest.mark.parametrize("by", ["gradmark backup", "pg_dump"])
def test_a_backup_taken_under_load_has_what_was_acknowledged_before(
    stack: Stack, experiments: Experiments, tmp_path: Path, by: str
):
    file = tmp_path / "under.backup"
    with experiments.run("38", f"A backup is taken by {by}", says="answered") as load:
        load.wait_for_acknowledged(experiments.form.pick(short=10, long=300))
        before = set(load.acknowledged)
        back_up(stack, by, file)
        load.wait_for_acknowledged(5)

    with stack.postgres.database() as url:
        run_gradmark(stack, url, "restore", str(file))
        elsewhere = Database(url)
        # What a worker had begun is taken over once its lease has run out.
        wait_until(lambda: is_marked(elsewhere), 40, "all that was restored to be marked")
        there, here = marks_in(elsewhere), marks_in(stack.db)
        elsewhere.dispose()
    known = {key: id for key, id, _ in keys_in(stack.db)}
    assert {known.get(key, key) for key in before} <= {str(id) for id in there}
    assert there == {id: mark for id, mark in here.items() if id in there}
    assert len(there) < len(here), "what came after the backup is not in it"


def test_slow_clients_keep_nobody_waiting(stack: Stack, experiments: Experiments):
    host, _, port = stack.address.rpartition(":")
    with (
        ExitStack() as held,
        experiments.run("37", f"{SLOW_CLIENTS} clients send slowly", says="answered") as load,
    ):
        clients = [
            held.enter_context(socket.create_connection((host, int(port)), 5))
            for _ in range(SLOW_CLIENTS)
        ]
        for sent in b"POST /sign-in HTTP/1.1"[: experiments.form.pick(short=5, long=20)]:
            for client in clients:
                # Those that took too long are closed.
                with suppress(OSError):
                    client.sendall(bytes([sent]))
            load.wait(1)
        seconds = sorted(one.seconds for one in load.heard)
    assert seconds[int(len(seconds) * 0.99)] < 1.0


@contextmanager
def clock_of(stack: Stack, process: str, jump: str) -> Iterator[None]:
    """Let a process believe that it is earlier or later than it is."""
    stack.set(process, **wrong_clock(jump))
    stack.restart(process)
    try:
        yield
    finally:
        stack.set(process)
        stack.restart(process)


def wrong_clock(jump: str) -> dict[str, str]:
    """Return the variables by which a program's clock jumps, as faketime would set them."""
    faketime = shutil.which("faketime")
    if faketime is None:
        raise MissingPartError("faketime is missing: run sh tools/ensure.sh clock.")
    shown = subprocess.check_output(
        [faketime, "-f", jump, "env"], env={"PATH": os.environ["PATH"]}, text=True
    )
    variables = dict(line.partition("=")[::2] for line in shown.splitlines())
    return {
        "LD_PRELOAD": variables["LD_PRELOAD"],
        "FAKETIME": jump,
        # What waits and what is measured goes by another clock, which does not jump.
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def tree_of_the_next_release(folder: Path) -> Path:
    """Copy this release's migrations, and add one."""
    copied = folder / "migrations"
    shutil.copytree(ROOT / "migrations", copied, ignore=shutil.ignore_patterns("__pycache__"))
    (copied / "versions" / "9999_next.py").write_text(_NEXT.format(head=migrations.head()))
    return folder


def migrate(stack: Stack, tree: Path, call: str) -> None:
    """Run migrations of a tree as the owner of the tables."""
    subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys, migrations; url = sys.argv[1]; migrations.{call}",
            stack.owner_url,
        ],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tree), str(ROOT)])},
        cwd=tree,
        check=True,
        timeout=120,
    )


def revision_of(stack: Stack) -> str | None:
    with stack.db.reading() as session:
        return migrations.revision_of(session.connection())


def back_up(stack: Stack, by: str, file: Path) -> None:
    """Back up as docs/administration.md says: with the command, or with pg_dump alone."""
    if by == "gradmark backup":
        run_gradmark(stack, stack.owner_url, "backup", str(file))
        return
    url = stack.owner_url.replace("+psycopg", "")
    with file.open("wb") as dump:
        subprocess.run(
            [
                stack.postgres.binaries / "pg_dump",
                f"--dbname={url}",
                "--format=custom",
                "--no-owner",
                "--no-privileges",
            ],
            stdout=dump,
            check=True,
            timeout=60,
        )


def run_gradmark(stack: Stack, url: str, *arguments: str) -> None:
    environment = {
        **os.environ,
        **stack.environment("web"),
        "GRADMARK_DATABASE_URL": url,
        "PATH": f"{stack.postgres.binaries}:{os.environ['PATH']}",
    }
    subprocess.run(
        [Path(sys.executable).with_name("gradmark"), *arguments],
        env=environment,
        check=True,
        timeout=60,
    )


def keys_in(db: Database) -> list[tuple[str, str, SubmissionState]]:
    with db.reading() as session:
        rows = session.execute(
            select(Submission.idempotency_key, Submission.id, Submission.state)
        ).all()
    return [(key, str(id), state) for key, id, state in rows]


def is_marked(db: Database) -> bool:
    mark_waiting(db)
    return all(state.is_final for _, _, state in keys_in(db))


def marks_in(db: Database) -> dict[uuid.UUID, tuple[object, ...]]:
    """Return what every submission came to."""
    with db.reading() as session:
        rows = session.execute(
            select(Submission.id, Submission.state, Result.score, Result.marks).outerjoin(
                Result, Result.submission_id == Submission.id
            )
        ).all()
    return {row[0]: tuple(row[1:]) for row in rows}
