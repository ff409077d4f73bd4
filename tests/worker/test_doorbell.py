"""The doorbell never holds a request up, whatever the broker does."""

import os
import signal
import time
import uuid

import pytest

from app.dispatch import CeleryDoorbell, broker_answers, make_celery
from tests.real_parts.brokers import start_redis


@pytest.fixture
def own_redis():
    server = start_redis()
    yield server
    server.remove()


def test_a_broker_that_refuses_delays_no_ring():
    doorbell = CeleryDoorbell(make_celery("redis://:x@127.0.0.1:1/0"))

    began = time.monotonic()
    for _ in range(100):
        doorbell.ring(uuid.uuid4())
    assert time.monotonic() - began < 2


def test_a_broker_that_hangs_delays_no_ring_and_no_readiness_answer(own_redis):
    doorbell = CeleryDoorbell(make_celery(own_redis.url))
    doorbell.ring(uuid.uuid4())
    os.kill(own_redis.pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        for _ in range(100):
            doorbell.ring(uuid.uuid4())
        assert time.monotonic() - began < 2
        assert not broker_answers(own_redis.url)
        assert time.monotonic() - began < 4
    finally:
        os.kill(own_redis.pid, signal.SIGCONT)


def test_more_rings_than_the_queue_holds_are_dropped():
    doorbell = CeleryDoorbell(make_celery("redis://:x@127.0.0.1:1/0"))

    for _ in range(5000):
        doorbell.ring(uuid.uuid4())


def test_a_message_is_json_and_holds_only_an_id(broker_server, broker_url):
    submission_id = uuid.uuid4()
    CeleryDoorbell(make_celery(broker_url)).ring(submission_id)

    deadline = time.monotonic() + 10
    while not (messages := broker_server.ask("LRANGE", "gradmark:celery", 0, -1)):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    message = messages[0].decode()
    assert '"content-type": "application/json"' in message
    assert str(submission_id) in message


def test_a_broker_that_runs_answers(broker_url):
    assert broker_answers(broker_url)
