"""What tests of the worker and its broker share."""

from collections.abc import Iterator

import pytest

from tests.real_parts.brokers import BrokerServer, start_redis


@pytest.fixture
def own_redis() -> Iterator[BrokerServer]:
    """A Redis that a test may stop, empty and set up as it likes."""
    server = start_redis()
    yield server
    server.remove()
