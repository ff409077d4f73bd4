"""The services of docker-compose.yml as processes of this machine.

No Docker engine is needed: the wheel is built and installed as in the Dockerfile, and each service
runs as another user, where it can, from a folder in which it must not write.
"""

import json
import os
import pwd
import secrets
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.deployment.compose import ROOT, compose_service, read_compose, read_example
from tests.deployment.image import build_image
from tests.real_parts.brokers import find_redis
from tests.real_parts.postgres import PostgresServer
from tests.real_parts.process import find_free_port, lets_others_pass

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
        figures: Where web and worker tell Prometheus their figures.
    """

    def __init__(self, folder: Path, postgres: PostgresServer) -> None:
        self.folder = folder
        self.postgres = postgres
        self.values = {**read_example(), **{name: secrets.token_hex(32) for name in SECRETS}}
        self.web = f"127.0.0.1:{find_free_port()}"
        self.redis_port = find_free_port()
        self.figures = {
            "web": f"127.0.0.1:{find_free_port()}",
            "worker": f"127.0.0.1:{find_free_port()}",
        }
        self.nowhere = folder / "srv"
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def build(self) -> None:
        """Build what the image holds, and the folder that services run in."""
        build_image(self.folder)
        self.nowhere.mkdir()

    @property
    def commands(self) -> Path:
        """The folder that the image has in its PATH."""
        return self.folder / "gradmark" / "bin"

    @property
    def addresses(self) -> dict[str, str]:
        """The deployment's addresses and the ones that stand in for them here."""
        return {
            "postgres:5432": f"127.0.0.1:{self.postgres.port}",
            "redis:6379": f"127.0.0.1:{self.redis_port}",
            "0.0.0.0:8000": self.web,
            "0.0.0.0:9464": self.figures["web"],
            "0.0.0.0:9465": self.figures["worker"],
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

    def status(self, path: str) -> int:
        """Return the HTTP status with which web answers, 0 for no answer."""
        try:
            with urllib.request.urlopen(f"http://{self.web}{path}", timeout=5) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def lines(self, name: str) -> list[dict[str, Any]]:
        """What a service wrote, line by line."""
        return [json.loads(line) for line in self._log(name).splitlines() if line.startswith("{")]

    def _log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

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
