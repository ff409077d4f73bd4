"""Each fixture hands out a real server that needs its password and survives what tests do to it."""

import os
import signal
import subprocess

import psycopg
import pytest
import redis
from sqlalchemy import create_engine, inspect, text

from tests.real_parts.brokers import ONE_TRY, BrokerServer, start_valkey
from tests.real_parts.browser import launch_arguments
from tests.real_parts.postgres import PostgresServer
from tests.real_parts.process import MissingPartError, ServerStartError


def test_a_broker_answers_and_is_empty(broker_url):
    with redis.Redis.from_url(broker_url) as client:
        assert client.ping() is True
        assert client.dbsize() == 0
        client.set("left", "behind")


def test_the_two_brokers_are_valkey_and_redis(valkey_server, redis_server):
    assert "valkey_version" in info(valkey_server)
    assert "valkey_version" not in info(redis_server)


def info(server: BrokerServer) -> dict:
    with redis.Redis.from_url(server.url) as client:
        return client.info("server")


def test_a_broker_turns_away_who_has_no_password(broker_server):
    with (
        redis.Redis(port=broker_server.port, retry=ONE_TRY) as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()


def test_a_broker_listens_on_loopback_only(broker_server):
    assert broker_server.ask("CONFIG", "GET", "bind") == {b"bind": b"127.0.0.1"}


def test_a_killed_broker_comes_back_on_its_port_with_its_data():
    server = start_valkey()
    try:
        url, first = server.url, server.pid
        server.ask("SET", "kept", "yes")
        server.ask("WAITAOF", 1, 0, 2000)
        server.kill()
        with pytest.raises(ProcessLookupError):
            os.kill(first, 0)
        server.start()
        assert (server.url, server.ask("GET", "kept")) == (url, b"yes")
        server.restart()
        assert server.ask("GET", "kept") == b"yes"
    finally:
        server.remove()
    assert not server.folder.exists()


def test_a_paused_server_can_still_be_stopped():
    server = start_valkey()
    os.kill(server.pid, signal.SIGSTOP)
    server.remove()
    with pytest.raises(ServerStartError, match="not running"):
        _ = server.pid


def test_a_server_that_cannot_start_shows_its_log(valkey_server):
    rival = start_valkey()
    rival.stop()
    configuration = rival.folder / "server.conf"
    configuration.write_text(configuration.read_text() + "no-such-setting 1\n")
    try:
        with pytest.raises(ServerStartError, match="no-such-setting"):
            rival.start()
    finally:
        rival.remove()


def test_postgres_gives_each_test_an_empty_database(fresh_postgres):
    db_engine = create_engine(fresh_postgres)
    with db_engine.begin() as connection:
        assert connection.scalar(text("select 1")) == 1
        assert inspect(connection).get_table_names() == []
        connection.execute(text("create table left_behind (id int)"))
    db_engine.dispose()


def test_a_database_is_dropped_although_a_client_is_still_connected(postgres_server):
    with postgres_server.database() as url:
        db_engine = create_engine(url)
        connection = db_engine.connect()
    names = {row[0] for row in postgres_server.execute("select datname from pg_database")}
    assert url.rsplit("/", 1)[1] not in names
    connection.invalidate()
    db_engine.dispose()


def test_postgres_turns_away_a_wrong_password(postgres_server):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(
            host="127.0.0.1", port=postgres_server.port, user=postgres_server.user, password="no",
            dbname="postgres",
        )  # fmt: skip


def test_postgres_never_runs_as_root(postgres_server):
    shown = subprocess.check_output(["ps", "-o", "uid=", "-p", str(postgres_server.pid)], text=True)
    assert int(shown) != 0


def test_a_killed_postgres_recovers_what_was_committed():
    server = PostgresServer()
    try:
        server.start()
        server.execute("create table kept (id int)")
        server.execute("insert into kept values (7)")
        server.kill()
        server.start()
        assert server.execute("select id from kept") == [(7,)]
    finally:
        server.remove()
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert str(server.folder) not in listed.stdout


def test_a_database_url_is_of_both_kinds(database_url, request):
    db_engine = create_engine(database_url)
    with db_engine.connect() as connection:
        assert connection.scalar(text("select 1")) == 1
    assert db_engine.dialect.name.startswith(request.node.callspec.params["database_url"])
    db_engine.dispose()


def test_the_browser_opens_a_page(page):
    page.set_content("<title>Gradmark</title><h1>x.grad</h1>")
    assert page.title() == "Gradmark"
    assert page.evaluate("document.querySelector('h1').textContent") == "x.grad"


def test_a_missing_browser_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingPartError, match="apt install chromium"):
        launch_arguments(tmp_path / "absent")
