"""`gradmark backup` and `gradmark restore`, as a shell meets them, on both databases."""

import json
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url, select, text

import migrations
from app.cli.backups.sqlite import SqliteStore
from app.db import Database
from app.models import User
from tests.app.cli.calling import call_gradmark
from tests.app.cli.test_service_commands import gradmark
from tests.app.people import add_account


@pytest.fixture(params=["fresh_sqlite", "fresh_postgres"], ids=["sqlite", "postgres"])
def url(request, monkeypatch) -> str:
    """An empty store, and the programs that belong to it on the PATH."""
    if request.param == "fresh_postgres":
        binaries = request.getfixturevalue("postgres_server").binaries
        monkeypatch.setenv("PATH", f"{binaries}{os.pathsep}{os.environ['PATH']}")
    return request.getfixturevalue(request.param)


def settings(url: str) -> dict[str, str]:
    return {"secret_key": "k" * 32, "database_url": url, "broker_url": "redis://x"}


def sign_up_in(url: str, *emails: str) -> None:
    db = Database(url)
    for email in emails:
        add_account(db, email)
    db.dispose()


def people_in(url: str) -> list[str]:
    db = Database(url)
    with db.reading() as session:
        found = session.scalars(select(User.email).order_by(User.email)).all()
        assert migrations.revision_of(session.connection()) == migrations.head()
    db.dispose()
    return [str(email) for email in found]


def is_one_line(run, status: int) -> bool:
    said = (run.returncode, run.stdout, run.stderr.count("\n"))
    return said == (status, "", 1) and run.stderr.startswith("gradmark: ")


def test_what_was_backed_up_comes_back_in_the_place_of_what_came_later(url, tmp_path):
    migrations.upgrade(url)
    sign_up_in(url, "ada@example.org", "emmy@example.org")
    file = tmp_path / "monday.backup"

    made = gradmark("backup", str(file), "--json", **settings(url))
    sign_up_in(url, "late@example.org")
    # Somebody is still connected, as a web server would be.
    other = Database(url)
    with other.reading() as session:
        session.execute(text("SELECT 1"))
    refused = call_gradmark("restore", str(file), **settings(url))
    before = people_in(url)
    restored = call_gradmark(
        "restore", str(file), "--replace-everything", "--json", **settings(url)
    )

    assert json.loads(made.stdout) == {
        "file": str(file),
        "bytes": file.stat().st_size,
        "schema": migrations.head(),
    }
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert is_one_line(refused, 1), refused.stderr
    assert "--replace-everything" in refused.stderr
    assert before == ["ada@example.org", "emmy@example.org", "late@example.org"]
    assert restored.returncode == 0, restored.stderr
    assert json.loads(restored.stdout)["users"] == 2
    assert people_in(url) == ["ada@example.org", "emmy@example.org"]
    with other.reading() as session:
        assert len(session.scalars(select(User.id)).all()) == 2
    other.dispose()
    # Nothing half-made is left beside the files.
    assert sorted(one.name for one in tmp_path.iterdir() if one.name.startswith(".")) == []


def test_a_backup_of_an_older_release_is_brought_to_head_and_one_of_a_newer_is_refused(
    url, tmp_path
):
    migrations.upgrade(url)
    sign_up_in(url, "ada@example.org")
    migrations.downgrade(url, "0012")
    assert call_gradmark("backup", str(tmp_path / "old"), **settings(url)).returncode == 0
    set_revision(url, "9999")
    assert call_gradmark("backup", str(tmp_path / "new"), **settings(url)).returncode == 0
    set_revision(url, "0012")
    migrations.upgrade(url)

    new = call_gradmark("restore", str(tmp_path / "new"), "--replace-everything", **settings(url))
    old = call_gradmark(
        "restore", str(tmp_path / "old"), "--replace-everything", "--json", **settings(url)
    )

    assert is_one_line(new, 1), new.stderr
    assert "newer release" in new.stderr
    assert json.loads(old.stdout)["schema_before"] == "0012", old.stderr
    assert people_in(url) == ["ada@example.org"]


def set_revision(url: str, revision: str) -> None:
    db = Database(url)
    with db.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})
    db.dispose()


def cut_off(whole: bytes) -> bytes:
    return whole[: len(whole) * 2 // 3]


def garble(whole: bytes) -> bytes:
    """Damage some of the data, so that the beginning of it can still be restored."""
    if whole.startswith(SqliteStore.magic):
        begin, length = 10 * 4096, 10 * 4096
    else:
        # The largest block that zlib wrote: the people's, whose ids are random.
        blocks = [at for at in range(len(whole)) if whole.startswith(b"\x78\x9c", at)]
        ends = zip(blocks, [*blocks[1:], len(whole)], strict=True)
        first, last = max(ends, key=lambda block: block[1] - block[0])
        begin, length = (first + last) // 2, 2000
    return whole[:begin] + b"\xff" * length + whole[begin + length :]


@pytest.mark.parametrize("damage", [cut_off, garble])
def test_a_damaged_backup_leaves_the_database_as_it_was(url, tmp_path, damage):
    migrations.upgrade(url)
    sign_up_in(url, *(f"{number:03}@example.org" for number in range(400)))
    file = tmp_path / "monday.backup"
    call_gradmark("backup", str(file), **settings(url))
    file.write_bytes(damage(file.read_bytes()))

    run = call_gradmark("restore", str(file), "--replace-everything", **settings(url))

    assert run.returncode in (1, 2), run.stdout
    assert is_one_line(run, run.returncode), run.stderr
    assert len(people_in(url)) == 400


def test_a_store_that_is_empty_needs_no_word_to_be_restored_into(url, tmp_path):
    migrations.upgrade(url)
    sign_up_in(url, "ada@example.org")
    call_gradmark("backup", str(tmp_path / "monday"), **settings(url))
    migrations.downgrade(url, "base")

    run = call_gradmark("restore", str(tmp_path / "monday"), **settings(url))

    assert run.returncode == 0, run.stderr
    assert people_in(url) == ["ada@example.org"]


def test_a_database_without_gradmark_has_nothing_to_back_up(url, tmp_path):
    run = call_gradmark("backup", str(tmp_path / "monday"), **settings(url))

    assert is_one_line(run, 1), run.stderr
    assert not (tmp_path / "monday").exists()


def test_wrong_arguments_are_one_line_and_change_nothing(fresh_sqlite, tmp_path):
    migrations.upgrade(fresh_sqlite)
    (tmp_path / "there").write_text("mine")
    (tmp_path / "pg").write_bytes(b"PGDMP and more")
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE songs (title)")

    wrong = [
        call_gradmark(*arguments, **settings(fresh_sqlite))
        for arguments in (
            ("backup", str(tmp_path / "there")),
            ("backup", str(tmp_path / "no" / "folder")),
            ("restore", str(tmp_path / "nothing")),
            ("restore", str(tmp_path / "there")),
            ("restore", str(tmp_path / "pg")),
            ("restore", str(tmp_path / "other.db")),
        )
    ]

    assert [run.returncode for run in wrong if not is_one_line(run, 2)] == []
    assert (tmp_path / "there").read_text() == "mine"
    assert call_gradmark("backup", "--jsn").returncode == 2
    assert call_gradmark("restore").returncode == 2


def test_a_folder_gets_a_file_named_after_the_time_without_settings(tmp_path):
    migrations.upgrade(f"sqlite:///{tmp_path / 'gradmark.db'}")
    (tmp_path / "kept").mkdir()

    run = call_gradmark("backup", str(tmp_path / "kept"), "--data", str(tmp_path))

    (file,) = (tmp_path / "kept").iterdir()
    assert run.stdout == f"{file} holds the backup.\n"
    assert file.name.startswith("gradmark-20")


def test_a_missing_program_is_said_with_what_to_install(fresh_postgres, tmp_path, monkeypatch):
    migrations.upgrade(fresh_postgres)
    monkeypatch.setenv("PATH", str(tmp_path))

    run = call_gradmark("backup", str(tmp_path / "monday"), **settings(fresh_postgres))

    assert is_one_line(run, 1), run.stderr
    assert "pg_dump is not here. Install" in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_cannot_be_reached_is_one_line_without_the_password(tmp_path):
    away = "postgresql+psycopg://gradmark:hidden@127.0.0.1:1/gradmark"

    run = call_gradmark("backup", str(tmp_path / "monday"), **settings(away))

    assert is_one_line(run, 1), run.stderr
    assert "hidden" not in run.stderr


def test_what_is_written_while_sqlite_is_backed_up_waits_for_the_next_backup(
    fresh_sqlite, tmp_path
):
    migrations.upgrade(fresh_sqlite)
    fill_pages(fresh_sqlite)
    writer = Database(fresh_sqlite)
    seen: list[int] = []

    def go_on(done: int, whole: int) -> None:
        seen.append(done)
        add_account(writer, f"{done:06}@example.org")
        assert done <= whole

    SqliteStore(fresh_sqlite).save(tmp_path / "copy", go_on)
    writer.dispose()

    # It went in steps, never from the beginning again, and holds the instant at which it began.
    assert len(seen) > 2
    assert seen == sorted(seen)
    with closing(sqlite3.connect(tmp_path / "copy")) as copy:
        assert copy.execute("SELECT count(*) FROM users").fetchone() == (0,)
    assert len(people_in(fresh_sqlite)) == len(seen)
    assert {one.name for one in tmp_path.iterdir()} == {
        Path(str(make_url(fresh_sqlite).database)).name,
        "copy",
    }


def fill_pages(url: str) -> None:
    """Make a store of more pages than one step copies."""
    with closing(sqlite3.connect(str(make_url(url).database))) as store, store:
        store.execute("CREATE TABLE ballast (page)")
        store.executemany("INSERT INTO ballast VALUES (?)", [(b"\0" * 4000,)] * 5000)
