"""Fixtures of real parts: brokers, databases and a browser.

Servers start at the first test that asks for one and serve the whole session (one each per
process of pytest-xdist). A test that kills or pauses a server starts its own, or brings the shared
one back before it ends.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.real_parts.brokers import BrokerServer, start_redis, start_valkey
from tests.real_parts.browser import launch_arguments
from tests.real_parts.postgres import PostgresServer, start_postgres

# The same examples everywhere and without a stopwatch, so that a run tells of the code and of
# nothing else.
settings.register_profile("gradmark", derandomize=True, deadline=None)
settings.load_profile("gradmark")

# Folders whose tests start processes and wait for them more than they compute.
_WAIT = {"deployment", "worker", "cli"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let several test processes begin with the files that wait, so that at the end none is left alone with them."""
    if not hasattr(config, "workerinput"):
        return
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (_WAIT.isdisjoint(item.path.parts), -tests[item.path]))


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[BrokerServer]:
    """The embedded default's Valkey."""
    server = start_valkey()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[BrokerServer]:
    """A real Redis."""
    server = start_redis()
    yield server
    server.remove()


@pytest.fixture(scope="session", params=["valkey", "redis"])
def broker_server(request: pytest.FixtureRequest) -> BrokerServer:
    """Valkey, then Redis: a test that asks for it runs on both."""
    server: BrokerServer = request.getfixturevalue(f"{request.param}_server")
    return server


@pytest.fixture
def valkey_url(valkey_server: BrokerServer) -> str:
    """URL of an empty Valkey."""
    valkey_server.ask("FLUSHALL")
    return valkey_server.url


@pytest.fixture
def redis_url(redis_server: BrokerServer) -> str:
    """URL of an empty Redis."""
    redis_server.ask("FLUSHALL")
    return redis_server.url


@pytest.fixture
def broker_url(broker_server: BrokerServer) -> str:
    """URL of an empty broker: the test runs on Valkey and on Redis."""
    broker_server.ask("FLUSHALL")
    return broker_server.url


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL cluster; `with postgres_server.database() as url` makes an empty database."""
    server = start_postgres()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: PostgresServer) -> str:
    """URL of the cluster's maintenance database; tests write to `fresh_postgres` instead."""
    return postgres_server.url


@pytest.fixture
def fresh_postgres(postgres_server: PostgresServer) -> Iterator[str]:
    """SQLAlchemy URL of an empty PostgreSQL database of the test's own."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture
def fresh_sqlite(tmp_path: Path) -> str:
    """SQLAlchemy URL of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'gradmark.db'}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """URL of an empty database: the test runs on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue(f"fresh_{request.param}")
    return url


@pytest.fixture(scope="session")
def base_url() -> None:
    """No address is common to all tests.

    Stands in for pytest-playwright 0.10's own fixture, whose form pytest 9.2 warns about, and
    warnings are errors here.
    """


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], playwright: Any
) -> dict[str, Any]:
    """How pytest-playwright launches the browser of this machine."""
    own = Path(playwright.chromium.executable_path)
    return {**browser_type_launch_args, **launch_arguments(own)}
