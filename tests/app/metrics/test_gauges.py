"""What is found of the store and the broker when Prometheus asks."""

import pytest
from prometheus_client import CollectorRegistry

from app.db import Database
from app.gauges import ServiceState
from app.services.grading import mark_waiting, sweep
from tests.app.web.conftest import NO_BROKER


@pytest.fixture
def database_url(fresh_sqlite: str) -> str:
    """The queue is read by the same query on both databases, which has tests of its own."""
    return fresh_sqlite


def asked(db: Database, broker_url: str):
    registry = CollectorRegistry()
    registry.register(ServiceState(db, broker_url))
    return lambda name, **labels: registry.get_sample_value(f"gradmark_{name}", labels)


def test_the_queue_is_told_as_it_is(classroom, doorbell, valkey_url):
    found = asked(classroom.db, valkey_url)
    classroom.submit(classroom.deal())
    sweep(classroom.db, doorbell, worker="w1")

    assert found("submissions", state="queued") == 1
    assert found("oldest_waiting_seconds") > 0
    assert found("workers") == 1
    assert found("part_up", part="database") == found("part_up", part="broker") == 1

    mark_waiting(classroom.db)
    assert found("submissions", state="queued") == found("oldest_waiting_seconds") == 0


def test_what_does_not_answer_is_told_and_the_rest_is_missing(tmp_path):
    found = asked(Database(f"sqlite:///{tmp_path}/no/such/folder.db"), NO_BROKER)

    assert found("part_up", part="database") == found("part_up", part="broker") == 0
    assert found("submissions", state="queued") is None
