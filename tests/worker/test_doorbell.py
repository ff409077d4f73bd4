"""The doorbell never holds a request up, whatever the broker does."""

import os
import signal
import time
import uuid

from celery import Celery

from app.broker import broker_answers
from app.dispatch import (
    BEHIND_TASK,
    MARK_TASK,
    PREPARE_TASK,
    SWEEP_TASK,
    CeleryDoorbell,
    make_celery,
)
from app.logs import bearing


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


def test_a_message_is_json_and_holds_only_an_id_and_the_request_that_rang(
    broker_server, broker_url
):
    submission_id = uuid.uuid4()
    with bearing("a-request"):
        CeleryDoorbell(make_celery(broker_url)).ring(submission_id)

    (bells,) = wait_for_bells(broker_server)
    message = broker_server.ask("LINDEX", bells, 0).decode()
    assert '"content-type": "application/json"' in message
    assert str(submission_id) in message
    assert '"gradmark_request_id": "a-request"' in message


def test_marking_is_heard_before_long_work_that_rang_earlier(broker_server, broker_url):
    celery = make_celery(broker_url)
    for count, task in enumerate((BEHIND_TASK, PREPARE_TASK, MARK_TASK, SWEEP_TASK), start=1):
        CeleryDoorbell(celery, task).ring(uuid.uuid4())
        wait_for_rings(broker_server, count)

    assert heard(celery, 4) == [SWEEP_TASK, MARK_TASK, PREPARE_TASK, BEHIND_TASK]


def test_those_who_ring_for_marking_at_once_ring_once(broker_server, broker_url):
    celery = make_celery(broker_url)
    bell = CeleryDoorbell(celery)
    ids = [uuid.uuid4() for _ in range(300)]
    for one in ids:
        bell.ring(one)

    (bells,) = wait_for_bells(broker_server)
    while str(ids[-1]) not in (newest := broker_server.ask("LINDEX", bells, 0).decode()):
        assert '"gradmark.mark"' in newest
        time.sleep(0.02)
    assert broker_server.ask("LLEN", bells) < len(ids) / 10


def wait_for_rings(broker_server, count: int) -> None:
    deadline = time.monotonic() + 10
    while sum(broker_server.ask("LLEN", key) for key in bells_in(broker_server)) < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def wait_for_bells(broker_server) -> list[bytes]:
    wait_for_rings(broker_server, 1)
    return bells_in(broker_server)


def bells_in(broker_server) -> list[bytes]:
    """Return the lists of bells, one for each priority; sets beside them tell which queues there are."""
    keys = broker_server.ask("KEYS", "gradmark:celery*")
    return [key for key in keys if broker_server.ask("TYPE", key) == b"list"]


def heard(celery: Celery, count: int) -> list[str]:
    """Hear as a worker does, one bell at a time; return the tasks that were rung for."""
    with celery.connection_for_read() as connection:
        bells = connection.SimpleQueue("celery")
        messages = [bells.get(timeout=10) for _ in range(count)]
        for message in messages:
            message.ack()
        bells.close()
    return [message.headers["task"] for message in messages]
