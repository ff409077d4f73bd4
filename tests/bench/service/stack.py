"""The deployment on this machine: docker-compose's services as processes, with a PostgreSQL that waits for its disk."""

import contextlib
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import redis

from app.db import Database
from app.settings import Settings
from tests.bench.processes import processor_seconds
from tests.deployment.compose import compose_service
from tests.deployment.running import Deployment, make_roles, start_compose_redis
from tests.real_parts.postgres import PostgresServer
from tests.real_parts.process import make_folder, wait_until

BESIDE = Path(__file__).parent / "beside"
"""What the deployment is measured against; it runs in the deployment's own environment."""


class DurablePostgres(PostgresServer):
    """PostgreSQL as Compose runs it: with the image's own settings, so a commit is on the disk."""

    def command(self):
        place = ["-D", str(self.folder / "data"), f"--port={self.port}"]
        where = ["--listen_addresses=127.0.0.1", "--unix_socket_directories="]
        return [str(self.binaries / "postgres"), *place, *where]


class Stack(Deployment):
    """The deployment, and what stands in for a part of it to be measured against."""

    def prepare(self) -> None:
        """Build it, start both stores, and migrate."""
        self.build()
        self.postgres.start()
        make_roles(self)
        start_compose_redis(self)
        command, environment = compose_service("migrate", self.values, self.addresses)
        migrated = self.run(command, environment)
        if migrated.returncode != 0:
            raise RuntimeError(migrated.stdout + migrated.stderr)
        beside = self.folder / "beside"
        shutil.copytree(BESIDE, beside, ignore=shutil.ignore_patterns("__pycache__"))
        beside.chmod(0o755)

    def settings(self) -> Settings:
        """The settings of web."""
        _command, environment = compose_service("web", self.values, self.addresses)
        own = {name.removeprefix("GRADMARK_").lower(): each for name, each in environment.items()}
        return Settings(**own)

    def open(self) -> Database:
        """Open the database as its owner."""
        _command, environment = compose_service("migrate", self.values, self.addresses)
        return Database(environment["GRADMARK_DATABASE_URL"])

    @property
    def broker_url(self) -> str:
        """The broker."""
        return self.settings().broker_url.get_secret_value()

    def waiting_messages(self) -> int:
        """How many messages wait in the broker with the highest priority."""
        with redis.Redis.from_url(self.broker_url) as client:
            return int(client.llen("gradmark:celery"))

    @contextmanager
    def up(self, *names: str, processes: int = 2) -> Iterator[None]:
        """Run some of Gradmark's services; they are ready, and stopped at the end.

        Args:
            names: Which: web, worker, beat.
            processes: How many processes a worker has.
        """
        self.values["GRADMARK_WORKER_CONCURRENCY"] = str(processes)
        with self._stopped_at_the_end(names):
            for name in names:
                self.start(name)
            if "web" in names:
                wanted = "/readyz" if "worker" in names else "/healthz"
                self.wait_for_web(wanted)
            yield

    def wait_for_web(self, wanted: str = "/healthz") -> None:
        """Wait until web answers at an address."""
        wait_until(lambda: self.status(wanted) == 200, 90, f"{wanted} to answer 200")

    @contextmanager
    def beside(self, name: str, *command: str, service: str) -> Iterator[None]:
        """Run what a part is measured against, in the environment of a service.

        Args:
            name: Its name.
            command: Python's arguments.
            service: Whose settings it has.
        """
        _command, environment = compose_service(service, self.values, self.addresses)
        environment["PYTHONPATH"] = str(self.folder / "beside")
        with self._stopped_at_the_end([name]), (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [str(self.commands / "python"), *command],
                stdout=log,
                stderr=subprocess.STDOUT,
                **self._container(environment),
            )
            yield

    @contextmanager
    def _stopped_at_the_end(self, names) -> Iterator[None]:
        try:
            yield
        finally:
            for name in names:
                if name in self.running:
                    self.stop(name)

    def empty_broker(self) -> None:
        """Begin with a Redis that holds nothing."""
        self.stop("redis")
        shutil.rmtree(self.folder / "redis")
        start_compose_redis(self)
        wait_until(self._redis_answers, 20, "Redis")

    def _redis_answers(self) -> bool:
        with contextlib.suppress(redis.RedisError):
            return self.waiting_messages() == 0
        return False

    def empty_queue(self) -> None:
        """Forget all submissions, so that each stage begins alike."""
        self.postgres_run("TRUNCATE submissions, drafts CASCADE")
        self.tidy()
        self.empty_broker()

    def tidy(self) -> None:
        """Do what autovacuum does by itself after a minute."""
        self.postgres_run("VACUUM ANALYZE")
        self.postgres_run("CHECKPOINT")

    def postgres_run(self, statement: str) -> list[tuple]:
        """Run a statement as the owner, outside a transaction and without time limits; return its rows."""
        _command, environment = compose_service("migrate", self.values, self.addresses)
        url = environment["GRADMARK_DATABASE_URL"].replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def cost(self) -> dict[str, float]:
        """The processor seconds of each part so far, the benchmark itself included."""
        pids = {name: process.pid for name, process in self.running.items()}
        parts = {"postgres": self.postgres.pid, **pids}
        return {
            **{name: processor_seconds([pid]) for name, pid in parts.items()},
            "driver": time.process_time(),
        }


def since(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    """Return what each part cost in between, in processor seconds."""
    return {name: after[name] - before.get(name, 0.0) for name in after}


@contextmanager
def running() -> Iterator[Stack]:
    """Build the deployment in a folder of its own, and leave nothing of it."""
    folder = make_folder()
    folder.chmod(0o755)
    postgres = DurablePostgres()
    stack = Stack(folder, postgres)
    try:
        stack.prepare()
        yield stack
    except BaseException:
        sys.stderr.write(stack.logs()[-6000:])
        raise
    finally:
        stack.end()
        postgres.remove()
        shutil.rmtree(folder, ignore_errors=True)
