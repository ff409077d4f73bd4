"""What the pages say to whoever watches over them."""

import uuid

import pytest
from sqlalchemy import text

from app.models import WorkerHeartbeat
from app.services.grading import sweep
from app.settings import Settings
from app.site import create_app
from tests.app.web.conftest import NO_BROKER, SECRET


def client_on(database_url, broker_url, doorbell):
    settings = Settings(secret_key=SECRET, database_url=database_url, broker_url=broker_url)
    return create_app(settings, doorbell).test_client()


def test_alive_needs_no_database(tmp_path, doorbell):
    client = client_on(f"sqlite:///{tmp_path}/no/such/folder.db", NO_BROKER, doorbell)

    assert client.get("/healthz").json == {"status": "alive"}
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.json["database"] == "not ready"


def test_ready_names_each_part_that_is_missing(stranger):
    response = stranger.get("/readyz")

    assert response.status_code == 503
    assert response.json == {
        "status": "not ready",
        "database": "ready",
        "migrations": "ready",
        "broker": "not ready",
        "worker": "not ready",
    }


def test_ready_when_the_broker_answers_and_a_worker_was_heard(
    db, database_url, valkey_url, doorbell
):
    sweep(db, doorbell, worker=f"test-{uuid.uuid4()}")
    response = client_on(database_url, valkey_url, doorbell).get("/readyz")

    assert (response.status_code, response.json["status"]) == (200, "ready")


def test_an_unmigrated_database_is_not_ready(fresh_sqlite, valkey_url, doorbell):
    response = client_on(fresh_sqlite, valkey_url, doorbell).get("/readyz")

    assert response.status_code == 503
    assert (response.json["database"], response.json["migrations"]) == ("ready", "not ready")


@pytest.mark.parametrize(("revision", "is_served"), [("0012", False), ("9999", True)])
def test_the_release_before_goes_on_serving_after_the_migration(
    db, database_url, valkey_url, doorbell, revision, is_served
):
    sweep(db, doorbell, worker="test")
    with db.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": revision})
    response = client_on(database_url, valkey_url, doorbell).get("/readyz")

    assert (response.json["migrations"] == "ready") is is_served
    assert (response.status_code == 200) is is_served


def test_a_worker_that_fell_silent_does_not_count(db, database_url, valkey_url, doorbell):
    sweep(db, doorbell, worker="test")
    with db.writing() as session:
        for heard in session.query(WorkerHeartbeat):
            heard.seen_at = heard.seen_at.replace(year=2020)
    response = client_on(database_url, valkey_url, doorbell).get("/readyz")

    assert response.json["worker"] == "not ready"


@pytest.mark.parametrize("address", ["/", "/practice", "/sign-in"])
def test_pages_say_in_their_own_words_that_the_database_is_away(
    tmp_path, doorbell, address, stranger
):
    broken = client_on(f"sqlite:///{tmp_path}/no/such/folder.db", NO_BROKER, doorbell)
    # This browser was signed in before the database went away.
    stranger.practise()
    broken.set_cookie("gradmark", stranger.client.get_cookie("gradmark").value)
    response = broken.get(address)

    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "does not answer right now" in response.text
    assert response.headers["X-Request-ID"] in response.text
    assert "sqlite" not in response.text.lower()
