"""`gradmark doctor`, as a shell meets it, and what it advises."""

import json
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

import migrations
from app.cli.checkup import check_clocks, check_figures, check_settings, check_space, check_work
from app.db import Database
from app.queries.queue import Queue
from app.services.grading import sweep
from app.settings import Settings
from tests.app.classroom import RecordingDoorbell
from tests.app.cli.calling import call_gradmark
from tests.app.cli.test_service_commands import gradmark
from tests.worker.test_killed_worker import process, wait_until

NOBODY = "redis://:hidden@127.0.0.1:1/0"


def findings(database_url: str, broker_url: str) -> tuple[int, dict[str, dict]]:
    """Exit status, and what was found at each place."""
    run = call_gradmark(
        "doctor", "--json", secret_key="k" * 32, database_url=database_url, broker_url=broker_url
    )
    assert run.stderr == ""
    assert "hidden" not in run.stdout
    described = [json.loads(line) for line in run.stdout.splitlines()]
    return run.returncode, {one["place"]: one for one in described}


def faults(found: dict[str, dict]) -> list[str]:
    return [place for place, one in found.items() if not one["is_well"]]


def test_a_service_at_work_is_well(db, database_url, valkey_url):
    sweep(db, RecordingDoorbell(), worker="one")

    status, found = findings(db.db_engine.url.render_as_string(hide_password=False), valkey_url)

    assert (status, faults(found)) == (0, [])
    assert set(found) - {"space"} == {
        "settings",
        "figures",
        "broker",
        "database",
        "clock",
        "schema",
        "workers",
        "work",
    }
    assert ("space" in found) == db.is_sqlite


def test_a_broker_that_is_away_and_a_store_without_workers_are_told_apart(db):
    status, found = findings(db.db_engine.url.render_as_string(hide_password=False), NOBODY)

    assert (status, faults(found)) == (1, ["broker", "workers"])
    assert "GRADMARK_BROKER_URL" in found["broker"]["advice"]


def test_workers_that_are_there_without_beat_are_told_from_no_workers(
    fresh_sqlite, valkey_url, tmp_path
):
    migrations.upgrade(fresh_sqlite)
    _, alone = findings(fresh_sqlite, valkey_url)
    environment = {
        "GRADMARK_SECRET_KEY": "k" * 32,
        "GRADMARK_DATABASE_URL": fresh_sqlite,
        "GRADMARK_BROKER_URL": valkey_url,
        "GRADMARK_WORKER_CONCURRENCY": "1",
    }
    log = tmp_path / "worker.log"
    with process("worker", environment, log):
        wait_until(lambda: " ready." in log.read_text(), 60, log)
        _, working = findings(fresh_sqlite, valkey_url)

    assert faults(alone) == faults(working) == ["workers"]
    assert "gradmark worker" in alone["workers"]["advice"]
    assert "gradmark beat" in working["workers"]["advice"]


@pytest.mark.parametrize(
    ("revision", "advice"), [("0012", "gradmark db upgrade"), ("9999", "End the upgrade")]
)
def test_an_older_and_a_newer_schema_are_found(fresh_sqlite, revision, advice):
    migrations.upgrade(fresh_sqlite)
    db = Database(fresh_sqlite)
    with db.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})
    db.dispose()

    _, found = findings(fresh_sqlite, NOBODY)

    assert faults(found) == ["broker", "schema"]
    assert advice in found["schema"]["advice"]


def test_an_empty_postgresql_is_told_to_be_upgraded(fresh_postgres):
    _, found = findings(fresh_postgres, NOBODY)

    assert faults(found) == ["broker", "schema"]


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_database_that_is_not_there_is_found_and_not_made(kind, fresh_sqlite):
    away = "postgresql+psycopg://gradmark:hidden@127.0.0.1:1/gradmark"
    status, found = findings(fresh_sqlite if kind == "sqlite" else away, NOBODY)

    assert (status, faults(found)) == (1, ["broker", "database"])
    assert not Path(str(make_url(fresh_sqlite).database)).exists()


def test_settings_that_are_missing_are_said_for_people_as_well():
    run = gradmark("doctor")

    assert (run.returncode, run.stderr) == (1, "")
    assert "MEND  settings" in run.stdout
    assert "GRADMARK_SECRET_KEY" in run.stdout
    assert "1 to be mended." in run.stdout


def test_the_store_of_a_folder_is_looked_at_without_settings(tmp_path):
    url = f"sqlite:///{tmp_path / 'gradmark.db'}"
    migrations.upgrade(url)
    db = Database(url)
    sweep(db, RecordingDoorbell(), worker="one")
    db.dispose()

    run = call_gradmark("doctor", "--data", str(tmp_path))

    assert (run.returncode, run.stdout.splitlines()[-1]) == (0, "All is well.")
    assert "settings" not in run.stdout


def test_wrong_arguments_are_refused(tmp_path):
    assert call_gradmark("doctor", "--jsn").returncode == 2
    assert call_gradmark("doctor", "everything").returncode == 2
    nothing = call_gradmark("doctor", "--data", str(tmp_path))
    assert (nothing.returncode, nothing.stderr.count("\n")) == (1, 1)


@pytest.mark.parametrize(
    ("public_url", "proxies", "advice"),
    [
        ("http://127.0.0.1:8000", 0, None),
        ("https://gradmark.example.org", 1, None),
        ("https://gradmark.example.org", 0, "GRADMARK_TRUSTED_PROXIES"),
    ],
)
def test_settings_that_would_be_regretted_are_found(public_url, proxies, advice):
    found = check_settings(
        Settings(
            secret_key="6f1b92c07d3ae854" * 2,
            database_url="sqlite:///x",
            broker_url="redis://:6f1b92c07d3ae854@127.0.0.1:1/0",
            public_url=public_url,
            trusted_proxies=proxies,
        )
    ).advice

    assert found is None if advice is None else advice in str(found)


def test_it_tells_where_figures_are_told():
    def says(bind):
        settings = {"secret_key": "k" * 32, "database_url": "sqlite:///x", "broker_url": NOBODY}
        return check_figures(Settings(**settings, metrics_bind=bind)).says

    assert "off" in says("off")
    assert "127.0.0.1:9464" in says("127.0.0.1:9464")


def test_clocks_that_differ_are_found_in_either_direction():
    assert check_clocks(-2).advice is None
    assert "7 s ahead" in check_clocks(7.2).says
    assert "90 s behind" in check_clocks(-90).says
    assert "NTP" in str(check_clocks(-90).advice)


def test_a_disk_without_room_for_another_copy_is_found():
    assert check_space(3 << 30, 1 << 30, Path("data")).advice is None
    assert check_space(3 << 30, 2 << 30, Path("data")).advice is not None
    assert check_space(1 << 29, 1, Path("data")).advice is not None


def test_work_that_waits_long_or_failed_is_found():
    well = Queue(waiting=3, marking=1, failed=0, oldest_seconds=9.0, workers=1)
    late = Queue(waiting=3, marking=1, failed=0, oldest_seconds=90.0, workers=1)
    failed = Queue(waiting=0, marking=0, failed=2, oldest_seconds=None, workers=1)

    assert check_work(well).advice is None
    assert "the oldest for 90 s" in check_work(late).says
    assert "queue them again" in str(check_work(failed).advice)
